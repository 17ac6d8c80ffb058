import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { planDigest } from '../../../functions/domain/plan.ts';
import { tables } from '../cloud.ts';
import { awsError, planOf, roleDrift } from '../findings.ts';
import {
  ann,
  ask,
  asked,
  bob,
  codeFor,
  config,
  decide,
  dismiss,
  finding,
  get,
  later,
  linkOf,
  mails,
  post,
  resumed,
  taskToken,
  workflows,
} from './asked.ts';

const wrong = (code: string) => String((Number(code) + 1) % 1e8).padStart(8, '0');

function ended(): void {
  const key = `history REMEDIATION#${finding.id} HEAD`;
  tables.items.set(key, { ...tables.items.get(key), status: 'failed' });
}

/** The plan of the stored question is another one, with a digest that fits. */
function replanned(): void {
  const other = roleDrift({ state: { kind: 'principal', type: 'role', name: 'app', path: '/', inline: [] } });
  const { control, target, state } = other;
  const digest = planDigest({ control, target, state, ...planOf(other) });
  const edited = { ...other, verdict: { outcome: 'change', plan: { ...planOf(other), digest } } };
  const key = `state QUESTION#${finding.id} QUESTION`;
  tables.items.set(key, { ...tables.items.get(key), finding: JSON.stringify(edited), planDigest: digest });
}

async function replaced(): Promise<void> {
  later(1);
  await codeFor(ann);
}

describe('the right code', () => {
  test.each([
    ['approve', 'You approved the change'],
    ['reject', 'You rejected the change'],
  ])('decides, once, for exactly the plan that was shown: %s', async (decision, notice) => {
    expect(await decide(ann, await codeFor(ann), decision, { comment: 'looked at it' })).toContain(notice);
    const at = '2026-11-24T12:00:00.000Z';
    const planDigest = planOf(finding).digest;
    const vote = { person: ann, name: 'Ann', via: 'mailed code', decision, comment: 'looked at it', at, planDigest };
    expect(resumed().map(({ taskToken: token, output = '' }) => [token, JSON.parse(output)])).toEqual([
      [taskToken, { decision, by: ann, at, planDigest, votes: [vote] }],
    ]);
    expect(await (await get(linkOf(bob))).text()).toContain(
      `ann@example.com ${decision === 'approve' ? 'approved' : 'rejected'} on`,
    );
  });

  test('exempts for a while, with a reason', async () => {
    const code = await codeFor(ann);
    expect(await decide(ann, code, 'exempt', { days: '14' })).toContain('say for how long and why');
    expect(await decide(ann, code, 'exempt', { days: '91', reason: 'x' })).toContain('90 days at most');
    expect(await decide(ann, code, 'exempt', { days: '14', reason: 'a campaign' })).toContain('You exempted');
    expect(JSON.parse(resumed()[0]?.output ?? '')).toMatchObject({
      decision: 'exempt',
      votes: [{ days: 14, reason: 'a campaign' }],
    });
  });

  test('leaves the vote in the history before it counts', async () => {
    await decide(ann, await codeFor(ann));
    const entries = tables.under(`REMEDIATION#${finding.id}`).filter(({ sk }) => String(sk).startsWith('ENTRY#'));
    expect(entries.at(-1)).toMatchObject({ status: 'awaiting-approval', because: 'ann@example.com approved' });
    expect(JSON.parse(String(entries.at(-1)?.['detail']))).toMatchObject({ vote: { person: ann } });
  });

  test('decides nothing where the history refuses the vote', async () => {
    const code = await codeFor(ann);
    tables.refuseWrites('history', awsError('ThrottlingException'));
    expect(await decide(ann, code)).toContain('Something went wrong');
    expect(resumed()).toEqual([]);
  });

  test('cannot decide a second time', async () => {
    const [annsCode, bobsCode] = [await codeFor(ann), await codeFor(bob)];
    await decide(ann, annsCode, 'reject');
    expect(await decide(bob, bobsCode, 'approve')).toContain('ann@example.com rejected on');
    expect(await decide(ann, annsCode, 'approve')).toContain('ann@example.com rejected on');
    expect(resumed()).toHaveLength(1);
  });

  test('comes too late by a moment where both decide at once', async () => {
    const [annsCode, bobsCode] = [await codeFor(ann), await codeFor(bob)];
    const pages = await Promise.all([decide(ann, annsCode, 'reject'), decide(bob, bobsCode)]);
    expect(pages.filter((page) => /You (approved|rejected) the change/.test(page))).toHaveLength(1);
    expect(resumed()).toHaveLength(1);
  });

  test('of a decision that did not reach the workflow counts in the next round', async () => {
    workflows.on(SendTaskSuccessCommand).rejectsOnce(awsError('TaskTimedOut')).resolves({});
    expect(await decide(ann, await codeFor(ann))).toContain('You approved the change');
    await ask({ finding, taskToken: 'the next token', round: 1 });
    expect(resumed().at(-1)).toMatchObject({ taskToken: 'the next token', output: expect.stringContaining('approve') });
  });

  test('of a decision that did not reach the workflow counts at the end', async () => {
    workflows.on(SendTaskSuccessCommand).rejects(awsError('TaskTimedOut'));
    await decide(ann, await codeFor(ann));
    expect(await ask({ finding, end: true })).toMatchObject({ decision: 'approve', by: ann });
  });
});

