import { BatchImportFindingsCommand, BatchUpdateFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Finding, Status } from '../../functions/domain/finding.ts';
import type { Remediation } from '../../functions/domain/history.ts';
import { lendRoles, resetCloud, sessions } from './cloud.ts';
import { account, prepare, region } from './environment.ts';
import { awsError, bucketDrift, roleDrift } from './findings.ts';

prepare({ CONSOLE_URL: 'https://console.example.com/' });
const { handler } = await import('../../functions/findings.ts');
const { append } = await import('../../functions/aws/history.ts');
const { startOf } = await import('../../functions/domain/history.ts');

const hub = mockClient(SecurityHubClient);
const hubFinding = {
  id: 'arn:aws:securityhub:eu-central-1:111122223333:security-control/S3.8/finding/1',
  productArn: 'arn:aws:securityhub:eu-central-1::product/aws/securityhub',
};

beforeEach(() => {
  resetCloud();
  lendRoles();
  hub.reset();
  hub.on(BatchImportFindingsCommand).resolves({ FailedCount: 0, SuccessCount: 1, FailedFindings: [] });
  hub.on(BatchUpdateFindingsCommand).resolves({ ProcessedFindings: [], UnprocessedFindings: [] });
});

let clock = Date.parse('2026-11-24T10:00:00Z');

async function ends(finding: Finding, status: Status, head?: Remediation): Promise<Remediation> {
  clock += 1000;
  const start = head ?? startOf(finding, { because: 'x' }, new Date(clock));
  return append({
    head: start,
    status,
    because: `it ended as ${status}`,
    detail: { finding },
    at: new Date(clock).toISOString(),
  });
}

const messages = (...ids: string[]) => ({
  Records: ids.map((id, index) => ({ messageId: `m-${index}`, body: JSON.stringify({ detail: { id } }) })),
});
const imported = () =>
  hub.commandCalls(BatchImportFindingsCommand).flatMap(({ args: [{ input }] }) => input.Findings ?? []);
const updates = () => hub.commandCalls(BatchUpdateFindingsCommand).map(({ args: [{ input }] }) => input);

