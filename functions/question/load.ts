import { type Batch, batchOf, membersOf } from '../aws/batches.ts';
import { latest } from '../aws/history.ts';
import { questionOn, votesOn } from '../aws/questions.ts';
import { config } from '../config.ts';
import { controlById } from '../controls.ts';
import { type Course, type Question, questionOf } from './question.ts';

/** Questions that are asked together, as they stand. */
export interface Asking {
  readonly batch: Batch;
  readonly courses: readonly Course[];
  readonly questions: readonly Question[];
}

async function courseOf(remediation: string): Promise<Course | undefined> {
  const [asked, votes, head] = await Promise.all([questionOn(remediation), votesOn(remediation), latest(remediation)]);
  return asked && { asked, votes, head, control: await controlById(asked.finding.control) };
}

export async function askingOf(id: string, now: Date): Promise<Asking | undefined> {
  const [batch, members] = await Promise.all([batchOf(id), membersOf(id)]);
  if (batch === undefined) {
    return undefined;
  }
  const courses = (await Promise.all(members.map(courseOf))).filter((course) => course !== undefined);
  const ordered = courses.toSorted((a, b) => (a.asked.finding.target.arn < b.asked.finding.target.arn ? -1 : 1));
  return { batch, courses: ordered, questions: ordered.map((course) => questionOf(course, config, now)) };
}
