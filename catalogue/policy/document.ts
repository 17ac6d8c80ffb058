import * as z from 'zod';

const strings = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const Principal = z.union([z.literal('*'), z.record(z.string(), strings)]);

const Condition = z.record(
  z.string(),
  z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))]),
  ),
);

/** One statement of an IAM or resource policy, lists made even: `Action` is always an array, or absent. */
export const Statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: Principal.optional(),
  NotPrincipal: Principal.optional(),
  Action: strings.optional(),
  NotAction: strings.optional(),
  Resource: strings.optional(),
  NotResource: strings.optional(),
  Condition: Condition.optional(),
});
export type Statement = z.infer<typeof Statement>;

const Document = z.looseObject({
  Statement: z.union([z.array(Statement), Statement.transform((statement) => [statement])]),
});

/**
 * The statements of a policy document as AWS stores it (JSON text).
 * @throws {UnreadablePolicy} when the text is not a policy: a policy that cannot be read is never judged.
 */
export function statementsOf(text: string): readonly Statement[] {
  const parsed = Document.safeParse(json(text));
  if (!parsed.success) {
    throw new UnreadablePolicy(parsed.error.issues[0]?.message ?? 'not a policy document');
  }
  return parsed.data.Statement;
}

export class UnreadablePolicy extends Error {
  override readonly name = 'UnreadablePolicy';
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadablePolicy('not JSON');
  }
}
