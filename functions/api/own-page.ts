import type { Context } from 'hono';
import { notAllowed } from './problems.ts';

/**
 * What changes something counts only from our own page: another one can neither set the header without being asked first, which we
 * never answer, nor forge its Origin.
 */
export function insistOnOwnPage({ req }: Context, origin: string): void {
  const isOwn = req.header('origin') === origin && ['same-origin', undefined].includes(req.header('sec-fetch-site'));
  if (!isOwn || req.header('x-homeostat') !== '1') {
    throw notAllowed('That did not come from our own page.');
  }
}
