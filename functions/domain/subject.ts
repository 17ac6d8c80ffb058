import type { Evidence } from '../../catalogue/trim/evidence.ts';
import { judging } from '../../catalogue/trim/judge.ts';
import { removalsOf } from '../../catalogue/trim/notice.ts';
import { optedOutBySid } from '../../catalogue/trim/opt-out.ts';
import { refusals } from '../../catalogue/trim/refuse.ts';
import type { TrimSettings } from '../../catalogue/trim/settings.ts';
import { trimmed } from '../../catalogue/trim/trim.ts';
import type { Subject } from './swept.ts';

export interface Judging {
  readonly evidence: readonly Evidence[];
  readonly settings: TrimSettings;
  readonly now: Date;
}

/** What is to go of a subject's policies, as `Notice` names it; undefined where anything speaks against trimming it. */
export function removalsFrom(subject: Subject, { evidence, settings, now }: Judging): readonly string[] | undefined {
  const window = { now, days: settings.windowDays };
  const managed = subject.kind === 'managed' ? subject.arn : null;
  if (refusals({ ...subject, managed, evidence }, window).length > 0) {
    return undefined;
  }
  const runsFunctions = subject.principals.some((one) => one.runsFunctions);
  const judge = judging({ evidence, runsFunctions }, window);
  const results = subject.documents.map((text) =>
    trimmed(text, { judge, optedOut: optedOutBySid(settings.optOutSids) }),
  );
  return removalsOf(
    results.flatMap((result) => (result.outcome === 'trimmed' ? result.reasons : [])),
    evidence,
  );
}
