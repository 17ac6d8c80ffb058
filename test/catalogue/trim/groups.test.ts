import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import known from '../../../catalogue/trim/actions.json' with { type: 'json' };
import { grouped, saidBy } from '../../../catalogue/trim/groups.ts';
import { actionsOf } from '../../../catalogue/trim/known-actions.ts';
import { allow, judged, lately } from './account.ts';

const actions = ['sqs', 'sns', 'sts', 'dynamodb'].flatMap(actionsOf);
const reasons = fc.subarray(actions).chain((some) =>
  fc
    .array(fc.record({ keep: fc.boolean(), because: fc.constantFrom('a', 'b', 'c') }), {
      minLength: some.length,
      maxLength: some.length,
    })
    .map((judgements) =>
      some.map((action, index) => ({ statement: '1', action, keep: true, because: 'a', ...judgements[index] })),
    ),
);

test('groups say of each action what was said of it, however few words they take', () => {
  fc.assert(
    fc.property(reasons, (some) => {
      const said = saidBy(grouped(some));
      for (const { action, keep, because } of some) {
        expect(said(action)).toEqual({ keep, because });
      }
    }),
  );
});

test('groups count what they stand for', () => {
  fc.assert(
    fc.property(reasons, (some) => {
      const { goes, stays } = grouped(some);
      const sum = (groups: typeof goes) => groups.reduce((all, { count }) => all + count, 0);
      expect([sum(goes), sum(stays)]).toEqual([
        some.filter(({ keep }) => !keep).length,
        some.filter(({ keep }) => keep).length,
      ]);
    }),
  );
});

test('of what no group speaks, that it stays', () => {
  expect(saidBy({ goes: [], stays: [] })('sqs:SendMessage').keep).toBe(true);
});

describe('what a workflow carries, 180 kB, is enough for', () => {
  const roles = Array.from({ length: 50 }, (_, index) => ({ name: `app-${index}` }));
  const wide = ['ec2', 'iam', 'rds', 's3', 'sagemaker', 'glue', 'lambda', 'ssm'];
  const services = Object.fromEntries(
    wide.map((service) => {
      const tracked = actionsOf(service).map((one, index) => [
        one.slice(service.length + 1),
        index < 4 ? lately : null,
      ]);
      return [service, { lastUsed: lately, tracked: Object.fromEntries(tracked) }];
    }),
  );
  const evidence = Object.fromEntries(roles.map(({ name }) => [name, { services }]));
  const removals = Object.keys(known).map((service) => `${service}:*`);

  test.each<[string, readonly object[], string]>([
    ['a policy that grants everything', [allow('*')], 'leave'],
    ['one that grants whole services', [allow(wide.map((service) => `${service}:*`))], 'change'],
  ])('%s, held by 50 roles', async (_, policy, expected) => {
    const { state, plan } = await judged({ policy, roles, evidence, notice: removals });
    expect(plan.outcome).toBe(expected);
    expect(Buffer.byteLength(JSON.stringify({ state, plan }))).toBeLessThan(120_000);
  });
});
