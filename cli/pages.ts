import type { Filter } from '../functions/api/shapes.ts';
import type { Remediation } from '../functions/domain/history.ts';

const largestPage = 500;

/** The remediations that a filter lets through, newest first, a page at a time: never more than one is held in memory. */
export async function* pages(filter: Filter, limit: number): AsyncGenerator<readonly Remediation[]> {
  const { list } = await import('../functions/aws/history-list.ts');
  let cursor: string | undefined;
  let left = limit;
  do {
    const page = await list({ filter, accounts: ['*'], limit: Math.min(left, largestPage), cursor });
    yield page.items;
    left -= page.items.length;
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined && left > 0);
}
