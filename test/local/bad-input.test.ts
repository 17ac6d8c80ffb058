import { setTimeout as wait } from 'node:timers/promises';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  account,
  eventually,
  history,
  historyOf,
  homeostat,
  iam,
  openBucket,
  outputs,
  putEvent,
  remediated,
  s3,
  workflows,
} from './cloud.ts';
import { invitationFor } from './questions.ts';

const call = (change: object, detail: object = {}) => ({
  type: 'AWS API Call via CloudTrail',
  detail: {
    eventID: crypto.randomUUID(),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketAcl',
    awsRegion: 'us-east-1',
    userIdentity: { type: 'Root', arn: `arn:aws:iam::${account}:root` },
    requestParameters: change,
    ...detail,
  },
});

async function executions(status?: 'RUNNING' | 'FAILED'): Promise<number> {
  const { executions: found = [] } = await workflows.send(
    new ListExecutionsCommand({
      stateMachineArn: outputs['TriageStateMachine'],
      maxResults: 1000,
      ...(status && { statusFilter: status }),
    }),
  );
  return found.length;
}

/** What an earlier test began still writes to the history. */
async function quiet(): Promise<boolean> {
  const records = (await history()).length;
  await wait(1_000);
  return (await executions('RUNNING')) === 0 && (await history()).length === records;
}

describe('an event', () => {
  beforeAll(() => eventually(quiet));

  it.each([
    ['without parameters', call({})],
    ['with a list for a name', call({ bucketName: ['a', 'b'] })],
    ['with markup for a name', call({ bucketName: '<img src=x onerror=alert(1)>' })],
    ['with a wildcard for a name', call({ bucketName: '*' })],
    ['with a name of 200,000 letters', call({ bucketName: 'a'.repeat(200_000) })],
    ['about a bucket that is gone', call({ bucketName: 'never-was' })],
    ['from a region that is not looked after', call({ bucketName: 'elsewhere' }, { awsRegion: 'ap-south-2' })],
    ['whose caller is an object', call({ bucketName: 'odd' }, { userIdentity: { arn: { a: 1 } } })],
    [
      'of Config about an account that is not looked after',
      {
        source: 'aws.config',
        type: 'Config Configuration Item Change',
        detail: {
          messageType: 'ConfigurationItemChangeNotification',
          configurationItem: {
            resourceType: 'AWS::S3::Bucket',
            ARN: 'arn:aws:s3:::foreign',
            awsAccountId: '999999999999',
            awsRegion: 'us-east-1',
            configurationItemStatus: 'OK',
          },
        },
      },
    ],
    [
      'of Config with no item',
      { source: 'aws.config', type: 'Config Configuration Item Change', detail: { messageType: 'x' } },
    ],
  ])('%s changes nothing, crashes nothing and leaves no open end', async (_, event) => {
    const [records, failed] = [(await history()).length, await executions('FAILED')];
    await putEvent(event);
    await eventually(async () => (await executions('RUNNING')) === 0);
    expect(await executions('FAILED')).toBe(failed);
    expect((await history()).length).toBe(records);
  });

  it('about a bucket that was removed before it could be mended ends without a change', async () => {
    await openBucket('short-lived');
    await s3.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));
    await eventually(async () => (await executions('RUNNING')) === 0);
    const statuses = (await history())
      .filter(({ resource }) => resource.endsWith('short-lived'))
      .map(({ status }) => status);
    expect(['', 'remediated', 'stale', 'failed']).toContain(statuses[0] ?? '');
    expect(await homeostat('verify-history')).toMatchObject({ status: 0 });
  });

  it('of Config wakes the control of the resource', async () => {
    await openBucket('seen-by-config');
    const { id } = await remediated('arn:aws:s3:::seen-by-config');
    await homeostat('undo', id, '--yes');
    await putEvent({
      source: 'aws.config',
      type: 'Config Configuration Item Change',
      detail: {
        messageType: 'ConfigurationItemChangeNotification',
        configurationItem: {
          resourceType: 'AWS::S3::Bucket',
          ARN: 'arn:aws:s3:::seen-by-config',
          awsAccountId: account,
          awsRegion: 'us-east-1',
          configurationItemStatus: 'OK',
        },
      },
    });
    // Held by the undo's exemption: it was judged, and left alone.
    const seen = await eventually(async () =>
      (await historyOf('arn:aws:s3:::seen-by-config')).find(
        ({ actor, control }) => actor === 'unknown' && control === 's3.bucket-closed-to-public',
      ),
    );
    expect(seen).toMatchObject({ status: 'held', because: expect.stringMatching(/^exempt until/) });
  });

  it('of a Config rule wakes it, too', async () => {
    await openBucket('seen-by-rule');
    await homeostat('undo', (await remediated('arn:aws:s3:::seen-by-rule')).id, '--yes');
    await putEvent({
      source: 'aws.config',
      type: 'Config Rules Compliance Change',
      detail: {
        messageType: 'ComplianceChangeNotification',
        configRuleName: 'securityhub-s3-bucket-level-public-access-prohibited-1a2b3c',
        resourceType: 'AWS::S3::Bucket',
        resourceId: 'seen-by-rule',
        newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
      },
    });
    await remediated('arn:aws:s3:::seen-by-rule', 'held');
  });
});

describe('a policy with markup in it', () => {
  it('is shown as text in the mail and on the page', async () => {
    const markup = '<script>alert(1)</script>';
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'marked',
        AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'marked',
        PolicyName: 'wide',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Sid: markup, Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
            { Effect: 'Allow', Action: '*', Resource: '*' },
          ],
        }),
      }),
    );
    const { mail, link } = await invitationFor(`arn:aws:iam::${account}:role/marked`);
    const page = await (await fetch(link)).text();
    for (const html of [mail.BodyHtml, page]) {
      expect(html).not.toContain(markup);
      expect(html).toContain('&lt;script&gt;');
    }
  });
});
