import { QueryClient, useQuery } from '@tanstack/react-query';
import type { Filter } from '../../../functions/api/shapes.ts';
import { get } from './client.ts';
import { mayPass } from './problem.ts';

/** What was asked is kept for a moment; what changes meanwhile is told by `useLive`. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      refetchOnWindowFocus: true,
    },
  },
});

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: ({ signal }) => get('/me', { signal }), staleTime: 300_000 });

/** Where the history is, before any page asks what is in it: what changes from then on is told. */
export const useBeginning = () =>
  useQuery({
    queryKey: ['beginning'],
    queryFn: async ({ signal }) => (await get('/changes', { signal })).cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

/** Also what stands in the frame of every page: what needs somebody, and what is stopped. */
export const useOverview = (days = 30) =>
  useQuery({
    queryKey: ['overview', days],
    queryFn: ({ signal }) => get('/overview', { query: { days }, signal }),
    refetchInterval: 30_000,
  });

export const useRemediations = (filter: Filter, { limit, cursor }: { limit: number; cursor?: string | undefined }) =>
  useQuery({
    queryKey: ['remediations', filter, limit, cursor],
    queryFn: ({ signal }) => get('/remediations', { query: { ...filter, limit, cursor }, signal }),
  });

export const useRemediation = (id: string) =>
  useQuery({
    queryKey: ['remediation', id],
    queryFn: ({ signal }) => get('/remediations/{id}', { params: { id }, signal }),
  });

export const useUndoPreview = (id: string, isAsked: boolean) =>
  useQuery({
    queryKey: ['undo', id],
    queryFn: ({ signal }) => get('/remediations/{id}/undo', { params: { id }, signal }),
    enabled: isAsked,
    staleTime: 0,
  });

/** One resource, in one account and region. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

export const useResource = (place: Place, { limit, cursor }: { limit: number; cursor?: string | undefined }) =>
  useQuery({
    queryKey: ['resource', place, limit, cursor],
    queryFn: ({ signal }) => get('/resource', { query: { ...place, limit, cursor }, signal }),
  });

export const useQuestions = () =>
  useQuery({
    queryKey: ['questions'],
    queryFn: ({ signal }) => all((page) => get('/approvals', { query: page, signal })),
  });

export const useExemptions = () =>
  useQuery({
    queryKey: ['exemptions'],
    queryFn: ({ signal }) => all((page) => get('/exemptions', { query: page, signal })),
  });

export const useControls = () =>
  useQuery({
    queryKey: ['controls'],
    queryFn: ({ signal }) => all((page) => get('/controls', { query: page, signal })),
    staleTime: 60_000,
  });

export const useControl = (id: string) =>
  useQuery({ queryKey: ['control', id], queryFn: ({ signal }) => get('/controls/{id}', { params: { id }, signal }) });

export const useSettings = () =>
  useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => get('/settings', { signal }), staleTime: 300_000 });

export const usePauses = () =>
  useQuery({
    queryKey: ['pauses'],
    queryFn: ({ signal }) => all((page) => get('/pauses', { query: page, signal })),
    refetchInterval: 15_000,
  });

export const useSavedFilters = () =>
  useQuery({
    queryKey: ['filters'],
    queryFn: ({ signal }) => all((page) => get('/filters', { query: page, signal })),
    staleTime: 300_000,
  });

interface Paged<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

/** Every page of a list that people keep short: questions, exemptions, controls. */
async function all<Item>(
  page: (query: { limit: number; cursor?: string }) => Promise<Paged<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const answer = await page({ limit: 200, ...(cursor && { cursor }) });
    items.push(...answer.items);
    cursor = answer.cursor ?? undefined;
  } while (cursor !== undefined && items.length < 5_000);
  return items;
}
