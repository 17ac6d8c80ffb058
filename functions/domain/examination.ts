import * as z from 'zod';

/** Asks a function how things look from where it stands. It reads and changes nothing. */
export const Examination = z.object({ examine: z.literal(true) });

/** An event that is sent from an account to see whether it arrives, by the way that all events take. */
export const EchoEvent = z.object({
  source: z.literal('homeostat'),
  'detail-type': z.literal('Doctor Asks'),
  account: z.string(),
  region: z.string(),
  detail: z.object({ nonce: z.uuid() }),
});

/** Something that was looked for: what was found, or why it could not be seen. */
function seen<Found extends z.ZodType>(found: Found) {
  return z.union([z.object({ ok: found }), z.object({ error: z.string() })]);
}

export const TrailFacts = z.object({
  name: z.string(),
  isLogging: z.boolean(),
  isMultiRegion: z.boolean(),
  /** Whether it records management events that write: EventBridge delivers no call without. */
  hasWrites: z.boolean(),
});
export type TrailFacts = z.infer<typeof TrailFacts>;

export const RuleFacts = z.object({
  /** How many rules of Homeostat there are. */
  count: z.int(),
  disabled: z.array(z.string()),
  untargeted: z.array(z.string()),
  /** Controls whose wake-up call no enabled rule lets through. */
  deaf: z.array(z.string()),
  /** How many rules were given an event that EventBridge itself says they let through, and those for which it said no. */
  tested: z.int(),
  refused: z.array(z.string()),
});
export type RuleFacts = z.infer<typeof RuleFacts>;

export const PlaceFacts = z.object({
  account: z.string(),
  region: z.string(),
  trails: seen(z.array(TrailFacts)),
  rules: seen(RuleFacts),
  /** Milliseconds until an event of ours arrived. */
  echo: seen(z.number()),
});
export type PlaceFacts = z.infer<typeof PlaceFacts>;

export const RoleFacts = z.object({
  /** Which function tried. */
  from: z.string(),
  account: z.string(),
  role: z.string(),
  assumed: seen(z.literal(true)),
});
export type RoleFacts = z.infer<typeof RoleFacts>;

export const ChannelFacts = z.object({
  channel: z.enum(['mail', 'slack']),
  /** What stands behind it: an address, or a workspace. */
  reached: seen(z.object({ says: z.string(), problem: z.string().nullable() })),
});
export type ChannelFacts = z.infer<typeof ChannelFacts>;

/** What the functions see, as the workflow `Homeostat-examine` answers. */
export const Examined = z.object({
  places: z.array(PlaceFacts),
  roles: z.array(RoleFacts),
  channels: z.array(ChannelFacts),
});
export type Examined = z.infer<typeof Examined>;

/** What came of looking; an error is told by its name, and never stops the rest. */
export async function looked<Found>(look: () => Promise<Found>): Promise<{ ok: Found } | { error: string }> {
  try {
    return { ok: await look() };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    return { error: `${name}: ${message}` };
  }
}
