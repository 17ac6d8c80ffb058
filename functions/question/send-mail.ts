import { newLink } from '../aws/links.ts';
import { sendMail } from '../aws/mail.ts';
import { removedAfter } from '../aws/question-tables.ts';
import { config } from '../config.ts';
import { askingFor, entitled } from '../domain/asking.ts';
import type { Approver } from '../domain/people.ts';
import { environment } from '../environment.ts';
import { logger } from '../telemetry.ts';
import type { Asking } from './load.ts';
import { questionMail } from './mail.tsx';
import type { Course, Question } from './question.ts';

interface Letter {
  readonly person: Approver;
  readonly questions: readonly Question[];
}

/**
 * Mails each approver of the group the questions that they may decide, with a link of their own.
 * @throws where not a single one of them could be written to.
 */
export async function mailQuestions(asking: Asking, late: boolean): Promise<void> {
  const letters = lettersFor(asking);
  const sent = await Promise.allSettled(letters.map((letter) => mail(letter, asking, late)));
  const failures = sent.filter((one) => one.status === 'rejected');
  for (const { reason } of failures) {
    logger.error('an approver could not be written to', { because: reason?.name ?? 'unknown' });
  }
  if (failures.length === sent.length) {
    throw failures[0]?.reason ?? new NobodyToWriteTo('there is nobody to write to');
  }
}

/** Whoever caused a drift is not asked about it; whoever answered already is not asked again. */
function lettersFor({ batch, courses, questions }: Asking): readonly Letter[] {
  const letters = new Map<string, { person: Approver; questions: Question[] }>();
  for (const [index, course] of courses.entries()) {
    for (const person of membersFor(course, batch.group)) {
      const letter = letters.get(person.mail) ?? { person, questions: [] };
      letter.questions.push(...questions.slice(index, index + 1));
      letters.set(person.mail, letter);
    }
  }
  return [...letters.values()];
}

function membersFor({ asked, votes }: Course, group: string): readonly Approver[] {
  const asking = askingFor(config, asked.finding);
  if (asking === 'unknown') {
    return [];
  }
  const groups = asking.groups.filter(({ name }) => name === group);
  const voted = new Set(votes.map(({ person }) => person));
  return entitled({ ...asking, groups }, groups.length - 1, asked.finding).filter(
    ({ mail }) => !voted.has(mail.toLowerCase()),
  );
}

async function mail({ person, questions }: Letter, { batch, courses }: Asking, late: boolean): Promise<void> {
  const expires = removedAfter(courses[0]?.asked.expiresAt ?? new Date().toISOString());
  const secret = await newLink({ batch: batch.id, mail: person.mail, expires });
  const link = `${environment.pagesUrl}questions/${secret}`;
  const { occasion } = batch;
  await sendMail(config.channels.mail?.from ?? '', questionMail({ questions, occasion, late, to: person.mail, link }));
}

class NobodyToWriteTo extends Error {
  override readonly name = 'NobodyToWriteTo';
}
