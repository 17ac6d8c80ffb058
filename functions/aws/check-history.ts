import { ScanCommand } from 'dynamodb-toolbox/table/actions/scan';
import { type ExemptionRecord, recordFlaws } from '../domain/exemption-record.ts';
import { type Entry, flaws, Remediation } from '../domain/history.ts';
import { ExemptionRecordItem } from './exemption-tables.ts';
import { EntryItem, HeadItem, historyTable } from './tables.ts';

export interface Report {
  readonly remediations: number;
  readonly entries: number;
  readonly exemptions: number;
  readonly broken: readonly { readonly id: string; readonly flaws: readonly string[] }[];
}

/** Reads the whole history and checks every chain. A scan, so that nothing that an index might miss is passed over. */
export async function checkEverything(progress: (checked: number) => void): Promise<Report> {
  const heads = new Map<string, Remediation>();
  const entries = new Map<string, Entry[]>();
  const records = new Map<string, ExemptionRecord[]>();
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
      } else if (item.kind === 'exemption-record') {
        records.set(item.exemption, [...(records.get(item.exemption) ?? []), item]);
      } else {
        entries.set(item.remediation, [...(entries.get(item.remediation) ?? []), item]);
      }
    }
    progress(heads.size);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return reportOf(heads, entries, records);
}

function reportOf(
  heads: ReadonlyMap<string, Remediation>,
  entries: ReadonlyMap<string, readonly Entry[]>,
  records: ReadonlyMap<string, readonly ExemptionRecord[]>,
): Report {
  const ids = [...new Set([...heads.keys(), ...entries.keys()])].toSorted();
  const broken = ids
    .map((id) => ({
      id,
      flaws: flaws(
        (entries.get(id) ?? []).toSorted((a, b) => a.sequence - b.sequence),
        heads.get(id),
      ),
    }))
    .filter((one) => one.flaws.length > 0);
  const brokenExemptions = [...records]
    .map(([id, all]) => ({ id, flaws: recordFlaws(all.toSorted((a, b) => a.sequence - b.sequence)) }))
    .filter((one) => one.flaws.length > 0);
  return {
    remediations: ids.length,
    entries: [...entries.values()].reduce((sum, { length }) => sum + length, 0),
    exemptions: records.size,
    broken: [...broken, ...brokenExemptions],
  };
}
