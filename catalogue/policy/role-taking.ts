import type { Statement } from './document.ts';

/**
 * What a trust policy allows besides taking the role: nobody gets in by these alone.
 * Source: IAM user guide, "Pass session tags in AWS STS" and "Monitor and control actions taken with assumed roles".
 */
const besides: ReadonlySet<string> = new Set(['sts:setcontext', 'sts:setsourceidentity', 'sts:tagsession']);

/** Whether a statement of a trust policy may let somebody take the role. */
export function letsTake({ Action = [] }: Statement): boolean {
  return Action.length === 0 || Action.some((action) => !besides.has(action.toLowerCase()));
}
