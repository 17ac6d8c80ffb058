import { ScanCommand } from 'dynamodb-toolbox/table/actions/scan';
import { type ExemptionRecord, recordFlaws } from '../domain/exemption-record.ts';
import { Entry, flaws, Remediation } from '../domain/history.ts';
import { Leaving } from './check-archived.ts';
import { ExemptionRecordItem } from './exemption-tables.ts';
import { EntryItem, HeadItem, historyTable } from './tables.ts';

export interface Report {
  readonly remediations: number;
  readonly entries: number;
  readonly exemptions: number;
  /** How many of the remediations have gone in part already, and are whole in the archive. */
  readonly archived: number;
  readonly broken: readonly { readonly id: string; readonly flaws: readonly string[] }[];
}

/** Reads the whole history and checks every chain. A scan, so that nothing that an index might miss is passed over. */
export async function checkEverything(progress: (checked: number) => void): Promise<Report> {
  const heads = new Map<string, Remediation>();
  const entries = new Map<string, Entry[]>();
  const records = new Map<string, ExemptionRecord[]>();
  const leaving = new Leaving();
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await historyTable
      .build(ScanCommand)
      .entities(EntryItem, HeadItem, ExemptionRecordItem)
      .options({ consistent: true, showEntityAttr: true, ...(from && { exclusiveStartKey: from }) })
      .send();
    for (const item of Items) {
      if (item.kind === 'head') {
        heads.set(item.id, Remediation.parse(item));
        leaving.note(item.id, item);
      } else if (item.kind === 'exemption-record') {
        records.set(item.exemption, [...(records.get(item.exemption) ?? []), item]);
      } else {
        entries.set(item.remediation, [...(entries.get(item.remediation) ?? []), Entry.parse(item)]);
        leaving.note(item.remediation, item);
      }
    }
    progress(heads.size);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return reportOf(heads, entries, records, leaving);
}

async function reportOf(
  heads: ReadonlyMap<string, Remediation>,
  entries: ReadonlyMap<string, readonly Entry[]>,
  records: ReadonlyMap<string, readonly ExemptionRecord[]>,
  leaving: Leaving,
): Promise<Report> {
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
  const brokenExemptions = [...records]
    .map(([id, all]) => ({ id, flaws: recordFlaws(all.toSorted((a, b) => a.sequence - b.sequence)) }))
    .filter((one) => one.flaws.length > 0);
  return {
    remediations: ids.length,
    entries: [...entries.values()].reduce((sum, { length }) => sum + length, 0),
    exemptions: records.size,
    archived: flawed.length - broken.length,
    broken: [...broken, ...brokenExemptions],
  };
}
