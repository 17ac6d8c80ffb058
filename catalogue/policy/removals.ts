import type { Mended } from './mend.ts';

type Taken = Pick<Extract<Mended, { outcome: 'mended' }>, 'removed'>;

/** What a mend takes out of a policy, for a sentence: `statement Anyone and everybody in statement 2`. */
export function whatGoes({ removed }: Taken): string {
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