describe('Security Hub is told', () => {
  test('of a drift that is held, with the role of its account, in its region', async () => {
    const { id } = await ends(bucketDrift(), 'held');
    expect(await handler(messages(id))).toEqual({ batchItemFailures: [] });
    expect(imported()).toMatchObject([
      {
        AwsAccountId: account,
        ProductArn: `arn:aws:securityhub:${region}:${account}:product/${account}/default`,
        RecordState: 'ACTIVE',
        SourceUrl: `https://console.example.com/remediations/${id}`,
      },
    ]);
    expect(updates()).toEqual([]);
  });

  test('that a mend resolved its finding, and the one of its own that led there', async () => {
    const finding = bucketDrift();
    const { id } = await ends({ ...finding, cause: { ...finding.cause, hubFinding } }, 'remediated');
    await handler(messages(id));
    expect(imported()).toMatchObject([{ RecordState: 'ARCHIVED', Compliance: { Status: 'PASSED' } }]);
    expect(updates()).toMatchObject([
      { FindingIdentifiers: [{ Id: imported()[0]?.Id }], Workflow: { Status: 'RESOLVED' } },
      {
        FindingIdentifiers: [{ Id: hubFinding.id, ProductArn: hubFinding.productArn }],
        Workflow: { Status: 'RESOLVED' },
        Note: { Text: `Homeostat mended it (${id}): it ended as remediated.`, UpdatedBy: 'homeostat' },
      },
    ]);
  });

  test('that its own finding stays as it is while a drift is held', async () => {
    const finding = bucketDrift();
    const { id } = await ends({ ...finding, cause: { ...finding.cause, hubFinding } }, 'held');
    await handler(messages(id));
    expect(updates()).toEqual([]);
  });

  test('that an undo opened both again', async () => {
    const finding = bucketDrift();
    const mend = await ends({ ...finding, cause: { ...finding.cause, hubFinding } }, 'remediated');
    const undo = await ends(bucketDrift({ id: 'r-undo', undoes: mend.id }), 'undone');
    await handler(messages(undo.id));
    expect(imported()).toMatchObject([{ RecordState: 'ACTIVE', Compliance: { Status: 'FAILED' } }]);
    expect(updates()).toMatchObject([{ FindingIdentifiers: [{ Id: hubFinding.id }], Workflow: { Status: 'NEW' } }]);
  });

  test('that the undo of an undo mended it again', async () => {
    const mend = await ends(bucketDrift(), 'remediated');
    const undo = await ends(bucketDrift({ id: 'r-undo', undoes: mend.id }), 'undone');
    const again = await ends(bucketDrift({ id: 'r-again', undoes: undo.id }), 'undone');
    await handler(messages(again.id));
    expect(imported()).toMatchObject([{ RecordState: 'ARCHIVED' }]);
  });

  test.each<[string, Status, Partial<Finding>]>([
    ['an undo that failed', 'failed', { id: 'r-undo', undoes: 'r-gone-to-the-archive' }],
    ['a mend that is under way', 'applying', {}],
  ])('nothing of %s', async (_, status, change) => {
    const { id } = await ends(bucketDrift(change), status);
    await handler(messages(id));
    expect(imported()).toEqual([]);
  });

  test('of an undo whose mend went to the archive', async () => {
    const { id } = await ends(bucketDrift({ id: 'r-undo', undoes: 'r-gone-to-the-archive' }), 'undone');
    await handler(messages(id));
    expect(imported()).toMatchObject([{ RecordState: 'ACTIVE' }]);
  });

  test('of a hundred at once, by one call for each account and region, each finding once', async () => {
    const first = await ends(bucketDrift({ id: 'r-1' }), 'held');
    const second = await ends(bucketDrift({ id: 'r-2' }), 'remediated');
    const elsewhere = await ends(roleDrift(), 'awaiting-approval');
    await handler(messages(second.id, first.id, elsewhere.id, elsewhere.id));
    const calls = hub.commandCalls(BatchImportFindingsCommand).map(({ args: [{ input }] }) => input.Findings);
    expect(calls.map((findings) => findings?.map(({ Region, RecordState }) => [Region, RecordState]))).toEqual([
      [[region, 'ARCHIVED']],
      [['us-east-1', 'ACTIVE']],
    ]);
  });

  test('again, where it did not take a finding; the others are told', async () => {
    const bucket = await ends(bucketDrift(), 'held');
    const role = await ends(roleDrift(), 'held');
    hub
      .on(BatchImportFindingsCommand)
      .callsFake(({ Findings: [finding] }) =>
        finding.Region === region
          ? { FailedFindings: [{ Id: finding.Id, ErrorCode: 'InternalFailure', ErrorMessage: 'x' }] }
          : {},
      );
    expect(await handler(messages(bucket.id, role.id))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
  });

  test('again, where its role cannot be taken', async () => {
    const { id } = await ends(bucketDrift(), 'held');
    hub.on(BatchImportFindingsCommand).rejects(awsError('AccessDenied'));
    expect(await handler(messages(id))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
  });

  test.each([
    ['is not on', () => hub.on(BatchImportFindingsCommand).rejects(awsError('InvalidAccessException'))],
    [
      'takes no findings of the product',
      () =>
        hub.on(BatchImportFindingsCommand).resolves({
          FailedCount: 1,
          SuccessCount: 0,
          FailedFindings: [{ Id: 'x', ErrorCode: 'InvalidAccess', ErrorMessage: 'x' }],
        }),
    ],
  ])('not again, where it %s', async (_, refuse) => {
    const { id } = await ends(bucketDrift(), 'held');
    refuse();
    expect(await handler(messages(id))).toEqual({ batchItemFailures: [] });
    expect(hub.commandCalls(BatchImportFindingsCommand)).toHaveLength(1);
  });

  test('and a finding of its own that is no more is passed over', async () => {
    const finding = bucketDrift();
    const { id } = await ends({ ...finding, cause: { ...finding.cause, hubFinding } }, 'remediated');
    hub.on(BatchUpdateFindingsCommand).resolves({
      ProcessedFindings: [],
      UnprocessedFindings: [
        { FindingIdentifier: { Id: 'x', ProductArn: 'x' }, ErrorCode: 'FindingNotFound', ErrorMessage: 'x' },
      ],
    });
    expect(await handler(messages(id))).toEqual({ batchItemFailures: [] });
  });

  test('of the rest, where one message is not what it should be', async () => {
    const { id } = await ends(bucketDrift(), 'held');
    const { Records } = messages(id, 'x');
    const broken = [...Records.slice(0, 1), { messageId: 'm-1', body: '{"detail":{}}' }];
    expect(await handler({ Records: broken })).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(imported()).toHaveLength(1);
  });

  test('of nothing that the history does not have', async () => {
    expect(await handler(messages('r-none'))).toEqual({ batchItemFailures: [] });
    expect(imported()).toEqual([]);
    expect(sessions()).toEqual([]);
  });
});
