import { type Test, testsOf } from '../policy/condition.ts';
import { type Statement, statementsOf, UnreadablePolicy } from '../policy/document.ts';
import { contains, overlaps } from '../policy/glob.ts';
import type { Destination, Source } from './log-destination.ts';

const service = 'logging.s3.amazonaws.com';
const putting = 's3:putobject';

/**
 * Why the bucket's policy, or its ACL, does not let S3's log delivery in for certain, as a clause.
 * Source: Amazon S3 user guide, "Permissions for log delivery".
 */
export function delivery(
  { name, policy, takesByAcl }: Pick<Destination, 'name' | 'policy' | 'takesByAcl'>,
  source: Source,
  prefix: string,
): string | undefined {
  const objects = `arn:${source.partition}:s3:::${name}/${prefix}*`;
  try {
    const statements = policy === null ? [] : statementsOf(policy);
    if (statements.some((statement) => mayDeny(statement, source, objects))) {
      return `a statement of the policy of ${name} may deny S3’s log delivery`;
    }
    return takesByAcl || statements.some((statement) => allows(statement, source, objects))
      ? undefined
      : `neither the policy nor the ACL of ${name} lets S3’s log delivery (${service}) write ${prefix}* for ${source.name}`;
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return `the policy of ${name} could not be read: ${error.message}`;
    }
    throw error;
  }
}

function allows(statement: Statement, source: Source, objects: string): boolean {
  const { Effect, Principal, Action = [], Resource = [] } = statement;
  return (
    Effect === 'Allow' &&
    typeof Principal === 'object' &&
    (Principal['Service'] ?? []).includes(service) &&
    Action.some((action) => contains(action.toLowerCase(), putting)) &&
    Resource.some((resource) => contains(resource, objects)) &&
    testsOf(statement).every((test) => isMet(test, source) === true)
  );
}

/** Counts every `Deny` that is not certainly about others or about something else. */
function mayDeny(statement: Statement, source: Source, objects: string): boolean {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
  const names = typeof Principal === 'object' ? Object.values(Principal).flat() : ['*'];
  return (
    Effect === 'Deny' &&
    (NotPrincipal !== undefined || names.some((name) => name === '*' || name === service)) &&
    (NotAction !== undefined || (Action ?? []).some((action) => contains(action.toLowerCase(), putting))) &&
    (NotResource !== undefined || (Resource ?? []).some((resource) => overlaps(resource, objects))) &&
    !testsOf(statement).some((test) => isMet(test, source) === false)
  );
}

/** Whether S3's log delivery, which comes over TLS and on behalf of the source, meets a test; `undefined` where it cannot be told. */
function isMet(test: Test, { account, name, partition }: Source): boolean | undefined {
  switch (test.key.toLowerCase()) {
    case 'aws:securetransport':
    case 'aws:principalisawsservice':
      return isPlain(test) ? test.values.includes('true') : undefined;
    case 'aws:sourceaccount':
      return isOneOf(test, account);
    case 'aws:sourcearn':
      return isOneOf(test, `arn:${partition}:s3:::${name}`);
    default:
      return undefined;
  }
}

function isPlain({ operator }: Test): boolean {
  return /^bool(ifexists)?$/i.test(operator);
}

function isOneOf({ comparison, quantifier, negated, values }: Test, value: string): boolean | undefined {
  if (quantifier !== undefined || !['exact', 'glob', 'arn'].includes(comparison)) {
    return undefined;
  }
  const found = values.some((pattern) => (comparison === 'exact' ? pattern === value : contains(pattern, value)));
  return found !== negated;
}
