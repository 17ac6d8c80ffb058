import * as z from 'zod';
import type { Caller, Permission, Reversible } from '../control.ts';
import { statementsOf } from '../policy/document.ts';
import { foreignPrincipals, isPublic } from '../policy/public.ts';
import { bucketArn as on, type ours } from './bucket.ts';
import type { PublicAccess } from './public-access.ts';

/** Who could come in while the bucket is open. Read only when it is: a closed bucket costs one call. */
export const Exposure = z.object({
  policy: z.string().nullable(),
  /** Whether ACLs count, those of objects, which are not read, included. */
  acls: z.boolean(),
  /** What the bucket's own ACL gives to everybody, where ACLs count. */
  publicGrants: z.array(z.string()),
  /** `null` where it does not matter: without a policy and ACLs nobody comes in by it. */
  website: z.boolean().nullable(),
});
export type Exposure = z.infer<typeof Exposure>;

export const exposureReads = [
  { call: 's3:GetBucketPolicy', on, absent: ['NoSuchBucketPolicy'] },
  { call: 's3:GetBucketAcl', on },
  { call: 's3:GetBucketOwnershipControls', on, absent: ['OwnershipControlsNotFoundError'] },
  { call: 's3:GetBucketWebsite', on, absent: ['NoSuchWebsiteConfiguration'] },
] as const satisfies readonly Permission[];

const everybody = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

export async function readExposure(
  bucket: ReturnType<typeof ours>,
  aws: Caller<(typeof exposureReads)[number]['call']>,
): Promise<Exposure> {
  const [policy, controls] = await Promise.all([
    aws('s3:GetBucketPolicy', bucket),
    aws('s3:GetBucketOwnershipControls', bucket),
  ]);
  // Without a rule they count: Amazon S3 user guide, "Controlling ownership of objects".
  const acls = controls?.OwnershipControls?.Rules?.[0]?.ObjectOwnership !== 'BucketOwnerEnforced';
  const lets = acls || policy !== undefined;
  const [acl, website] = await Promise.all([
    acls ? aws('s3:GetBucketAcl', bucket) : undefined,
    lets ? aws('s3:GetBucketWebsite', bucket) : undefined,
  ]);
  return {
    policy: policy?.Policy ?? null,
    acls,
    publicGrants: (acl?.Grants ?? [])
      .filter(({ Grantee }) => everybody.test(Grantee?.URI ?? ''))
      .map(({ Grantee, Permission }) => `${Grantee?.URI?.split('/').at(-1)} ${Permission}`),
    website: lets ? website !== undefined : null,
  };
}

interface Open {
  readonly name: string;
  readonly account: string;
  readonly access: PublicAccess | null;
  readonly exposure: Exposure;
}

/**
 * Who notices that a bucket is closed.
 * @throws {UnreadablePolicy} where its policy is none.
 */
export function riskOf(bucket: Open): Reversible {
  const { exposure } = bucket;
  const statements = exposure.policy === null ? [] : statementsOf(exposure.policy);
  const noticed = [...named(bucket), ...byAcls(bucket)];
  if (noticed.length > 0) {
    return { level: 'disruptive', because: noticed.join('; ') };
  }
  const letIn = statements.flatMap((statement, index) =>
    isPublic(statement) ? [`policy statement ${statement.Sid ?? index + 1}`] : [],
  );
  return {
    level: 'safe',
    because:
      letIn.length === 0
        ? 'neither its policy nor its ACL lets the public in today'
        : `only the public loses access, let in today by ${letIn.join(' and by ')}`,
  };
}

/** `RestrictPublicBuckets` shuts every other account out of a bucket whose policy is public, named ones included. */
function named({ account, exposure }: Open): readonly string[] {
  const statements = exposure.policy === null ? [] : statementsOf(exposure.policy);
  const foreign = statements.flatMap((statement) => foreignPrincipals(statement, account));
  return statements.some(isPublic) && foreign.length > 0
    ? [`while its policy is public, closing the bucket also shuts out ${foreign.join(', ')}, which that policy names`]
    : [];
}

/** The blocks of ACLs make S3 refuse uploads of those who may write, and ignore the ACLs that objects have. */
function byAcls({ name, access, exposure }: Open): readonly string[] {
  const isBlocked = access?.BlockPublicAcls === true && access.IgnorePublicAcls;
  if (!exposure.acls || isBlocked) {
    return [];
  }
  const own = exposure.publicGrants.length > 0 ? `, and its own grants ${exposure.publicGrants.join(' and ')}` : '';
  return [
    `ACLs count in ${name}${own}: uploads that set a public ACL are refused, and whoever comes in by such an ACL no longer does`,
  ];
}
