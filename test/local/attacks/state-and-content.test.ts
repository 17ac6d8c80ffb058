import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { eventually, historyOf, homeostatAs, iam, operator, outputs, remediated, tables } from '../cloud.ts';
import { type Drift, drift, isUntouched, question } from '../drifts.ts';
import { decide, invitationFor } from '../questions.ts';
import { messageAbout } from '../slack-client.ts';

const TableName = outputs['StateTable'];
const keyOf = (id: string) => ({ pk: `QUESTION#${id}`, sk: 'QUESTION' });

async function asked(role: Drift) {
  const { id, planDigest } = await question(role.arn);
  const { link } = await invitationFor(role.arn);
  return { id, planDigest, link };
}

describe('two decisions at once', () => {
  it('are one: approve against reject, by two people, at the same moment', async () => {
    const role = await drift('race');
    const { id, planDigest, link } = await asked(role);
    const { link: seconds } = await invitationFor(role.arn, 'second@example.com');
    const [mine, theirs] = await Promise.all([
      homeostatAs(operator, 'reject', id, '--yes', '--plan', planDigest).then(({ out, err }) => out + err),
      decide(seconds, id, 'approve'),
    ]);
    expect(link).not.toBe(seconds);
    const won = [mine, theirs].filter((said) => /You (approved|rejected) the change/.test(said));
    expect(won).toHaveLength(1);
    const ended = await eventually(async () =>
      (await historyOf(role.arn)).find(({ status }) => ['remediated', 'rejected'].includes(status)),
    );
    expect(ended.status).toBe(won[0]?.includes('approved') ? 'remediated' : 'rejected');
  });
});

describe('what changes between the question and the change', () => {
  it('the resource: nothing is changed, and it is asked anew', async () => {
    const role = await drift('moved');
    const { id, link } = await asked(role);
    const other = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Sid: 'New' }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: role.name, PolicyName: 'anything', PolicyDocument: other }));
    await decide(link, id, 'approve');
    expect(
      (await eventually(async () => (await historyOf(role.arn)).find((one) => one.id === id && one.status === 'stale')))
        .id,
    ).toBe(id);
    expect(await isUntouched(role)).toBe(true);
    const anew = await eventually(async () =>
      (await historyOf(role.arn)).find((one) => one.id !== id && one.status === 'awaiting-approval'),
    );
    expect(anew.id).not.toBe(id);
  });

  it('the stored plan: it is shown to nobody, and cannot be approved', async () => {
    const role = await drift('edited');
    const { id, planDigest, link } = await asked(role);
    const { Item } = await tables.send(new GetCommand({ TableName, Key: keyOf(id) }));
    const finding = String(Item?.['finding']).replaceAll('DeleteRolePolicy', 'PutRolePolicy');
    await edit(id, 'finding', finding);
    expect((await fetch(link)).status).toBe(500);
    expect((await homeostatAs(operator, 'approve', id, '--yes', '--plan', planDigest)).status).not.toBe(0);
    expect(await isUntouched(role)).toBe(true);
  });

  it('the record of the decision: an answer that nobody gave applies nothing', async () => {
    const role = await drift('invented');
    const { id } = await asked(role);
    await edit(id, 'decision', 'approve');
    await edit(id, 'decidedBy', 'operator@example.com');
    await edit(id, 'decidedAt', new Date().toISOString());
    const { link } = await invitationFor(role.arn);
    await decide(link, id, 'reject').catch(() => '');
    expect(await isUntouched(role)).toBe(true);
  });
});

describe('a change that is too long', () => {
  it('is never cut silently: mail and message say that the page has it whole, and it has', async () => {
    const Statement = [
      ...Array.from({ length: 120 }, (_, index) => ({
        Sid: `Reads${index}`,
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: `arn:aws:s3:::a-bucket-with-quite-a-long-name-${index}/*`,
      })),
      { Sid: 'TheLast', Effect: 'Allow', Action: '*', Resource: '*' },
    ];
    const role = await drift('long', 'one', iam, JSON.stringify({ Version: '2012-10-17', Statement }));
    const { link } = await asked(role);
    const page = await (await fetch(link)).text();
    expect([page.includes('Reads119'), page.includes('TheLast')]).toEqual([true, true]);
    const message = JSON.stringify((await messageAbout(role.arn)).blocks);
    expect(message).toContain('open the page to read it whole');
  });
});

async function edit(id: string, name: string, value: string): Promise<void> {
  await tables.send(
    new UpdateCommand({
      TableName,
      Key: keyOf(id),
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
}

it('a protected resource is not even asked about', async () => {
  const role = await drift('break-glass');
  expect((await remediated(role.arn, 'held')).because).toContain('is protected');
});
