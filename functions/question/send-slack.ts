import { newLink } from '../aws/links.ts';
import { removedAfter } from '../aws/question-tables.ts';
import { type Message, messagesOf, rememberMessage } from '../aws/questions.ts';
import { postMessage, updateMessage } from '../aws/slack.ts';
import { config } from '../config.ts';
import { environment } from '../environment.ts';
import { questionMessage, reminder } from '../slack/message.ts';
import { type Asking, askingOf } from './load.ts';

/** Posts questions to the channel of their group; a reminder goes into the threads of the messages that asked. */
export async function postQuestions(asking: Asking, late: boolean): Promise<void> {
  if (asking.batch.occasion === 'remind') {
    return remind(asking);
  }
  const { slack } = config.channels;
  const channel = slack?.channels[asking.batch.group] ?? slack?.channel ?? '';
  const posted = await postMessage(channel, questionMessage(await shown(asking, late)));
  const ids = asking.questions.map(({ id }) => id);
  await rememberMessage(ids, { batch: asking.batch.id, ...posted, expires: expiryOf(asking) });
}

async function remind({ questions }: Asking): Promise<void> {
  const asked = await Promise.all(
    questions.map(async (question) => (await messagesOf(question.id)).map((message) => ({ message, question }))),
  );
  const threads = new Map(asked.flat().map(({ message }) => [`${message.channel} ${message.ts}`, message]));
  for (const { channel, ts } of threads.values()) {
    const about = asked.flat().filter(({ message }) => message.channel === channel && message.ts === ts);
    await postMessage(channel, reminder(about.map(({ question }) => question)), ts);
  }
}

/** Brings every message that shows a question up to date, in place. */
export async function refreshMessages(remediation: string, now: Date): Promise<void> {
  for (const message of await messagesOf(remediation)) {
    await refresh(message, now);
  }
}

async function refresh({ batch, ...message }: Message, now: Date): Promise<void> {
  const asking = await askingOf(batch, now);
  if (asking !== undefined && asking.questions.length > 0) {
    await updateMessage(message, questionMessage(await shown(asking, false)));
  }
}

/** The page that a message leads to is nobody's: it only shows. */
async function shown(asking: Asking, late: boolean) {
  const secret = await newLink({ batch: asking.batch.id, expires: expiryOf(asking) });
  return {
    batch: asking.batch.id,
    questions: asking.questions,
    late,
    page: `${environment.pagesUrl}questions/${secret}`,
  };
}

function expiryOf({ courses }: Asking): number {
  return removedAfter(courses[0]?.asked.expiresAt ?? new Date().toISOString());
}
