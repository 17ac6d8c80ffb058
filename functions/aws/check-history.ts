import { ScanCommand } from 'dynamodb-toolbox/table/actions/scan';
import { type ExemptionRecord, recordFlaws } from '../domain/exemption-record.ts';
import { Entry, flaws, Remediation } from '../domain/history.ts';
import { type SwitchRecord, switchFlaws } from '../domain/switch-record.ts';
import { Leaving } from './check-archived.ts';
import { ExemptionRecordItem } from './exemption-tables.ts';
import { SwitchRecordItem } from './switch-tables.ts';
import { EntryItem, HeadItem, historyTable } from './tables.ts';

export interface Report {
  readonly remediations: number;
  readonly entries: number;
  readonly exemptions: number;
  /** How many of the remediations have gone in part already, and are whole in the archive. */
  readonly archived: number;
  /** Stops and modes. */
  readonly switches: number;
  readonly broken: readonly { readonly id: string; readonly flaws: readonly string[] }[];
}

/** Reads the whole history and checks every chain. A scan, so that nothing that an index might miss is passed over. */
export async function checkEverything(progress: (checked: number) => void): Promise<Report> {
  const heads = new Map<string, Remediation>();
  const entries = new Map<string, Entry[]>();
  const records = new Map<string, ExemptionRecord[]>();
  const leaving = new Leaving();
  const switches = new Map<string, SwitchRecord[]>();
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await historyTable
      .build(ScanCommand)
      .entities(EntryItem, HeadItem, ExemptionRecordItem, SwitchRecordItem)
      .options({ consistent: true, showEntityAttr: true, ...(from && { exclusiveStartKey: from }) })
      .send();
    for (const item of Items) {
      if (item.kind === 'head') {
        heads.set(item.id, Remediation.parse(item));
        leaving.note(item.id, item);
      } else if (item.kind === 'exemption-record') {
        add(records, item.exemption, item);
      } else if (item.kind === 'switch-record') {
        add(switches, item.subject, item);
      } else {
        add(entries, item.remediation, Entry.parse(item));
        leaving.note(item.remediation, item);
      }
    }
    progress(heads.size);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return reportOf({ heads, entries, records, switches, leaving });
}

function add<Item>(chains: Map<string, Item[]>, id: string, item: Item): void {
  chains.set(id, [...(chains.get(id) ?? []), item]);
}

interface Read {
  readonly heads: ReadonlyMap<string, Remediation>;
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly records: ReadonlyMap<string, readonly ExemptionRecord[]>;
  readonly switches: ReadonlyMap<string, readonly SwitchRecord[]>;
  readonly leaving: Leaving;
}

async function reportOf({ heads, entries, records, switches, leaving }: Read): Promise<Report> {
  const ids = [...new Set([...heads.keys(), ...entries.keys()])].toSorted();
  const flawed = ids
    .map((id) => ({
      id,
      head: heads.get(id),
      entries: (entries.get(id) ?? []).toSorted((a, b) => a.sequence - b.sequence),
    }))
    .map((one) => ({ ...one, flaws: flaws(one.entries, one.head) }))
    .filter((one) => one.flaws.length > 0);
  const judged = await Promise.all(
    flawed.map(async ({ id, flaws: found, ...left }) => ({
      id,
      flaws: leaving.isGoing(id) ? await leaving.flawsOf(id, left) : found,
    })),
  );
  const broken = judged.filter((one) => one.flaws.length > 0);
  return {
    remediations: ids.length,
    entries: [...entries.values()].reduce((sum, { length }) => sum + length, 0),
    exemptions: records.size,
    archived: flawed.length - broken.length,
    switches: switches.size,
    broken: [...broken, ...brokenIn(records, recordFlaws), ...brokenIn(switches, switchFlaws)],
  };
}

function brokenIn<Record extends { readonly sequence: number }>(
  chains: ReadonlyMap<string, readonly Record[]>,
  flawsOf: (records: readonly Record[]) => readonly string[],
): Report['broken'] {
  return [...chains]
    .map(([id, all]) => ({ id, flaws: flawsOf(all.toSorted((a, b) => a.sequence - b.sequence)) }))
    .filter((one) => one.flaws.length > 0);
}
