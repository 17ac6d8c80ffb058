import { logger } from '../telemetry.ts';
import { Refused } from './problems.ts';

/** What went wrong on our side is in the log, and nowhere else. */
export function explain(error: Error): Response {
  if (error instanceof Refused) {
    return problem(error.problem);
  }
  if (error.name === 'BadCursor') {
    return problem({ status: 400, error: 'bad-input', says: 'cursor: not one of ours, or of another list' });
  }
  logger.error('the request failed', { error: { name: error.name, message: error.message } });
  return problem({ status: 500, error: 'failed', says: 'Something went wrong on our side.' });
}

export function problem({
  status,
  error,
  says,
}: {
  readonly status: number;
  readonly error: string;
  readonly says: string;
}) {
  return Response.json({ error, says }, { status });
}
