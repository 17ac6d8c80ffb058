import { beforeEach, describe, expect, test } from '@jest/globals';
import { resetCloud } from './cloud.ts';
import { prepare } from './environment.ts';

prepare();
const { batchOf, closeBatch, collectOn, join, membersOf } = await import('../../functions/aws/batches.ts');

const now = new Date('2026-11-24T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const joining = (remediation: string, change: object = {}) =>
  join({
    remediation,
    control: 's3.x',
    occasion: 'ask',
    group: 'approvers',
    expiresAt: '2026-11-27T12:00:00Z',
    now,
    collectSeconds: 5,
    ...change,
  });

beforeEach(() => {
  resetCloud();
});

async function begun() {
  const { batch: id } = await joining('r-1');
  const batch = await batchOf(id);
  if (batch === undefined) {
    throw new TypeError('the batch is not there');
  }
  return batch;
}

describe('a question', () => {
  test('joins those that are being collected', async () => {
    const { id } = await begun();
    expect(await joining('r-2')).toEqual({ batch: id, isNew: false });
    expect(await membersOf(id)).toEqual(['r-1', 'r-2']);
  });

  test.each<[string, object]>([
    ['after they were sent', { now: later(6) }],
    ['of another control', { control: 's3.y' }],
    ['for another group', { group: 'leads' }],
    ['on another occasion', { occasion: 'remind' }],
  ])('begins to collect anew %s', async (_, change) => {
    const { id } = await begun();
    const { batch, isNew } = await joining('r-2', change);
    expect([batch === id, isNew]).toEqual([false, true]);
  });

  test('that began to collect sees to the sending again where its first try may not have', async () => {
    const { id } = await begun();
    expect(await joining('r-1')).toEqual({ batch: id, isNew: true });
  });

  test('begins to collect anew where there are as many as fit into a message', async () => {
    const { id } = await begun();
    for (let count = 2; count <= 30; count++) {
      expect((await joining(`r-${count}`)).batch).toBe(id);
    }
    expect((await joining('r-31')).batch).not.toBe(id);
  });
});

describe('a batch', () => {
  test('that is closed is joined by nothing', async () => {
    const batch = await begun();
    await closeBatch(batch);
    expect((await joining('r-2')).batch).not.toBe(batch.id);
  });

  test('collects on while a channel takes no messages', async () => {
    const batch = await begun();
    await collectOn(batch, later(600).toISOString());
    expect((await joining('r-2', { now: later(60) })).batch).toBe(batch.id);
  });

  test('that one channel was given does not collect on for another: what joined would not reach the first', async () => {
    const batch = await begun();
    await closeBatch(batch);
    await collectOn(batch, later(600).toISOString());
    expect((await joining('r-2', { now: later(60) })).batch).not.toBe(batch.id);
  });
});
