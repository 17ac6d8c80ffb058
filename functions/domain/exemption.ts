import * as z from 'zod';
import { matchesAny } from './glob.ts';

/** What an exemption is about. */
export const Scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resource'), account: z.string(), region: z.string(), arn: z.string() }),
  z.object({ kind: z.literal('tag'), key: z.string(), value: z.string() }),
  z.object({ kind: z.literal('account'), account: z.string() }),
  z.object({ kind: z.literal('ou'), ou: z.string() }),
]);
export type Scope = z.infer<typeof Scope>;

/** "Leave this alone for this control until then, because of this, says the owner." Times are ISO 8601 UTC. */
export const Exemption = z.object({
  id: z.string(),
  /** A control's id, or a pattern: `*` for all. */
  control: z.string(),
  /** One resource where it says nothing else: that of the finding it came with. */
  scope: Scope.optional(),
  owner: z.string(),
  reason: z.string(),
  until: z.string(),
});
export type Exemption = z.infer<typeof Exemption>;

interface Exempted {
  readonly control: string;
  readonly target: { readonly account: string; readonly region: string; readonly arn: string };
  readonly ou?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Whether an exemption runs for a finding; where tags would tell that could not be read, it does: nothing is changed then. */
export function runs({ control, scope, until }: Exemption, exempted: Exempted, now: Date): boolean {
  return matchesAny([control], exempted.control) && !(new Date(until) <= now) && isIn(scope, exempted);
}

function isIn(scope: Scope | undefined, { target, ou, tags }: Exempted): boolean {
  switch (scope?.kind) {
    case undefined:
      return true;
    case 'resource':
      return scope.arn === target.arn && scope.account === target.account && scope.region === target.region;
    case 'tag':
      return tags === undefined || tags[scope.key] === scope.value;
    case 'account':
      return scope.account === target.account;
    case 'ou':
      return scope.ou === ou;
    default:
      return scope satisfies never;
  }
}

/** A scope as a sentence's part: "the account 111122223333". */
export function saysScope(scope: Scope): string {
  switch (scope.kind) {
    case 'resource':
      return scope.arn;
    case 'tag':
      return `everything tagged ${scope.key}=${scope.value}`;
    case 'account':
      return `the account ${scope.account}`;
    case 'ou':
      return `the OU ${scope.ou}`;
    default:
      return scope satisfies never;
  }
}
