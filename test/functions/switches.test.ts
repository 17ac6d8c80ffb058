import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { Console } from '../../functions/domain/console-config.ts';
import type { PauseScope } from '../../functions/domain/switches.ts';
import { resetCloud, tables } from './cloud.ts';
import { account, prepare, secondAccount } from './environment.ts';
import { awsError, bucketDrift } from './findings.ts';

prepare({ TRIAGE_STATE_MACHINE: 'arn:aws:states:eu-central-1:111122223333:stateMachine:Homeostat-triage' });
const { history, inForce, pause, resume, setMode, settle } = await import('../../functions/aws/switches.ts');
const { handler: open } = await import('../../functions/open.ts');
const { checkEverything } = await import('../../functions/aws/check-history.ts');
const { config } = await import('../../functions/config.ts');

const workflows = mockClient(SFNClient);
const everything: PauseScope = { kind: 'everything' };
const now = new Date('2026-11-24T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const stop = (scope: PauseScope = everything, at = now) => pause({ scope, by: 'ann', reason: 'an incident', now: at });
const judgedAgain = () =>
  workflows.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => JSON.parse(input.input ?? '').again);

beforeEach(() => {
  resetCloud();
  workflows.reset();
  workflows.on(StartExecutionCommand).resolves({});
  config.console = Console.parse({});
});

describe('a stop', () => {
  test('is in force from the moment it is made, for whoever looks', async () => {
    const made = await stop();
    expect(made).toMatchObject({ says: 'everything', by: 'ann', reason: 'an incident', endedAt: null });
    expect((await inForce()).pauses).toEqual([made]);
    const [{ args }] = tables.mock.calls().slice(-1) as unknown as [
      { args: [{ input: { ConsistentRead?: boolean } }] },
    ];
    expect(args[0].input.ConsistentRead).toBe(true);
  });

  test.each<[string, PauseScope]>([
    ['everything', everything],
    ['the account', { kind: 'account', account }],
    ['the control', { kind: 'control', control: 's3.bucket-closed-to-public' }],
  ])('of %s holds a finding, with who and why, to be judged again', async (_, scope) => {
    const { id } = await stop(scope);
    const finding = bucketDrift();
    expect(await open({ finding })).toMatchObject({
      action: 'hold',
      because: expect.stringMatching(/is stopped since 2026-11-24T12:00:00.000Z, says ann: an incident$/),
      head: { status: 'held' },
    });
    expect(tables.under(`WAITING#${id}`)).toEqual([expect.objectContaining({ remediation: finding.id })]);
    expect(tables.under('RESOURCE#')).toEqual([]);
  });

  test('of something else holds nothing', async () => {
    await stop({ kind: 'account', account: secondAccount });
    await stop({ kind: 'control', control: 'iam.policy-without-admin-wildcard' });
    expect(await open({ finding: bucketDrift() })).toMatchObject({ action: 'apply' });
  });

  test('that cannot be looked for stops what is opened', async () => {
    tables.mock.reset();
    tables.mock.rejects(awsError('InternalServerError'));
    await expect(open({ finding: bucketDrift() })).rejects.toMatchObject({ name: 'InternalServerError' });
  });
});

describe('the end of a stop', () => {
  const end = (id: string, at = later(60)) => resume({ id, by: 'bob', reason: 'it is over', now: at });

  test('lets changes go on and has judged again what was held, once for each resource', async () => {
    const { id } = await stop();
    const finding = bucketDrift();
    await open({ finding });
    expect(await end(id)).toMatchObject({ id, endedBy: 'bob', endedBecause: 'it is over' });
    expect((await inForce()).pauses).toEqual([]);
    expect(judgedAgain()).toEqual([
      { control: finding.control, target: finding.target, cause: { ...finding.cause, id: `e-1#${id}` } },
    ]);
  });

  test('happens once', async () => {
    const { id } = await stop();
    await end(id);
    expect(await end(id)).toBeUndefined();
    expect(await end('p-never')).toBeUndefined();
  });

  test('leaves another stop of the same in force', async () => {
    const [first, second] = [await stop(), await stop()];
    await end(first.id);
    expect((await inForce()).pauses.map(({ id }) => id)).toEqual([second.id]);
  });

  test('counts although what was held cannot be judged again at once: that follows', async () => {
    const { id } = await stop();
    await open({ finding: bucketDrift() });
    workflows.on(StartExecutionCommand).rejectsOnce(awsError('ThrottlingException')).resolves({});
    expect(await end(id)).toMatchObject({ id });
    expect([await settle(later(90)), await settle(later(180)), await settle(later(240))]).toEqual([0, 1, 0]);
    expect(judgedAgain()).toHaveLength(2);
  });

  test('and its beginning stay in the list, newest first, and in the history', async () => {
    const first = await stop(everything, now);
    const second = await stop(everything, later(1));
    await end(first.id);
    expect(await history({ limit: 10 })).toEqual({
      items: [second, expect.objectContaining({ id: first.id, endedBecause: 'it is over' })],
      cursor: null,
    });
    expect(await checkEverything(() => {})).toMatchObject({ switches: 2, broken: [] });
    const record = tables.under(`SWITCH#${first.id}`)[1];
    Object.assign(record ?? {}, { by: 'mallory' });
    expect((await checkEverything(() => {})).broken).toEqual([
      { id: first.id, flaws: ['record 2 was changed after it was written'] },
    ]);
  });
});

test('a cursor that is none is refused', async () => {
  await expect(history({ limit: 1, cursor: 'bm9uZQ' })).rejects.toMatchObject({ name: 'BadCursor' });
});

describe('a mode', () => {
  const set = (change: object = {}) =>
    setMode({
      ...{ control: 's3.bucket-closed-to-public', account: '*', safe: 'ask', disruptive: null },
      ...{ by: 'ann', reason: 'we watch it first', now, ...change },
    });

  test('decides before the policy does', async () => {
    await set();
    expect(await open({ finding: bucketDrift() })).toMatchObject({
      action: 'ask',
      because: 'the mode that ann set asks a person first',
    });
  });

  test('takes the place of the one before it, and may be given back', async () => {
    await set({ safe: 'observe' });
    await set({ safe: 'ask' });
    expect((await inForce()).modes).toMatchObject([{ safe: 'ask', disruptive: undefined }]);
    await set({ safe: null });
    expect((await inForce()).modes).toEqual([]);
    expect(await checkEverything(() => {})).toMatchObject({ switches: 1, broken: [] });
    expect(tables.under('SWITCH#')).toHaveLength(3);
  });

  test('is weaker than a stop', async () => {
    await set({ safe: 'automatic' });
    config.console = Console.parse({ modes: 'any' });
    await stop();
    expect(await open({ finding: bucketDrift() })).toMatchObject({ action: 'hold' });
  });
});
