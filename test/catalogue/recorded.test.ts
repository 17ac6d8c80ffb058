import { describe, expect, test } from '@jest/globals';
import { candidates } from '../../catalogue/derive/targets.ts';
import { controlById } from '../../catalogue/index.ts';
import type { Reading } from '../../functions/aws/caller.ts';
import type { Send } from '../../functions/aws/sender.ts';
import { DriftEvent } from '../../functions/domain/event.ts';
import { restored } from '../../functions/domain/shows.ts';
import { look, mend, undo, verify } from '../../functions/mend.ts';
import { recordings } from './recorded/index.ts';
import { type Answers, type Recorded, Refused } from './recorded/recorded.ts';

describe.each(Object.entries(recordings))('with what was recorded of %s', (_, ofService) => {
  const rows = ofService.map((recorded) => [`${recorded.control}: ${recorded.of}`, recorded] as const);

  test.each(rows)('%s is woken up by the call', (_, recorded) => {
    const { control, target } = caseOf(recorded, () => {
      throw new Error('nothing is to be read');
    });
    const event = DriftEvent.parse({
      ...{ id: 'e-1', account: target.account, region: target.region, time: '2026-01-01T00:00:00Z' },
      'detail-type': 'AWS API Call via CloudTrail',
      detail: recorded.record,
    });
    expect(candidates([control], event)).toEqual([{ control, target }]);
  });

  test.each(rows)('%s is mended and taken back, or left alone', async (_, recorded) => {
    const { before, after } = recorded;
    let now: Answers = before;
    const seen = await look(
      caseOf(
        recorded,
        answering(() => now),
      ),
    );
    if (after === undefined) {
      expect(seen.verdict).toMatchObject({ outcome: 'leave' });
      return;
    }
    expect(seen.verdict).toMatchObject({ outcome: 'change' });
    const mended = await mend(seen);
    await expect(verify(seen, [])).rejects.toMatchObject({ name: 'NotYetThere' });
    now = { ...before, ...after };
    await verify(seen, []);
    if (mended.undo !== null) {
      now = before;
      expect(restored(seen.control, await undo(seen, mended, []))).toBe(restored(seen.control, seen.state));
    }
  });
});

function caseOf({ control: id, target, settings }: Recorded, send: Send): Reading {
  const control = controlById(id);
  if (control === undefined) {
    throw new Error(`there is no control ${id}`);
  }
  return { control, target, settings: control.settings?.parse(settings ?? {}) ?? {}, send };
}

/** Answers reads as recorded; a write without a recording answers nothing. */
function answering(answers: () => Answers): Send {
  return async ({ call, input }) => {
    const known = (answers() as Readonly<Record<string, Answers[keyof Answers]>>)[call];
    if (known === undefined && /:(Get|List|Describe|BatchGet)/.test(call)) {
      throw new Error(`no answer to ${call} was recorded`);
    }
    const answer = typeof known === 'function' ? known(input as Record<string, unknown>) : (known ?? {});
    if (answer instanceof Refused) {
      throw Object.assign(new Error('as recorded'), { name: answer.name });
    }
    return { output: answer as Record<string, unknown>, requestId: 'recorded', milliseconds: 1 };
  };
}
