import { beforeEach, expect, test } from '@jest/globals';
import { prepare } from '../environment.ts';
import { Tables } from '../tables.ts';

prepare();

const { EvidenceItem, forgottenAfter, NoticeItem, packed } = await import('../../../functions/aws/evidence-tables.ts');
const { sendingAs } = await import('../../../functions/aws/sender.ts');
const { PutItemCommand } = await import('dynamodb-toolbox/entity/actions/put');

const tables = new Tables();
const account = '111122223333';
const subject = `arn:aws:iam::${account}:policy/p`;
const roles = Array.from({ length: 130 }, (_, index) => `arn:aws:iam::${account}:role/r-${index}`);
const notice = { since: '2026-01-01T00:00:00Z', until: '2026-01-08T00:00:00Z', removals: ['s3:DeleteBucket', 'a4b:*'] };

beforeEach(() => tables.reset());

test('what sweeps gathered of the principals is answered, with the notice; who is not known is left out', async () => {
  for (const principal of roles.slice(1)) {
    await keep(evidenceOf(principal));
  }
  await NoticeItem.build(PutItemCommand)
    .item({ account, subject, ...notice, removals: packed(notice.removals) })
    .send();
  const { output } = await ask(roles);
  expect(output['notice']).toEqual(notice);
  expect(output['evidence']).toHaveLength(129);
  expect(output['evidence']).toContainEqual(evidenceOf(roles[1] ?? ''));
});

test('a subject without a notice has none', async () => {
  expect((await ask([])).output).toEqual({ evidence: [], notice: null });
});

function ask(principals: readonly string[]) {
  return sendingAs()({ call: 'homeostat:GetUsage', input: { account, subject, principals }, region: 'us-east-1' });
}

function evidenceOf(principal: string) {
  const services = { s3: { lastUsed: '2026-01-01T00:00:00Z', tracked: { ListBucket: null } } };
  return { principal, reportedAt: '2026-01-02T00:00:00Z', isComplete: true, services, calls: {}, trailSince: null };
}

async function keep(evidence: ReturnType<typeof evidenceOf>): Promise<void> {
  const { principal, reportedAt } = evidence;
  const item = { principal, reportedAt, evidence: packed(evidence), expires: forgottenAfter(30) };
  await EvidenceItem.build(PutItemCommand).item(item).send();
}
