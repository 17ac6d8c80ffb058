import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  account,
  eventually,
  historyOf,
  homeostat,
  homeostatAs,
  iam,
  lambda,
  mails,
  operator,
  outputs,
  remediated,
  tables,
} from '../cloud.ts';
import { admin, drift, isUntouched, question } from '../drifts.ts';
import { codeFor, decide, invitationFor, post } from '../questions.ts';
import { decideInSlack, messageAbout, setMode } from '../slack-client.ts';

afterAll(() => setMode('ok'));

describe('a channel that is down', () => {
  it('holds up no other, loses nothing, and catches up', async () => {
    await setMode('down');
    const role = await drift('slack-is-down');
    const { id } = await question(role.arn);
    const { link } = await invitationFor(role.arn);
    await setMode('ok');
    await messageAbout(role.arn);
    expect(await decide(link, id, 'approve')).toContain('You approved the change');
    await remediated(role.arn);
  });
});

describe('names and tags from outside', () => {
  it('are text in page, mail and message, whatever markup they hold', async () => {
    const RoleName = 'marked-up';
    const hostile = '=cmd+@here _x_ /:.-';
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    const Statement = [{ Sid: '<script>alert(1)</script><!channel>```', Effect: 'Allow', Action: '*', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const Tags = [{ Key: 'owner', Value: hostile }];
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Tags }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'anything', PolicyDocument }));
    const arn = `arn:aws:iam::${account}:role/${RoleName}`;
    await question(arn);
    const { mail, link } = await invitationFor(arn);
    const page = await (await fetch(link)).text();
    for (const html of [page, mail.BodyHtml]) {
      expect(html).not.toContain('<script>');
      expect(html).toContain('&lt;script&gt;');
    }
    const message = JSON.stringify((await messageAbout(arn)).blocks);
    expect(message).not.toMatch(/<!channel>|<script>/);
    expect(message).toContain('&lt;!channel&gt;');
    expect(message).toContain(`owner=${hostile}`);
  });
});

describe('a flood of drifts', () => {
  const names = Array.from({ length: 8 }, (_, index) => `flood-${index}`);

  it('becomes questions that list every resource, and are decided in parts', async () => {
    const roles = await Promise.all(names.map((name) => drift(name)));
    const asked = await Promise.all(roles.map(({ arn }) => question(arn)));
    const { link, mail } = await eventually(async () => {
      const found = (await mails()).find(
        ({ Subject, BodyText, To }) =>
          Subject.includes('resources') && BodyText.includes('flood-') && To.includes('operator@example.com'),
      );
      const address = /https?:\/\/\S+\/questions\/\S+/.exec(found?.BodyText ?? '')?.[0];
      return found && address ? { mail: found, link: address } : undefined;
    });
    const page = await post(link, 'code', {}, 'page');
    const choices = [...page.matchAll(/name="of" value="([^"]+)"/g)].map(([, choice = '']) => choice);
    const listed = roles.filter(({ arn }) => page.includes(arn));
    expect(choices).toHaveLength(listed.length);
    expect(listed.length).toBeGreaterThan(1);
    expect(page).not.toMatch(/type="checkbox"[^>]*checked/);
    for (const { arn } of listed) {
      expect(mail.BodyText).toContain(arn);
    }
    const code = await codeFor(link);
    await post(link, 'decide', { code, decision: 'approve', all: '0'.repeat(64) });
    await post(link, 'decide', { code, decision: 'approve', of: choices[0] ?? '' });
    const [chosen = ''] = (choices[0] ?? '').split(':');
    const first = roles[asked.findIndex(({ id }) => id === chosen)];
    await remediated(first?.arn ?? '');
    const others = listed.filter((role) => role !== first);
    expect(await Promise.all(others.map(isUntouched))).toEqual(others.map(() => true));
  });
});

