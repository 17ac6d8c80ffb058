import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { signIn } from '../shell/session.tsx';
import { get } from './client.ts';
import { isSignedOut } from './problem.ts';
import { useBeginning } from './queries.ts';

/** How often the API is asked what changed, while somebody looks. */
const pace = 1_500;
const slowest = 30_000;

/** Keeps what is shown up to date: asks what changed, and has only the queries that show it asked again. */
export function useLive(): void {
  const queries = useQueryClient();
  const { data: beginning } = useBeginning();
  useEffect(() => {
    const ended = new AbortController();
    void follow({ queries, beginning, signal: ended.signal });
    return () => ended.abort();
  }, [queries, beginning]);
}

interface Following {
  readonly queries: QueryClient;
  readonly beginning: string | undefined;
  readonly signal: AbortSignal;
}

async function follow({ queries, beginning, signal }: Following): Promise<void> {
  let after = beginning;
  let failures = 0;
  while (!signal.aborted) {
    await pause(Math.min(pace * 2 ** failures, slowest), signal);
    await visible(signal);
    try {
      const { cursor, ids } = await get('/changes', { query: { after }, signal });
      if (ids.length > 0) refresh(queries, new Set(ids));
      after = cursor;
      failures = 0;
    } catch (error) {
      if (isSignedOut(error)) return signIn();
      failures += 1;
    }
  }
}

const summaries: ReadonlySet<unknown> = new Set([
  'overview',
  'questions',
  'remediations',
  'resource',
  'controls',
  'control',
]);

/** Lists may show any of them; a page about one remediation only that. */
function refresh(queries: QueryClient, ids: ReadonlySet<unknown>): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey: [kind, id] }) =>
      summaries.has(kind) || ((kind === 'remediation' || kind === 'undo') && ids.has(id)),
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** At once where somebody looks; otherwise when they come back. */
function visible(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      document.removeEventListener('visibilitychange', done);
      resolve();
    };
    document.addEventListener('visibilitychange', done);
    signal.addEventListener('abort', done);
  });
}