describe('a quorum of two', () => {
  beforeEach(() => {
    config.questions.quorum.disruptive = 2;
  });

  test('needs two people', async () => {
    expect(await decide(ann, await codeFor(ann))).toContain('You approved. 1 more has to.');
    expect(resumed()).toEqual([]);
    expect(await decide(bob, await codeFor(bob))).toContain('You approved the change');
    expect(JSON.parse(resumed()[0]?.output ?? '')).toMatchObject({ by: 'ann@example.com and bob@example.com' });
  });

  test('is not made of one person twice', async () => {
    await decide(ann, await codeFor(ann));
    later(1);
    expect(await decide(ann, await codeFor(ann))).toContain('one person has one vote');
    expect(resumed()).toEqual([]);
  });

  test('does not count who was removed before it was complete', async () => {
    await decide(ann, await codeFor(ann));
    dismiss(ann);
    expect(await decide(bob, await codeFor(bob))).toContain('1 more has to');
    expect(resumed()).toEqual([]);
  });

  test('is undone by one no, of whoever said yes before, too', async () => {
    await decide(ann, await codeFor(ann));
    later(1);
    expect(await decide(ann, await codeFor(ann), 'reject')).toContain('You rejected');
    expect(JSON.parse(resumed()[0]?.output ?? '')).toMatchObject({ decision: 'reject' });
  });
});

describe('no decision', () => {
  test.each<[string, () => unknown, string]>([
    ['by a code that is too old', () => later(10), 'That is not the code, or it is too old'],
    ['by a code that was replaced', replaced, 'That is not the code'],
    ['after the question has expired', () => later(72 * 60), 'Nobody answered before'],
    ['by who is no approver any more', () => dismiss(ann), 'ann@example.com is no approver any more'],
    ['after the workflow has ended', ended, 'does not wait for an answer any more'],
    ['for another plan than there is', replanned, 'of those that are still open'],
  ])('%s', async (_, meanwhile, notice) => {
    const code = await codeFor(ann);
    await meanwhile();
    expect(await decide(ann, code)).toContain(notice);
    expect(resumed()).toEqual([]);
  });

  test('by a wrong code, or by the code of another link', async () => {
    const [annsCode, bobsCode] = [await codeFor(ann), await codeFor(bob)];
    for (const [who, code] of [
      [ann, wrong(annsCode)],
      [bob, annsCode],
      [ann, bobsCode],
    ] as const) {
      expect(await decide(who, code)).toContain('That is not the code');
    }
    expect(resumed()).toEqual([]);
  });

  test('by a code whose digest somebody copied to another link', async () => {
    const code = await codeFor(ann);
    const links = [...tables.items].filter(([key]) => key.includes('LINK#'));
    const [anns, bobs] = [ann, bob].map((who) => links.find(([, { mail }]) => mail === who));
    const { codeDigest, codeUntil } = anns?.[1] ?? {};
    tables.items.set(bobs?.[0] ?? '', { ...bobs?.[1], codeDigest, codeUntil });
    expect(await decide(bob, code)).toContain('That is not the code');
    expect(resumed()).toEqual([]);
  });

  test('by the right code after five wrong ones, until there is a new one', async () => {
    const code = await codeFor(ann);
    for (let tries = 0; tries < 5; tries++) {
      await decide(ann, wrong(code));
    }
    expect(await decide(ann, code)).toContain('tried too often');
    expect(resumed()).toEqual([]);
    later(1);
    expect(await decide(ann, await codeFor(ann))).toContain('You approved');
  });

  test('by who caused the drift', async () => {
    const actor = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/dev/x',
      sourceIdentity: 'Ann@example.com',
    };
    const own = roleDrift({ id: 'r-0000000000000000', cause: { ...finding.cause, actor } });
    const before = linkOf(ann);
    later(1);
    await asked(own);
    expect(linkOf(ann)).toBe(before);
    const { vote } = await import('../../../functions/question/vote.ts');
    const [person] = config.approvers;
    const cast = { remediation: own.id, planDigest: planOf(own).digest, via: 'command' as const, now: new Date() };
    expect(person && (await vote({ ...cast, person, ballot: { decision: 'approve' } }))).toMatchObject({
      outcome: 'refused',
      says: expect.stringContaining('You caused this change'),
    });
  });
});

describe('a code', () => {
  test('is mailed to the approver, without the link', async () => {
    const code = await codeFor(ann);
    expect(code).toMatch(/^\d{8}$/);
    expect(mails().at(-1)?.Content?.Simple?.Body?.Text?.Data).not.toContain(linkOf(ann));
    expect(JSON.stringify([...tables.items])).not.toContain(code);
  });

  test('is not mailed again within seconds', async () => {
    await codeFor(ann);
    expect(await (await post(linkOf(ann), { step: 'code' })).text()).toContain('A code was sent a moment ago');
    expect(mails()).toHaveLength(3);
  });

  test.each<[string, () => void]>([['to somebody who is no approver any more', () => dismiss(ann)]])(
    'is not mailed for a question %s',
    async (_, arrange) => {
      arrange();
      await post(linkOf(ann), { step: 'code' });
      expect(mails()).toHaveLength(2);
    },
  );
});
