import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { endOfNotice } from '../../catalogue/iam/plan-trimming.ts';
import { type Standing, standing } from '../../catalogue/trim/notice.ts';
import type { TrimSettings } from '../../catalogue/trim/settings.ts';
import type { Notice } from '../../catalogue/trim/usage.ts';
import { keepNotice, type PieceKey, pieceOf } from '../aws/evidence.ts';
import { evidenceOf, noticeFor } from '../aws/usage.ts';
import { matchesAny } from '../domain/glob.ts';
import { removalsFrom } from '../domain/subject.ts';
import { Subject } from '../domain/swept.ts';
import { environment } from '../environment.ts';
import { type Waking, wake } from './wake.ts';

export interface Judging extends PieceKey, Waking {
  readonly settings: TrimSettings;
}

export interface Judgement {
  readonly subjects: number;
  readonly begun: number;
  readonly over: number;
}

const control = 'iam.policy-trimmed';

/**
 * Begins the notice of what is to go of a batch of policies, and has the control judge those whose notice begins or is over. What
 * becomes of them is the control's to say.
 */
export async function judge(judging: Judging): Promise<Judgement> {
  const { sweep, piece } = judging;
  const subjects = z.array(Subject).parse(await pieceOf({ sweep, piece }));
  const counts = { begins: 0, running: 0, over: 0, ended: 0, none: 0 };
  for (const subject of subjects.filter(({ arn }) => !matchesAny(environment.ownResources, arn))) {
    counts[await judged(subject, judging)] += 1;
  }
  return { subjects: subjects.length, begun: counts.begins, over: counts.over };
}

async function judged(subject: Subject, judging: Judging): Promise<Standing['outcome']> {
  const { account, settings } = judging;
  const now = new Date();
  const evidence = await evidenceOf(subject.principals.map(({ arn }) => arn));
  const removals = removalsFrom(subject, { evidence, settings, now });
  if (removals === undefined) {
    return 'none';
  }
  const key = { account, subject: subject.arn };
  const known = await noticeFor(key);
  const endOf = (notice: Notice) => endOfNotice({ notice, changedAt: subject.changedAt }, settings);
  const stands = standing({ known, removals, changedAt: subject.changedAt, days: settings.noticeDays, endOf, now });
  switch (stands.outcome) {
    case 'begins':
      if (await keepNotice(key, stands.notice, known)) {
        await wake({ ...judging, control, subject: subject.arn, since: new Date(stands.notice.since), now });
      }
      break;
    case 'over':
      await shorten(key, stands.notice, known);
      await wake({ ...judging, control, subject: subject.arn, since: endOf(stands.notice), now });
      break;
    case 'running':
    case 'ended':
      await shorten(key, stands.notice, known);
      break;
    case 'none':
      break;
    default:
      return stands satisfies never;
  }
  return stands.outcome;
}

/** Where another sweep was faster, it knew no less. */
async function shorten(key: Parameters<typeof keepNotice>[0], notice: Notice, known: Notice | null): Promise<void> {
  if (known !== null && !isDeepStrictEqual(notice.removals, known.removals)) {
    await keepNotice(key, notice, known);
  }
}
