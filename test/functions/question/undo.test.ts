import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../functions/domain/finding.ts';
import { planOf } from '../findings.ts';
import { ann, asked, bob, codeFor, config, decide, finding, later, linkOf, mails, post, resumed } from './asked.ts';

const { handler: close } = await import('../../../functions/close.ts');
const { entriesOf, latest } = await import('../../../functions/aws/history.ts');
const { pause } = await import('../../../functions/aws/switches.ts');
const { undoOf } = await import('../../../functions/domain/undo.ts');
const { vote } = await import('../../../functions/question/vote.ts');

const operator = 'arn:aws:sts::111122223333:assumed-role/ops/carol';
const mended = { state: planOf(finding).after, at: '2026-11-24T12:00:00Z' };
let undo: Finding;

/** The mend that everybody was asked about is done, and an operator wants it back. */
beforeEach(async () => {
  const applied = { calls: [], undo: planOf(finding).undo };
  await close({ finding, status: 'remediated', because: 'read back', detail: { applied, verified: mended } });
  undo = await undoBy(operator);
  later(1);
  await asked(undo);
});

async function undoBy(owner: string): Promise<Finding> {
  const { id } = finding;
  const history = { head: await latest(id), entries: await entriesOf(id) };
  const wish = { id: 'r-undo000000000000', event: 'e-undo', reason: 'the batch needs it', days: 14, now: new Date() };
  const made = undoOf({ ...history, ...wish, owner });
  if (!made.possible) {
    throw new Error(made.because);
  }
  return made.finding;
}

const lastMail = () => mails().at(-1)?.Content?.Simple;

describe('an undo that somebody has to agree to', () => {
  test('is asked for by itself, in the words of an undo', async () => {
    const { Subject, Body } = lastMail() ?? {};
    expect(Subject?.Data).toMatch(`Approve? Take ${finding.id} back (`);
    const text = Body?.Text?.Data ?? '';
    expect(text).toContain(`${operator} asks for the state from before ${finding.id} again: the batch needs it`);
    expect(text).toContain(`Asked for by: ${operator}`);
    expect(text).toContain(`Takes back: ${finding.id}`);
    expect(text).toMatch(/This brings back what \S+ had mended and leaves it alone until 2026-12-08/);
    expect(text).not.toContain('Caused by');
  });

  test('is answered with yes or no, on its page and in a vote', async () => {
    const page = await (await post(linkOf(ann), { step: 'code' })).text();
    const code = await codeFor(ann);
    expect([page.includes('value="approve"'), page.includes('value="exempt"')]).toEqual([true, false]);
    const [person] = config.approvers;
    const ballot = { decision: 'exempt' as const, days: 3, reason: 'x' };
    const cast = { remediation: undo.id, planDigest: planOf(undo).digest, via: 'command' as const, now: new Date() };
    expect(person && (await vote({ ...cast, person, ballot }))).toMatchObject({
      outcome: 'refused',
      says: expect.stringContaining('answered with yes or no'),
    });
    const of = `${undo.id}:${planOf(undo).digest}`;
    await post(linkOf(ann), { step: 'decide', form: { code, decision: 'approve', of } });
    expect(resumed()).toHaveLength(1);
  });
});

test('whoever approves while changes are stopped is told that nothing happens', async () => {
  const at = new Date();
  await pause({ scope: { kind: 'everything' }, by: 'ops', reason: 'an incident', now: at });
  const code = await codeFor(bob);
  const of = `${undo.id}:${planOf(undo).digest}`;
  expect(await decide(bob, code, 'approve', { of })).toContain(
    `You approved the change, but it is held: everything is stopped since ${at.toISOString()}, says ops: an incident.`,
  );
});
