import type { UndoPreview } from '../functions/api/shapes.ts';
import { asText, readable } from '../functions/question/diff.ts';
import pc from './colour.ts';
import { printable } from './print.ts';

type Possible = Extract<UndoPreview, { possible: true }>;

const movedOn = {
  no: 'The resource is as the mend left it.',
  yes: 'The resource was changed since: the undo would end as stale, and change nothing.',
  unknown: 'Whether the resource was changed since could not be read: the undo changes nothing where it was.',
} as const;

const consents = {
  automatic: 'It is made at once.',
  ask: 'An approver is asked first, who is somebody else than you.',
} as const;

/** Everything that an undo would do; nothing in it can steer a terminal. */
export function undoText(id: string, { calls, diff, risk, consent, moved }: Possible): string {
  const whole = [
    pc.bold(`The undo of ${id}`),
    `${risk.level}: ${risk.because}`,
    pc.bold('\nWhat changes'),
    asText(diff),
    pc.bold('\nThe exact calls'),
    ...calls.map(({ call, input, says }) => `${says}\n${call} ${readable(input)}`),
    `\n${consents[consent]} ${movedOn[moved]}`,
  ].join('\n');
  return whole.split('\n').map(printable).join('\n');
}
