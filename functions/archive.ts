import { store } from './aws/archive-bucket.ts';
import { fits, keepOn, kept, letExpire } from './aws/expiry.ts';
import { entriesOf } from './aws/history.ts';
import { config } from './config.ts';
import { isOver, keyFor, linesOf, type Whole } from './domain/archive.ts';
import { flaws, type Remediation } from './domain/history.ts';
import { partsOfTime } from './domain/listing.ts';
import { count, logger, traced } from './telemetry.ts';

const day = 86_400_000;

/**
 * How long what was archived stays: long enough that one which goes on after all, because of an undo, is kept by one of the next
 * runs before anything of it goes.
 */
const graceDays = 7;

/** One object has about so many remediations, and one run takes about so long: the next day goes on. */
const mostInObject = 200;
const mostMs = 780_000;

interface Archived {
  readonly archived: number;
  /** Those that stay: their chain is not whole, they are too large, or something happened to them just then. */
  readonly left: number;
}

/**
 * Moves what is over and older than the configuration keeps to the archive: written, read back, compared, and only then marked to
 * expire. What cannot be archived stays. Runs daily, and again safely.
 */
export const handler = traced(async (): Promise<Archived> => {
  const { keepDays } = config.history;
  if (keepDays === undefined) {
    return { archived: 0, left: 0 };
  }
  const now = new Date();
  const before = new Date(now.getTime() - keepDays * day);
  let sum: Archived = { archived: 0, left: 0 };
  for await (const heads of batches(before, now.getTime() + mostMs)) {
    const done = await archive(heads, now);
    sum = { archived: sum.archived + done.archived, left: sum.left + done.left };
  }
  count('Archived', { outcome: 'archived' }, sum.archived);
  count('Archived', { outcome: 'left' }, sum.left);
  logger.info('history archived', { ...sum });
  return sum;
});

/** What is over, day by day, some at a time. */
async function* batches(before: Date, until: number): AsyncGenerator<readonly Remediation[]> {
  for (const part of partsOfTime) {
    let batch: Remediation[] = [];
    for await (const head of kept(part, before)) {
      if (Date.now() > until) {
        break;
      }
      if (batch.length >= mostInObject || (batch[0] && dayOf(batch[0]) !== dayOf(head))) {
        yield batch;
        batch = [];
      }
      if (isOver(head, before)) {
        batch.push(head);
      } else {
        await keepOn(head.id);
      }
    }
    yield batch;
  }
}

async function archive(heads: readonly Remediation[], now: Date): Promise<Archived> {
  const wholes = await Promise.all(
    heads.map(async (head): Promise<Whole> => ({ head, entries: await entriesOf(head.id) })),
  );
  const sound = wholes.filter((whole) => isSound(whole) && fits(whole));
  const [first] = sound;
  if (first === undefined) {
    return { archived: 0, left: heads.length };
  }
  const key = keyFor(dayOf(first.head), linesOf(sound));
  await store(key, sound);
  const at = new Date(now.getTime() + graceDays * day);
  let archived = 0;
  for (const whole of sound) {
    archived += Number(await letExpire({ ...whole, archivedIn: key, at }));
  }
  return { archived, left: heads.length - archived };
}

/** A chain that is not whole is evidence, and stays where it is found. */
function isSound({ head, entries }: Whole): boolean {
  const wrong = flaws(entries, head);
  if (wrong.length > 0) {
    logger.error('a remediation is not archived, its history is not whole', { remediation: head.id, flaws: wrong });
  }
  return wrong.length === 0;
}

function dayOf({ openedAt }: Remediation): string {
  return openedAt.slice(0, 10);
}
