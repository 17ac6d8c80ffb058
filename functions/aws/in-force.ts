import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { type InForce, type ModeSet, type Pause, PauseScope, saysPauseScope } from '../domain/switches.ts';
import { ModeItem, StopItem, switches } from './switch-tables.ts';
import { stateTable } from './tables.ts';

/** What is stopped now, and the modes that are set: one strongly consistent read. */
export async function inForce(): Promise<InForce> {
  const { stops, modes } = await switched();
  return { pauses: stops.filter(({ endedAt }) => endedAt === undefined).map(pauseOf), modes };
}

/** Everything in the place of switches, stops that have ended among it. */
export async function switched(): Promise<{ readonly stops: readonly Stop[]; readonly modes: readonly ModeSet[] }> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: switches })
    .entities(StopItem, ModeItem)
    .options({ consistent: true, showEntityAttr: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return {
    stops: Items.flatMap((item) => (item.kind === 'stop' ? [item] : [])),
    modes: Items.flatMap((item) => (item.kind === 'mode' && (item.safe ?? item.disruptive) ? [modeOf(item)] : [])),
  };
}

/** A stop as it is kept. */
export interface Stop {
  readonly id: string;
  readonly scope: string;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  readonly endedAt?: string | undefined;
  readonly endedBy?: string | undefined;
  readonly endedBecause?: string | undefined;
  readonly expires?: number | undefined;
}

export function pauseOf({ id, scope: text, by, reason, at, endedAt, endedBy, endedBecause }: Stop): Pause {
  const scope = PauseScope.parse(JSON.parse(text));
  const end = { endedAt: endedAt ?? null, endedBy: endedBy ?? null, endedBecause: endedBecause ?? null };
  return { id, scope, says: saysPauseScope(scope), by, reason, at, ...end };
}

function modeOf({ control, account, safe, disruptive, by, reason, at }: ModeSet): ModeSet {
  return { control, account, safe, disruptive, by, reason, at };
}