describe('nobody answers', () => {
  it('is reminded, the next group is asked, and then it ends with nothing changed', async () => {
    const role = await drift('patient', 'patience');
    const { id } = await question(role.arn);
    const subjects = async () =>
      (await mails()).filter(({ BodyText }) => BodyText.includes(role.arn)).map(({ Subject }) => Subject);
    await eventually(async () => (await subjects()).some((subject) => subject.startsWith('Still open')), 25_000);
    const message = await eventually(async () => {
      const found = await messageAbout(role.arn);
      return found.replies.length > 0 ? found : undefined;
    }, 25_000);
    expect(message.replies[0]?.text).toContain('Still open');
    const ended = await eventually(
      async () => (await historyOf(role.arn)).find((one) => one.id === id && one.status === 'expired'),
      40_000,
    );
    expect(ended.because).toBe('nobody answered in time');
    expect(await isUntouched(role)).toBe(true);
    const { link } = await invitationFor(role.arn);
    expect(await (await fetch(link)).text()).toContain('Nobody answered before');
    expect(
      await decideInSlack('U0OPERATOR', { arn: role.arn, id }, 'approve').catch((error: Error) => error.message),
    ).toContain('not there within');
  });
});

describe('an exemption', () => {
  it('by an approver holds the resource, is listed, and re-opens its finding when it is ended early', async () => {
    const role = await drift('exempted');
    const { id } = await question(role.arn);
    const { link } = await invitationFor(role.arn);
    expect(await decide(link, id, 'exempt', { days: '10', reason: 'a migration' })).toContain('You exempted');
    await remediated(role.arn, 'held');
    await iam.send(new PutRolePolicyCommand({ RoleName: role.name, PolicyName: 'anything', PolicyDocument: admin }));
    await eventually(async () => (await historyOf(role.arn)).find(({ because }) => because.startsWith('exempt until')));
    const listed = JSON.parse((await homeostat('exemptions', '--json')).out) as {
      id: string;
      owner: string;
      reason: string;
    }[];
    const exemption = listed.find(({ id: one }) => one === id.replace(/^r-/, 'x-'));
    expect(exemption).toMatchObject({ owner: 'operator@example.com', reason: 'a migration' });
    expect(
      (await homeostatAs(operator, 'exemptions', 'end', exemption?.id ?? '', '--reason', 'it is over')).status,
    ).toBe(0);
    expect((await question(role.arn)).id).not.toBe(id);
    expect(JSON.parse((await homeostat('verify-history', '--json')).out).broken).toEqual([]);
  });

  it('re-opens its finding by itself when its time has come', async () => {
    const role = await drift('exempted-for-a-while');
    const { id } = await question(role.arn);
    const { link } = await invitationFor(role.arn);
    await decide(link, id, 'exempt', { days: '1', reason: 'a day' });
    await remediated(role.arn, 'held');
    const past = '2026-01-01T00:00:00.000Z';
    const exemption = id.replace(/^r-/, 'x-');
    await tables.send(
      new UpdateCommand({
        TableName: outputs['StateTable'],
        Key: { pk: `RESOURCE#${account}#us-east-1#${role.arn}`, sk: `EXEMPTION#${exemption}` },
        UpdateExpression: 'SET #until = :past, #listed = :listed',
        ExpressionAttributeNames: { '#until': 'until', '#listed': 'listed' },
        ExpressionAttributeValues: { ':past': past, ':listed': `${past}#${exemption}` },
      }),
    );
    await lambda.send(new InvokeCommand({ FunctionName: 'Homeostat-renew', Payload: Buffer.from('{}') }));
    expect((await question(role.arn)).id).not.toBe(id);
  });

  it('by tag, account or OU is for operators, and no longer than is allowed', async () => {
    const add = (...more: string[]) =>
      homeostatAs(operator, 'exemptions', 'add', '--control', 'ec2.*', '--days', '5', '--reason', 'x', ...more);
    expect((await add('--tag', 'team=a')).err).toContain('exemptions.tagKeys');
    expect((await add('--ou', 'root/lab')).status).toBe(0);
    const long = await homeostatAs(
      operator,
      'exemptions',
      'add',
      '--control',
      '*',
      '--ou',
      'x',
      '--days',
      '400',
      '--reason',
      'x',
    );
    expect([long.status, long.err]).toEqual([1, expect.stringContaining('90 days at most')]);
  });
});
