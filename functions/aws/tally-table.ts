import { environment } from '../environment.ts';

/**
 * What is counted from the history and can be counted anew: a table of its own, so that whoever writes it cannot write what
 * holds. Its items have counters by names that are data, so it is written without a schema.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | counts | `COUNTS#<account>` | `<day>#<control>` |
 * | an account that has counts | `ACCOUNTS` | account |
 * | an entry that was counted | `COUNTED#<remediation>` | sequence |
 * | the latest changes | `CHANGES` | `RING` |
 */
export const tallyTable = environment.tallyTable;

export const countsOf = (account: string) => `COUNTS#${account}`;
export const accounts = 'ACCOUNTS';
