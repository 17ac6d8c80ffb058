import type { Place } from '../../../../catalogue/policy/place.ts';
import type { Verdict } from '../../../../catalogue/policy/reach.ts';

const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** Where AWS says what each policy lets in. */
export const pages = {
  analyzer: `${iam}/access-analyzer-resources.html`,
  cognito: 'https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools-security-best-practices.html',
  conditionKeys: `${iam}/reference_policies_condition-keys.html`,
  deputy: `${iam}/confused-deputy.html`,
  dynamodb: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html',
  github: 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
  kmsAccess: 'https://docs.aws.amazon.com/kms/latest/developerguide/determining-access-key-policy.html',
  kmsConditions: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  kmsDefault: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
  lambda: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  lambdaUrl: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  multivalued: `${iam}/reference_policies_condition_examples-multi-valued-context-keys.html`,
  notPrincipal: `${iam}/reference_policies_elements_notprincipal.html`,
  oidc: `${iam}/id_roles_create_for-idp_oidc.html`,
  operators: `${iam}/reference_policies_elements_condition_operators.html`,
  passRole: `${iam}/id_roles_use_passrole.html`,
  principal: `${iam}/reference_policies_elements_principal.html`,
  s3: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  saml: `${iam}/id_roles_create_for-idp_saml.html`,
  secrets: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
  secretsExamples: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html',
  sharedOidc: `${iam}/id_roles_providers_oidc_secure-by-default.html`,
  sns: 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html',
  sqs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html',
} as const;

export type Raw = Record<string, unknown>;

export interface Row {
  readonly page: keyof typeof pages;
  readonly title: string;
  readonly place: Place;
  readonly statements: readonly Raw[];
  /** Whether it keeps the public out, and whether it keeps everybody foreign out. */
  readonly toPublic: Verdict;
  readonly toForeign: Verdict;
}

/** A table of one place and one page: title, statements, verdict on the public, verdict on everybody foreign. */
export function rows(
  page: keyof typeof pages,
  place: Place,
  table: readonly (readonly [title: string, statements: Raw | readonly Raw[], toPublic: Verdict, toForeign: Verdict])[],
): readonly Row[] {
  return table.map(([title, statements, toPublic, toForeign]) => ({
    page,
    title,
    place,
    statements: [statements].flat() as readonly Raw[],
    toPublic,
    toForeign,
  }));
}
