import * as z from 'zod';
import { Remediation } from '../domain/history.ts';

const Attribute = z.union([
  z.object({ S: z.string() }).transform(({ S }) => S),
  z.object({ N: z.coerce.number() }).transform(({ N }) => N),
]);
const Head = z
  .record(z.string(), Attribute)
  .transform((image): unknown => image)
  .pipe(Remediation);

/** What DynamoDB tells of one write on the history table. Only its own deletion of what expired removes anything there. */
const Event = z.object({
  Records: z.array(
    z.object({
      eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
      dynamodb: z.object({
        Keys: z.object({ pk: Attribute.pipe(z.string()), sk: Attribute.pipe(z.string()) }),
        OldImage: z.unknown().optional(),
        NewImage: z.unknown().optional(),
      }),
    }),
  ),
});

/** One write on the history: a step of a remediation, or a record of something else, named by what it is about. */
export type Written =
  | { readonly kind: 'step'; readonly before: Remediation | undefined; readonly after: Remediation }
  | { readonly kind: 'record'; readonly subject: string };

/** What was written, oldest first. Writes that add no entry, such as a mark for archiving, are no steps. */
export function writtenIn(event: unknown): readonly Written[] {
  return Event.parse(event).Records.flatMap(({ eventName, dynamodb: { Keys, OldImage, NewImage } }): Written[] => {
    if (eventName === 'REMOVE') {
      return [];
    }
    if (Keys.sk !== 'HEAD') {
      return [{ kind: 'record', subject: Keys.pk.split('#')[0] ?? '' }];
    }
    const after = Head.parse(NewImage);
    const before = OldImage === undefined || OldImage === null ? undefined : Head.parse(OldImage);
    return before?.sequence === after.sequence ? [] : [{ kind: 'step', before, after }];
  });
}
