/**
 * How far a statement lets a principal in, narrowest first:
 * - `own`: the account, the owner's organization, an account that the owner trusts, or nobody at all
 * - `guarded`: somebody else, who has to show what was agreed: an external id, a subject of an identity provider
 * - `foreign`: another account or organization, named
 * - `limited`: only some, and nothing says whose: a network, a VPC, an AWS service on anybody's behalf
 * - `unclear`: it cannot be told
 * - `public`: everybody
 */
export type Reach = (typeof reaches)[number];

const reaches = ['own', 'guarded', 'foreign', 'limited', 'unclear', 'public'] as const;

/** A reach, and the clause that says why. */
export interface Extent {
  readonly reach: Reach;
  readonly because: string;
}

/** Whom a control shuts out: only the public, or everybody foreign too. */
export type Outsiders = 'public' | 'foreign';

/** Whether outsiders are kept out, are let in, or it cannot be told. Only `open` is ever mended; `unclear` is a person's. */
export type Verdict = 'closed' | 'open' | 'unclear';

const verdicts: Readonly<Record<Outsiders, Readonly<Record<Reach, Verdict>>>> = {
  public: {
    own: 'closed',
    guarded: 'closed',
    foreign: 'closed',
    limited: 'closed',
    unclear: 'unclear',
    public: 'open',
  },
  foreign: {
    own: 'closed',
    guarded: 'closed',
    foreign: 'open',
    limited: 'unclear',
    unclear: 'unclear',
    public: 'open',
  },
};

/** The verdict on all of several: `open` where any is, else `unclear` where any is. */
export function verdictOf(all: readonly Reach[], outsiders: Outsiders): Verdict {
  const found = all.map((reach) => verdicts[outsiders][reach]);
  return found.includes('open') ? 'open' : found.includes('unclear') ? 'unclear' : 'closed';
}

/** Where all have to be met: the one that lets in fewest. `public` where there is none. */
export function narrowest(all: readonly Reach[]): Reach {
  return all.reduce((least, reach) => (rank(reach) < rank(least) ? reach : least), 'public');
}

/** Where any is enough: the one that lets in most. `own` where there is none. */
export function widest(all: readonly Reach[]): Reach {
  return all.reduce((most, reach) => (rank(reach) > rank(most) ? reach : most), 'own');
}

export function isWithin(reach: Reach, bound: Reach): boolean {
  return rank(reach) <= rank(bound);
}

function rank(reach: Reach): number {
  return reaches.indexOf(reach);
}
