import type { Target } from '../control.ts';
import { isVariable, type Test, testsOf } from '../policy/condition.ts';
import { type Statement, statementsOf } from '../policy/document.ts';
import { contains } from '../policy/glob.ts';

/** Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS", step 2. */
const needed = [
  'kms:encrypt',
  'kms:decrypt',
  'kms:reencryptfrom',
  'kms:reencryptto',
  'kms:generatedatakey',
  'kms:generatedatakeywithoutplaintext',
  'kms:describekey',
];
const context = 'kms:encryptioncontext:aws:logs:arn';

/**
 * Whether a key policy clearly lets CloudWatch Logs use the key for a group. Every denial that may be about the service,
 * and every condition on anything but the group, counts as no: a group whose key cannot be used loses its logs.
 */
export function letsLogsUse(policy: string, group: Target): boolean {
  const statements = statementsOf(policy);
  const allowed = statements.filter((statement) => statement.Effect === 'Allow' && isForLogs(statement, group));
  return (
    !statements.some((statement) => statement.Effect === 'Deny' && mayConcernServices(statement)) &&
    needed.every((action) => allowed.some((statement) => grants(statement, action)))
  );
}

function isForLogs(statement: Statement, group: Target): boolean {
  const { Principal, Resource = [] } = statement;
  const services = typeof Principal === 'object' ? (Principal['Service'] ?? []) : [];
  const suffix = group.region.startsWith('cn-') ? 'amazonaws.com(\\.cn)?' : 'amazonaws.com';
  const logs = new RegExp(`^logs\\.${group.region}\\.${suffix}$`);
  return (
    services.some((service) => logs.test(service)) &&
    Resource.includes('*') &&
    testsOf(statement).every((test) => isMetBy(test, group.arn))
  );
}

function grants({ Action = [] }: Statement, needed: string): boolean {
  return Action.some((action) => contains(action.toLowerCase(), needed));
}

function isMetBy(test: Test, arn: string): boolean {
  return (
    test.key.toLowerCase() === context &&
    !test.negated &&
    test.quantifier === undefined &&
    test.values.some((value) => !isVariable(value) && fits(value, arn, test))
  );
}

function fits(value: string, arn: string, { comparison }: Test): boolean {
  switch (comparison) {
    case 'exact':
      return value === arn;
    case 'glob':
      return contains(value, arn);
    case 'arn':
      return partsOf(arn).every((part, index) => contains(partsOf(value)[index] ?? '', part));
    case 'address':
    case 'presence':
    case 'other':
      return false;
    default:
      return comparison satisfies never;
  }
}

/** An ARN's own parts, the last of which may have colons. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Only a denial for accounts, roles or users by name is about no service. */
function mayConcernServices({ Principal }: Statement): boolean {
  return (
    typeof Principal !== 'object' ||
    Object.entries(Principal).some(([kind, values]) => kind !== 'AWS' || values.includes('*'))
  );
}
