import * as z from 'zod';
import type { Caller, Permission } from '../control.ts';
import { testsOf } from '../policy/condition.ts';
import { type Statement, statementsOf, UnreadablePolicy } from '../policy/document.ts';
import { contains } from '../policy/glob.ts';

/** A key as settings name it. An alias alone stands for the key of that name in each account and region. */
export const KeyName = z
  .string()
  .regex(
    /^(alias\/[\w/-]+|arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+)$/,
    'name the key by its ARN, or by an alias such as alias/messages',
  );

/** What looking at a key takes; another account's too, where its policy lets it. */
export const keyLook = {
  call: 'kms:DescribeKey',
  on: 'arn:{partition}:kms:{region}:*:key/*',
  absent: ['NotFoundException', 'InvalidArnException'],
} as const satisfies Permission;

/** What asking for whom a key keeps out takes. KMS shows a key's policy to its own account only. */
export const keyUseReads = [
  keyLook,
  { call: 'kms:GetKeyPolicy', on: 'arn:{partition}:kms:{region}:{account}:key/*' },
] as const satisfies readonly Permission[];

/** What stands against encrypting something with a key. */
export const KeyUse = z.object({
  /** A clause about why it cannot encrypt at all. */
  unfit: z.string().nullable(),
  /** The AWS services, of those asked about, that its policy does not certainly let encrypt. */
  refuses: z.array(z.string()),
});
export type KeyUse = z.infer<typeof KeyUse>;

/** AWS keeps the policy of such a key, which lets in the account's own principals alone. */
export function isKeptByAws(key: string): boolean {
  return /(^|:)alias\/aws\//.test(key);
}

/** A clause about why a key cannot encrypt; `null` where it can. */
export async function readUnfit(key: string, aws: Caller<'kms:DescribeKey'>): Promise<string | null> {
  return (await look(key, aws)).unfit;
}

/** Whether a key can encrypt, and which of the services that send there it keeps out. */
export async function readKeyUse(
  key: string,
  { services, account }: { readonly services: readonly string[]; readonly account: string },
  aws: Caller<(typeof keyUseReads)[number]['call']>,
): Promise<KeyUse> {
  const { unfit, arn, manager } = await look(key, aws);
  if (unfit !== null || services.length === 0) {
    return { unfit, refuses: [] };
  }
  if (manager !== 'CUSTOMER' || arn.split(':')[4] !== account) {
    return { unfit, refuses: [...services] };
  }
  const policy = (await aws('kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' }))?.Policy ?? '';
  return { unfit, refuses: services.filter((service) => !letsEncrypt(policy, service, account)) };
}

interface Look {
  readonly unfit: string | null;
  readonly arn: string;
  readonly manager: string;
}

/** An alias of AWS's is not looked up: that would make its key, where nobody has used it yet. */
async function look(key: string, aws: Caller<'kms:DescribeKey'>): Promise<Look> {
  if (isKeptByAws(key)) {
    return { unfit: null, arn: '', manager: 'AWS' };
  }
  const found = (await aws('kms:DescribeKey', { KeyId: key }))?.KeyMetadata;
  return { unfit: unfitness(key, found), arn: found?.Arn ?? '', manager: found?.KeyManager ?? '' };
}

function unfitness(
  key: string,
  found: Partial<Record<'KeyState' | 'KeySpec', string | undefined>> | undefined,
): string | null {
  if (found === undefined) {
    return `there is no key ${key} in this region`;
  }
  if (found.KeyState !== 'Enabled') {
    return `the key ${key} cannot be used: its state is ${found.KeyState}`;
  }
  return found.KeySpec === 'SYMMETRIC_DEFAULT' ? null : `the key ${key} cannot be used: it is not a symmetric one`;
}

/**
 * Whether a key's policy certainly lets an AWS service encrypt on the account's behalf. What is not understood does not.
 * Source: Amazon SNS developer guide, "Managing Amazon SNS encryption keys and costs", "Enable compatibility between event
 * sources from AWS services and encrypted topics"; Amazon SQS developer guide, "Key management", the same.
 */
export function letsEncrypt(policy: string, service: string, account: string): boolean {
  try {
    const about = statementsOf(policy).filter((statement) => names(statement, service));
    const allowing = about.filter((statement) => statement.Effect === 'Allow' && isFor(statement, account));
    return (
      about.every(({ Effect }) => Effect === 'Allow') &&
      ['kms:generatedatakey', 'kms:decrypt'].every((action) => allowing.some((statement) => allows(statement, action)))
    );
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return false;
    }
    throw error;
  }
}

/** A `Deny` is about a service also where it names everybody, or everybody but some. */
function names({ Effect, Principal, NotPrincipal }: Statement, service: string): boolean {
  const isForAll = NotPrincipal !== undefined || Principal === '*' || (Principal?.['AWS'] ?? []).includes('*');
  return (
    (typeof Principal === 'object' && (Principal['Service'] ?? []).includes(service)) || (Effect === 'Deny' && isForAll)
  );
}

/** Without a condition, or on behalf of the account alone. */
function isFor(statement: Statement, account: string): boolean {
  return testsOf(statement).every(
    ({ key, operator, values }) =>
      key.toLowerCase() === 'aws:sourceaccount' && /^string(equals|like)$/i.test(operator) && values.includes(account),
  );
}

function allows({ Action = [] }: Statement, action: string): boolean {
  return Action.some((pattern) => contains(pattern.toLowerCase(), action));
}
