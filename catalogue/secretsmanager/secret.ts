import type { Output } from '../calls.ts';
import type { Caller, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';

export const secretArn = 'arn:{partition}:secretsmanager:{region}:{account}:secret:*';

/** Where CloudTrail's calls of Secrets Manager name their secret: by its name, or by its ARN, whole or without its end. */
export const secretTarget = 'arn:{partition}:secretsmanager:{region}:{account}:secret:{secretId}';

/** What every control of secrets reads besides its own: what the secret is, its tags, and which there are. */
export const secretReads = [
  { call: 'secretsmanager:DescribeSecret', on: secretArn, absent: ['ResourceNotFoundException'] },
  { call: 'secretsmanager:ListSecrets', on: '*' },
] as const satisfies readonly Permission[];
type Describe = Caller<'secretsmanager:DescribeSecret'>;

/** What all controls of secrets share: each spreads it, and `secretReads` into its reads. */
export const secrets = {
  resources: { 'AWS::SecretsManager::Secret': 'by-arn' },
  gone: ['ResourceNotFoundException'],
  list: listSecrets,
  locate: secretArnOf,
  tags: secretTags,
} as const;

/** What a secret is called in a sentence: its name, without the six characters that its ARN ends with. */
export function nameOf(arn: string): string {
  return arn
    .split(':')
    .slice(6)
    .join(':')
    .replace(/-[A-Za-z0-9]{6}$/, '');
}

/**
 * The whole ARN. A name that itself ends with a hyphen and six characters is not found by an ARN without its end, only as a name.
 * Source: Secrets Manager user guide, "Finding a secret from a partial ARN".
 */
async function secretArnOf({ arn }: Target, aws: Describe): Promise<string> {
  const byArn = await aws('secretsmanager:DescribeSecret', { SecretId: arn });
  const secret = byArn ?? (await aws('secretsmanager:DescribeSecret', { SecretId: arn.split(':').slice(6).join(':') }));
  return secret?.ARN ?? arn;
}

async function secretTags({ arn }: Target, aws: Describe): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await aws('secretsmanager:DescribeSecret', { SecretId: arn }))?.Tags);
}

type Described = Output<'secretsmanager:DescribeSecret'>;

/** The region of the secret that a secret is a copy of; `null` where it is none. */
export function replicaOf({ PrimaryRegion = '' }: Described, region: string): string | null {
  return PrimaryRegion === '' || PrimaryRegion === region ? null : PrimaryRegion;
}

export function isToBeDeleted({ DeletedDate }: Described): boolean {
  return DeletedDate !== undefined;
}

/** The secrets of an account in one region, without those that are about to be deleted. */
async function* listSecrets(_: Place, aws: Caller<'secretsmanager:ListSecrets'>): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page = await aws('secretsmanager:ListSecrets', { MaxResults: 100, ...(NextToken && { NextToken }) });
    for (const { ARN } of page?.SecretList ?? []) {
      if (ARN !== undefined) {
        yield ARN;
      }
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
}
