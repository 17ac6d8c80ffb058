import { signatureHeaders } from './sign.ts';

/** Where the app takes what people do, and how Slack proves that it is the one that tells. */
export type Delivery = Readonly<{
  interactionsUrl: string;
  signingSecret: string;
  /** How long Slack waits for an answer, in milliseconds. */
  patience: number;
}>;

/** What was posted, byte by byte, so that a test can post it again. */
type Posted = Readonly<{ url: string; headers: Readonly<Record<string, string>>; body: string }>;

export type Delivered = Readonly<{ posted: Posted }> &
  (
    | Readonly<{ outcome: 'answered'; status: number; text: string }>
    | Readonly<{ outcome: 'failed'; error: string; says: string }>
  );

/**
 * Posts a payload to the app as Slack does: a form with one field, signed.
 * @see https://docs.slack.dev/interactivity/handling-user-interaction
 */
export async function deliver(payload: object, delivery: Delivery): Promise<Delivered> {
  const { interactionsUrl: url, signingSecret, patience } = delivery;
  // Slack escapes slashes in JSON, so whoever checks the signature of what they wrote anew themselves finds it wrong.
  const body = new URLSearchParams({ payload: JSON.stringify(payload).replaceAll('/', '\\/') }).toString();
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    Accept: 'application/json,*/*',
    'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...signatureHeaders({ body, signingSecret, at: new Date() }),
  };
  const posted = { url, headers, body };
  const signal = AbortSignal.timeout(patience);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const text = await answer.text();
    if (answer.status === 200) return { posted, outcome: 'answered', status: 200, text };
    const says = `The app responded with status code ${answer.status}.`;
    return { posted, outcome: 'failed', error: `http_status_${answer.status}`, says };
  } catch (cause) {
    return { posted, outcome: 'failed', ...(signal.aborted ? timedOut(patience) : unreachable(cause)) };
  }
}

type Failure = Readonly<{ error: string; says: string }>;

function timedOut(patience: number): Failure {
  const says = `The app did not answer within ${patience / 1000} seconds (operation_timeout).`;
  return { error: 'operation_timeout', says };
}

function unreachable(cause: unknown): Failure {
  const { message = '', cause: deeper } = cause as { message?: string; cause?: { code?: string; message?: string } };
  const because = deeper?.code ?? deeper?.message ?? message;
  return { error: 'unreachable', says: `The app could not be reached: ${because || 'no connection'}.` };
}
