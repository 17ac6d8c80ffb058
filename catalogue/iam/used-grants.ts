import * as z from 'zod';
import { Group } from '../trim/groups.ts';
import { Answers } from '../trim/prove.ts';
import { Kind, Version } from './grants.ts';

/** One policy's text, kept byte for byte, so that the undo is exact; and of each action that it grants, why it goes or stays. */
export const UsedPolicy = z.object({
  name: z.string(),
  document: z.string(),
  goes: z.array(Group),
  stays: z.array(Group),
  /** Statements that are a person's to decide, or opted out, each a clause. */
  left: z.array(z.string()),
  /** The actions that it grants and that were used in the window. */
  used: z.array(z.string()),
  /** `null` where nobody was asked, as there is nothing to change. */
  answers: Answers.nullable(),
});
export type UsedPolicy = z.infer<typeof UsedPolicy>;

const common = {
  /** Whoever holds what is weighed, ARNs with their paths; of a group its members. */
  holders: z.array(z.string()),
  /** How many actions nobody uses; `null` where a text cannot be read. */
  unused: z.int().nullable(),
  /** Why nothing is taken out all the same, each a clause. The reasons of single actions are then left out. */
  refusals: z.array(z.string()),
  /** What is to go was told from then on; `null` where no notice was given. Times are ISO 8601 UTC. */
  notice: z.object({ since: z.string(), until: z.string() }).nullable(),
};

const Managed = z.object({
  kind: z.literal('managed'),
  arn: z.string(),
  /** Its default version. */
  version: z.string(),
  changedAt: z.string(),
  /** The version that has to go first, where the policy has as many as it can. */
  oldest: Version.nullable(),
  policy: UsedPolicy,
  ...common,
});
export type ManagedGrants = z.infer<typeof Managed>;

const Inline = z.object({
  kind: z.literal('inline'),
  type: Kind,
  name: z.string(),
  policies: z.array(UsedPolicy),
  ...common,
});
export type InlineGrants = z.infer<typeof Inline>;

const Untouchable = z.object({ kind: z.literal('untouchable'), because: z.string() });

/** What a managed policy, or the inline policies of a principal, grant, weighed against what their holders use. */
export const UsedGrants = z.discriminatedUnion('kind', [Managed, Inline, Untouchable]);
export type UsedGrants = z.infer<typeof UsedGrants>;
