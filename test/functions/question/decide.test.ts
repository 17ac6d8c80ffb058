import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { tables } from '../cloud.ts';
import { awsError, planOf, roleDrift } from '../findings.ts';
import {
  ann,
  ask,
  bob,
  codeFor,
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

async function replaced(): Promise<void> {
  later(1);
  await codeFor(ann);
}

describe('the right code', () => {
  test.each([
    ['approve', 'You approved the change'],
    ['reject', 'You rejected the change'],
  ])('decides, once, for exactly the plan that was shown: %s', async (decision, notice) => {
    expect(await decide(ann, await codeFor(ann), decision)).toContain(notice);
    expect(resumed().map(({ taskToken: token, output = '' }) => [token, JSON.parse(output)])).toEqual([
      [
        taskToken,
        {
          decision,
          by: 'ann@example.com',
          via: 'mailed code',
          at: '2026-11-24T12:00:00.000Z',
          planDigest: planOf(finding).digest,
        },
      ],
    ]);
    expect(await (await get(linkOf(bob))).text()).toContain(
      `ann@example.com ${decision === 'approve' ? 'approved' : 'rejected'} this on`,
    );
  });

  test('cannot decide a second time', async () => {
    const [annsCode, bobsCode] = [await codeFor(ann), await codeFor(bob)];
    await decide(ann, annsCode, 'reject');
    expect(await decide(bob, bobsCode, 'approve')).toContain('ann@example.com rejected this on');
    expect(await decide(ann, annsCode, 'approve')).toContain('ann@example.com rejected this on');
    expect(resumed()).toHaveLength(1);
  });

  test('comes too late by a moment where both decide at once', async () => {
    const [annsCode, bobsCode] = [await codeFor(ann), await codeFor(bob)];
    const pages = await Promise.all([decide(ann, annsCode, 'reject'), decide(bob, bobsCode)]);
    expect(pages.filter((page) => page.includes('Somebody decided just before you'))).toHaveLength(1);
    expect(resumed()).toHaveLength(1);
  });

  test('is not logged out of a decision that did not arrive: it can be made again', async () => {
    workflows.on(SendTaskSuccessCommand).rejectsOnce(awsError('ThrottlingException')).resolves({});
    const code = await codeFor(ann);
    expect(await decide(ann, code)).toContain('nothing was decided');
    expect(await decide(ann, code)).toContain('You approved the change');
  });

  test('meets a workflow that waits no more', async () => {
    workflows.on(SendTaskSuccessCommand).rejects(awsError('TaskTimedOut'));
    expect(await decide(ann, await codeFor(ann))).toContain('does not wait for an answer any more');
  });
});

describe('no decision', () => {
  test.each<[string, () => unknown, string]>([
    ['by a code that is too old', () => later(10), 'That is not the code, or it is too old'],
    ['by a code that was replaced', replaced, 'That is not the code'],
    ['after the question has expired', () => later(72 * 60), 'Nobody answered before'],
    ['by who is no approver any more', () => dismiss(ann), 'ann@example.com is no approver any more'],
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
    await ask({ finding: roleDrift({ cause: { ...finding.cause, actor } }), taskToken });
    expect(await (await post(linkOf(ann), { step: 'code' })).text()).toContain('You caused this change');
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

  test.each<[string, () => void]>([
    ['expired', () => later(72 * 60)],
    ['to somebody who is no approver any more', () => dismiss(ann)],
  ])('is not mailed for a question %s', async (_, arrange) => {
    arrange();
    await post(linkOf(ann), { step: 'code' });
    expect(mails()).toHaveLength(2);
  });
});
