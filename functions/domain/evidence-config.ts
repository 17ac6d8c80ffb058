import * as z from 'zod';

const identifier = z.string().regex(/^[A-Za-z_]\w*$/, 'a name of letters, digits and underscores');
const bucket = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket');

/** A table over a trail's bucket, as CloudTrail's documentation makes it, partitioned by day: `2026/01/31`. */
export const Athena = z.strictObject({
  workgroup: z.string().regex(/^[\w.-]{1,128}$/, 'the name of a work group'),
  database: identifier,
  table: identifier,
  /** The column that it is partitioned by. */
  partition: identifier.default('timestamp'),
  /** Where the answers go: `s3://bucket/prefix/`. */
  output: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?$/, 'an address such as s3://bucket/prefix/'),
  /** The bucket that the trail writes to: the right to read it is given. */
  trail: bucket,
});
export type Athena = z.infer<typeof Athena>;

/** How it is found out what principals use. */
export const EvidenceSettings = z.strictObject({
  /** How often. A report that is older than a day counts for nothing. */
  hours: z.int().min(1).max(24).default(12),
  /** Without it, of the trail only the hours are read that IAM's reports lag behind. */
  athena: Athena.optional(),
});
