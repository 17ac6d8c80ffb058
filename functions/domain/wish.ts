import * as z from 'zod';
import { Ballot } from './approval.ts';
import { Scope } from './exemption.ts';
import { PauseScope } from './switches.ts';

const remediation = z.string().regex(/^r-[0-9a-z]{16}$/, 'looks like r-7k2m9qc4x1d8w0ze');
const reason = z.string().trim().min(1, 'say why').max(500);

/** What somebody may ask for on the command line. */
export const Wish = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('decide'),
    remediation,
    /** The plan that was shown to whoever decides. */
    planDigest: z.string(),
    ballot: Ballot,
  }),
  z.object({
    action: z.literal('exempt'),
    control: z.string().regex(/^[a-z0-9.*-]{1,80}$/, 'a control, or a pattern such as s3.*'),
    scope: Scope,
    days: z.int().min(1),
    reason,
  }),
  z.object({ action: z.literal('end-exemption'), exemption: z.string(), reason }),
  z.object({ action: z.literal('pause'), scope: PauseScope, reason }),
  z.object({ action: z.literal('resume'), pause: z.string(), reason }),
]);
export type Wish = z.infer<typeof Wish>;
