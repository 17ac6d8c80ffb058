import type { Mend } from './mend.ts';

/** The sentence for the call that gives `whose` its mended policy; `emptied` begins it where no statement stays. */
export function sentenceOf(
  mend: Pick<Mend, 'document' | 'removed'>,
  whose: string,
  emptied = `Delete the policy of ${whose}`,
): string {
  return mend.document === null
    ? `${emptied}: nothing is left of it without ${whatGoes(mend)}`
    : `Take ${whatGoes(mend)} out of the policy of ${whose}`;
}

/** What a mend takes out of a policy, for a sentence: `statement Anyone and everybody in statement 2`. */
export function whatGoes({ removed }: Pick<Mend, 'removed'>): string {
  return removed
    .map(({ index, sid, whole, principals }) => {
      const statement = `statement ${sid ?? index + 1}`;
      return whole ? statement : `${principals.map(whoIs).join(' and ')} in ${statement}`;
    })
    .join(' and ');
}

function whoIs(principal: string): string {
  return principal === '*' ? 'everybody' : principal;
}
