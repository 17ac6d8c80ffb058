import type { Mended } from './mend.ts';

type Taken = Extract<Mended, { outcome: 'mended' }>;

/** What a mend takes out of a policy, as an approver reads it: `statement Anyone and everybody in statement 2`. */
export function takenOut({ removed }: Taken): string {
  const parts = removed.map(({ index, sid, whole, principals }) => {
    const statement = `statement ${sid ?? index + 1}`;
    return whole ? statement : `${principals.map(whoIs).join(' and ')} in ${statement}`;
  });
  return parts.join(' and ');
}

function whoIs(principal: string): string {
  return principal === '*' ? 'everybody' : principal;
}
