import * as z from 'zod';

/** What S3's block of public access keeps out, of a bucket or of a whole account. */
export const PublicAccess = z.object({
  BlockPublicAcls: z.boolean(),
  IgnorePublicAcls: z.boolean(),
  BlockPublicPolicy: z.boolean(),
  RestrictPublicBuckets: z.boolean(),
});
export type PublicAccess = z.infer<typeof PublicAccess>;

export const closed: PublicAccess = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** `null` where there is no block at all. */
export function accessOf(
  block: Partial<Record<keyof PublicAccess, boolean | undefined>> | undefined,
): PublicAccess | null {
  return block
    ? {
        BlockPublicAcls: block.BlockPublicAcls ?? false,
        IgnorePublicAcls: block.IgnorePublicAcls ?? false,
        BlockPublicPolicy: block.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: block.RestrictPublicBuckets ?? false,
      }
    : null;
}

export function isClosed(access: PublicAccess | null): boolean {
  return access !== null && Object.values(access).every(Boolean);
}
