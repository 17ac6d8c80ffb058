import * as z from 'zod';
import type { Change } from '../control.ts';

/** A role and its trust policy, kept byte for byte, so that the undo is exact. */
export const Role = z.object({ name: z.string(), account: z.string(), path: z.string(), trust: z.string() });
export type Role = z.infer<typeof Role>;

/** The call that gives a role a trust policy. */
export function setTrust(RoleName: string, PolicyDocument: string, says: string): Change<'iam:UpdateAssumeRolePolicy'> {
  return { call: 'iam:UpdateAssumeRolePolicy', input: { RoleName, PolicyDocument }, says };
}

/**
 * Source: IAM user guide, "Use service-linked roles"; AWS re:Post knowledge center, "How do I resolve the IAM error
 * Cannot perform the operation on the protected role AWSReservedSSO": only AWS can change either.
 */
export function isKeptByAws({ path }: Role): boolean {
  return path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/');
}
