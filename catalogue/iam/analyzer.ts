import type { Output } from '../calls.ts';
import type { Caller, NonEmpty, Permission } from '../control.ts';
import type { Answers } from '../trim/prove.ts';

/**
 * The error of a service that does not know a call. An emulator without IAM Access Analyzer gives it; what AWS refuses or cannot
 * answer now is another one, and holds.
 */
const unknownCall = ['UnknownOperationException'];

/** What asking IAM Access Analyzer about a policy takes. */
export const questions = [
  { call: 'access-analyzer:CheckNoNewAccess', on: '*', absent: unknownCall },
  { call: 'access-analyzer:ValidatePolicy', on: '*', absent: unknownCall },
] as const satisfies NonEmpty<Permission>;
type Aws = Caller<(typeof questions)[number]['call']>;

interface Texts {
  readonly old: string;
  readonly trimmed: string;
  /** The part of the old one that is used; `null` where nothing is. */
  readonly least: string | null;
}

/** What speaks against a trimmed policy, as Access Analyzer sees it. */
export async function askedAbout({ old, trimmed, least }: Texts, aws: Aws): Promise<Answers> {
  const [noMore, enough, errors] = await Promise.all([
    newAccess(old, trimmed, aws),
    least === null ? [] : newAccess(trimmed, least, aws),
    errorsIn(trimmed, aws),
  ]);
  return { noMore, enough, errors };
}

async function newAccess(
  existingPolicyDocument: string,
  newPolicyDocument: string,
  aws: Aws,
): Promise<string[] | null> {
  const texts = { existingPolicyDocument, newPolicyDocument };
  const answer = await aws('access-analyzer:CheckNoNewAccess', { ...texts, policyType: 'IDENTITY_POLICY' });
  if (answer === undefined) {
    return null;
  }
  const { result, message = 'it may grant more', reasons = [] } = answer;
  return result === 'PASS' ? [] : [message, ...reasons.flatMap(({ description }) => description ?? [])];
}

async function errorsIn(policyDocument: string, aws: Aws): Promise<string[] | null> {
  const errors: string[] = [];
  for (let nextToken: string | undefined, isFirst = true; isFirst || nextToken !== undefined; isFirst = false) {
    const asked = { policyDocument, policyType: 'IDENTITY_POLICY' as const, ...(nextToken && { nextToken }) };
    const page: Output<'access-analyzer:ValidatePolicy'> | undefined = await aws(
      'access-analyzer:ValidatePolicy',
      asked,
    );
    if (page === undefined) {
      return null;
    }
    errors.push(...(page.findings ?? []).flatMap(errorOf));
    nextToken = page.nextToken;
  }
  return errors;
}

type Finding = NonNullable<Output<'access-analyzer:ValidatePolicy'>['findings']>[number];

function errorOf({ findingType, issueCode, findingDetails }: Finding): readonly string[] {
  return findingType === 'ERROR' ? [`${issueCode}: ${findingDetails}`] : [];
}
