import { remainderFlaws, type Whole } from '../domain/archive.ts';
import { type Entry, flaws, type Remediation } from '../domain/history.ts';
import { stored, storedKeys } from './archive-bucket.ts';

interface Left {
  readonly head: Remediation | undefined;
  readonly entries: readonly Entry[];
}

/**
 * What of the history is on its way out. DynamoDB takes items away one by one, so of a remediation that expired there may be a rest:
 * that is no flaw, if the archive has it whole and the rest is part of it.
 */
export class Leaving {
  private readonly marks = new Map<string, { readonly keys: Set<string>; goes: number }>();
  private readonly objects = new Map<string, Promise<readonly Whole[]>>();

  /** Takes down where an item of a remediation says that it is archived, and the second after which it may go. */
  note(id: string, { archivedIn, expires = Number.POSITIVE_INFINITY }: Mark): void {
    if (archivedIn !== undefined) {
      const mark = this.marks.get(id) ?? { keys: new Set(), goes: expires };
      mark.keys.add(archivedIn);
      mark.goes = Math.min(mark.goes, expires);
      this.marks.set(id, mark);
    }
  }

  /** Whether something of it may be missing by now. */
  isGoing(id: string): boolean {
    return (this.marks.get(id)?.goes ?? Number.POSITIVE_INFINITY) * 1000 <= Date.now();
  }

  /** What is wrong with what is left of a remediation, held against each object that it names: one that has it whole is enough. */
  async flawsOf(id: string, left: Left): Promise<readonly string[]> {
    const all: string[] = [];
    for (const key of this.marks.get(id)?.keys ?? []) {
      const wrong = await this.flawsIn(key, id, left);
      if (wrong.length === 0) {
        return [];
      }
      all.push(...wrong);
    }
    return all;
  }

  private async flawsIn(key: string, id: string, left: Left): Promise<readonly string[]> {
    try {
      const wholes = this.objects.get(key) ?? stored(key);
      this.objects.set(key, wholes);
      return remainderFlaws(
        left,
        (await wholes).find(({ head }) => head.id === id),
      );
    } catch (error) {
      return [`it is said to be archived in ${key}, which cannot be read (${(error as Error).name})`];
    }
  }
}

export interface ArchiveReport {
  readonly objects: number;
  readonly remediations: number;
  readonly broken: readonly { readonly id: string; readonly flaws: readonly string[] }[];
}

/** Reads the whole archive and checks every chain in it. */
export async function checkArchive(progress: (checked: number) => void): Promise<ArchiveReport> {
  const broken: { id: string; flaws: readonly string[] }[] = [];
  let [objects, remediations] = [0, 0];
  for await (const key of storedKeys()) {
    objects += 1;
    try {
      const wholes = await stored(key);
      const flawed = wholes.map(({ head, entries }) => ({ id: head.id, flaws: flaws(entries, head) }));
      remediations += wholes.length;
      broken.push(...flawed.filter((one) => one.flaws.length > 0));
    } catch (error) {
      broken.push({ id: key, flaws: [`it cannot be read (${(error as Error).name})`] });
    }
    progress(remediations);
  }
  return { objects, remediations, broken };
}

interface Mark {
  readonly archivedIn?: string | undefined;
  readonly expires?: number | undefined;
}
