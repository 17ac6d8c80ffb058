import * as z from 'zod';
import type { Evidence } from '../../catalogue/trim/evidence.ts';

const date = z.date().transform((at) => at.toISOString());

/** A page of GetServiceLastAccessedDetails, as the SDK gives it. */
export const Details = z.object({
  JobStatus: z.enum(['IN_PROGRESS', 'COMPLETED', 'FAILED']),
  JobCreationDate: date,
  Marker: z.string().optional(),
  ServicesLastAccessed: z
    .array(
      z.object({
        ServiceNamespace: z.string(),
        LastAuthenticated: date.optional(),
        LastAuthenticatedRegion: z.string().optional(),
        TrackedActionsLastAccessed: z
          .array(
            z.object({
              ActionName: z.string(),
              LastAccessedTime: date.optional(),
              LastAccessedRegion: z.string().optional(),
            }),
          )
          .optional(),
      }),
    )
    .default([]),
});
export type Details = z.infer<typeof Details>;

/** Stands in evidence until the calls of the hours that a report lags behind are added. */
const untold = 'the trail of the last hours is not read yet';

/**
 * What a whole report says, cut down to what judging needs: services that were never used are left out. What the trail told before
 * is kept with it.
 */
export function evidenceOf(principal: string, pages: readonly Details[], earlier: Evidence | undefined): Evidence {
  const used = pages.flatMap(({ ServicesLastAccessed }) =>
    ServicesLastAccessed.filter(({ LastAuthenticated }) => LastAuthenticated !== undefined),
  );
  const services = used.map(({ ServiceNamespace, LastAuthenticated = null, TrackedActionsLastAccessed = [] }) => [
    ServiceNamespace,
    {
      lastUsed: LastAuthenticated,
      tracked: Object.fromEntries(
        TrackedActionsLastAccessed.map(({ ActionName, LastAccessedTime }) => [ActionName, LastAccessedTime ?? null]),
      ),
    },
  ]);
  return {
    principal,
    reportedAt: pages[0]?.JobCreationDate ?? '',
    isComplete: pages.every(({ JobStatus }) => JobStatus === 'COMPLETED') && pages.at(-1)?.Marker === undefined,
    services: Object.fromEntries(services) as Evidence['services'],
    calls: earlier?.calls ?? {},
    trailSince: earlier?.trailSince ?? null,
    unseen: untold,
  };
}

/** Where a principal was at work: the regions whose trail has what the report does not say yet. */
export function regionsIn(pages: readonly Details[]): readonly string[] {
  const services = pages.flatMap(({ ServicesLastAccessed }) => ServicesLastAccessed);
  const regions = services.flatMap(({ LastAuthenticatedRegion, TrackedActionsLastAccessed = [] }) => [
    LastAuthenticatedRegion,
    ...TrackedActionsLastAccessed.map(({ LastAccessedRegion }) => LastAccessedRegion),
  ]);
  return [...new Set(regions.flatMap((region) => region ?? []))].filter((region) =>
    /^[a-z]{2}(-[a-z]+)+-\d$/.test(region),
  );
}
