import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Wish } from '../../../functions/domain/wish.ts';
import { resetCloud } from '../cloud.ts';
import { account, prepare } from '../environment.ts';

prepare();
const { carryOut } = await import('../../../functions/command/carry-out.ts');
const { inForce } = await import('../../../functions/aws/in-force.ts');
const { config } = await import('../../../functions/config.ts');

const operator = 'arn:aws:sts::111122223333:assumed-role/ops/ann';
const now = new Date('2026-11-24T12:00:00Z');
const as = (caller: string, wish: Wish) => carryOut(wish, caller, config, now);
const stop = (scope: Extract<Wish, { action: 'pause' }>['scope']): Wish => ({
  action: 'pause',
  scope,
  reason: 'an incident',
});
const inForceNow = async () => (await inForce()).pauses.map(({ says, by }) => [says, by]);

beforeEach(() => {
  resetCloud();
  mockClient(SFNClient).on(StartExecutionCommand).resolves({});
});

describe('an operator', () => {
  test('stops changes, and lets them go on', async () => {
    const stopped = await as(operator, stop({ kind: 'account', account }));
    expect(stopped).toMatchObject({
      outcome: 'done',
      says: expect.stringContaining(`the account ${account} is stopped`),
    });
    expect(await inForceNow()).toEqual([[`the account ${account}`, operator]]);
    const [{ id = '' } = {}] = (await inForce()).pauses;
    expect(await as(operator, { action: 'resume', pause: id, reason: 'over' })).toMatchObject({ outcome: 'done' });
    expect(await inForceNow()).toEqual([]);
  });

  test.each<[string, Wish, string]>([
    ['an account that nobody looks after', stop({ kind: 'account', account: '999988887777' }), 'is no account'],
    [
      'a control that does not exist',
      stop({ kind: 'control', control: 's3.painted' }),
      'there is no control s3.painted',
    ],
    [
      'the end of what is not stopped',
      { action: 'resume', pause: 'p-none', reason: 'over' },
      'there is no stop p-none',
    ],
  ])('is told that there is no such thing: %s', async (_, wish, because) => {
    expect(await as(operator, wish)).toEqual({ outcome: 'refused', because: expect.stringContaining(because) });
    expect(await inForceNow()).toEqual([]);
  });
});

test.each<[string, Wish]>([
  ['stop anything', stop({ kind: 'everything' })],
  ['let anything go on', { action: 'resume', pause: 'p-any', reason: 'over' }],
])('somebody else cannot %s', async (_, wish) => {
  const mallory = 'arn:aws:sts::111122223333:assumed-role/dev/mallory';
  expect(await as(mallory, wish)).toMatchObject({
    outcome: 'refused',
    because: expect.stringContaining('no operator'),
  });
  expect(await inForceNow()).toEqual([]);
});
