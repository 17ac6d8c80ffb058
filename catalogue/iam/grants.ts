import * as z from 'zod';

/** Who can hold an inline policy. */
export const Kind = z.enum(['role', 'user', 'group']);
export type Kind = z.infer<typeof Kind>;

export const Inline = z.object({ name: z.string(), document: z.string() });
export type Inline = z.infer<typeof Inline>;

const Principal = z.object({
  kind: z.literal('principal'),
  type: Kind,
  name: z.string(),
  path: z.string(),
  inline: z.array(Inline),
});
export type Principal = z.infer<typeof Principal>;

export const Version = z.object({ id: z.string(), document: z.string() });
export type Version = z.infer<typeof Version>;

/** Who holds a policy and what making a new version of it takes. Read only when it grants blanket administration. */
const Use = z.object({
  version: z.string(),
  boundary: z.boolean(),
  holders: z.array(z.string()),
  /** The version that has to go first, where the policy has as many as it can. */
  oldest: Version.nullable(),
});
export type Use = z.infer<typeof Use>;

const Managed = z.object({ kind: z.literal('managed'), arn: z.string(), document: z.string(), use: Use.nullable() });
export type Managed = z.infer<typeof Managed>;

const AwsManaged = z.object({ kind: z.literal('aws-managed'), arn: z.string() });

/** What a principal's inline policies or a managed policy grant. Documents are kept byte for byte, so that the undo is exact. */
export const Grants = z.discriminatedUnion('kind', [Principal, Managed, AwsManaged]);
export type Grants = z.infer<typeof Grants>;
