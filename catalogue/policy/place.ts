import type { Extent } from './reach.ts';

/** The service whose resource a policy is attached to: some judge differently. */
export type PolicyService = 'dynamodb' | 'iam' | 'kms' | 'lambda' | 's3' | 'secretsmanager' | 'sns' | 'sqs';

/** Where a policy is, and who belongs there. */
export interface Place {
  readonly service: PolicyService;
  /** The account that owns the resource. */
  readonly account: string;
  /** The owner's organization, `o-…`, where it is known. */
  readonly organization?: string | undefined;
  /** Other accounts that count as the owner's own. */
  readonly trusted?: readonly string[] | undefined;
}

/** Whether an account is one of the owner's. */
export function extentOfAccount(account: string, place: Place): Extent {
  if (account === place.account) {
    return { reach: 'own', because: `${account} is the account itself` };
  }
  return place.trusted?.includes(account)
    ? { reach: 'own', because: `${account} is a trusted account` }
    : { reach: 'foreign', because: `${account} is another account` };
}

/** Whether an organization is the owner's. */
export function extentOfOrganization(organization: string, place: Place): Extent {
  if (place.organization === undefined) {
    return { reach: 'limited', because: `whose organization ${organization} is, is not known` };
  }
  return organization === place.organization
    ? { reach: 'own', because: `${organization} is the own organization` }
    : { reach: 'foreign', because: `${organization} is another organization` };
}

/**
 * S3 and DynamoDB call a policy public where the value that limits it holds a wildcard or a variable, even one that
 * only the own account can meet.
 * Source: Amazon S3 user guide, The meaning of "public"; Amazon DynamoDB developer guide, "Blocking public access with
 * resource-based policies in DynamoDB".
 */
export function takesFixedValuesOnly({ service }: Place): boolean {
  return service === 's3' || service === 'dynamodb';
}
