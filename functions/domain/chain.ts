import { genesis } from './history.ts';

/** One record of a chain: each carries the hash of the one before it. */
interface Link {
  /** Counts from 1. */
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
}

/** What is wrong with the records of one chain, oldest first; nothing where they are whole. */
export function chainFlaws<Record extends Link>(
  records: readonly Record[],
  hashOf: (record: Record) => string,
): readonly string[] {
  return records.flatMap((record, index) => [
    ...(record.sequence === index + 1 ? [] : [`record ${index + 1} is missing`]),
    ...(record.previous === (records[index - 1]?.hash ?? genesis)
      ? []
      : [`record ${record.sequence} does not follow the one before it`]),
    ...(hashOf(record) === record.hash ? [] : [`record ${record.sequence} was changed after it was written`]),
  ]);
}
