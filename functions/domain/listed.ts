import * as z from 'zod';

const encoded = z.string().transform((text, context) => {
  try {
    return decodeURIComponent(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'a policy document is not URL-encoded' });
    return z.NEVER;
  }
});
const date = z.date().transform((at) => at.toISOString());
const Inlines = z.array(z.object({ PolicyName: z.string(), PolicyDocument: encoded })).default([]);
const Attached = z.array(z.object({ PolicyArn: z.string() })).default([]);
const Boundary = z.object({ PermissionsBoundaryArn: z.string().optional() }).optional();

/** A page of GetAccountAuthorizationDetails, as the SDK gives it. */
export const Listed = z.object({
  UserDetailList: z
    .array(
      z.object({
        Arn: z.string(),
        CreateDate: date,
        UserPolicyList: Inlines,
        GroupList: z.array(z.string()).default([]),
        AttachedManagedPolicies: Attached,
        PermissionsBoundary: Boundary,
      }),
    )
    .default([]),
  GroupDetailList: z
    .array(
      z.object({
        GroupName: z.string(),
        Arn: z.string(),
        CreateDate: date,
        GroupPolicyList: Inlines,
        AttachedManagedPolicies: Attached,
      }),
    )
    .default([]),
  RoleDetailList: z
    .array(
      z.object({
        RoleName: z.string(),
        Path: z.string(),
        Arn: z.string(),
        CreateDate: date,
        AssumeRolePolicyDocument: encoded.optional(),
        RolePolicyList: Inlines,
        AttachedManagedPolicies: Attached,
        PermissionsBoundary: Boundary,
      }),
    )
    .default([]),
  Policies: z
    .array(
      z.object({
        Arn: z.string(),
        UpdateDate: date.optional(),
        PolicyVersionList: z
          .array(
            z.object({
              Document: encoded.optional(),
              IsDefaultVersion: z.boolean().optional(),
              CreateDate: date.optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
export type Listed = z.infer<typeof Listed>;

export type ListedRole = Listed['RoleDetailList'][number];
export type ListedUser = Listed['UserDetailList'][number];
export type ListedGroup = Listed['GroupDetailList'][number];
export type ListedPolicy = Listed['Policies'][number];
