import type { Control } from '../control.ts';
import { chunked } from './chunks.ts';
import { triggersOf, typesThatWake } from './triggers.ts';

/** An EventBridge event pattern, as JSON. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * EventBridge takes 2,048 characters for a pattern (Amazon EventBridge quotas, "Event pattern size"). What is left is room
 * for the names that the local deployment adds, and for a partition that is longer than its placeholder.
 */
const mostCharacters = 1900;

/**
 * The event patterns that wake the controls up, by the name of their rule: for each service's CloudTrail calls, for
 * Config's item changes, for Config's rules and for Security Hub. What does not fit into one rule goes on in the next,
 * `calls-ec2-2`. Refused calls changed nothing, and calls of Homeostat's own sessions (ARNs that begin with
 * `ownSessions`) are no drift: both are left out.
 */
export function eventPatterns(
  controls: readonly Control[],
  ownSessions: string,
): Readonly<Record<string, EventPattern>> {
  const calls = controls.flatMap((control) => triggersOf(control, 'api-call'));
  const types = controls.flatMap(typesThatWake);
  const rules = controls.flatMap((control) => triggersOf(control, 'config-rule')).map(({ rule }) => rule);
  const hubs = controls.flatMap((one) => triggersOf(one, 'security-hub')).map(({ control }) => control);
  return Object.fromEntries([
    ...sorted(calls.map(({ service }) => service)).flatMap((service) => {
      const events = calls.filter((call) => call.service === service).flatMap((call) => call.events);
      return rulesFor(`calls-${service}`, events, (some) => callPattern(service, some, ownSessions));
    }),
    ...rulesFor('config-items', types, configItemPattern),
    ...rulesFor('config-rules', rules, configRulePattern),
    ...rulesFor('security-hub', hubs, securityHubPattern),
  ]);
}

function rulesFor(
  name: string,
  values: readonly string[],
  pattern: (some: readonly string[]) => EventPattern,
): readonly (readonly [string, EventPattern])[] {
  const fits = (some: readonly string[]) => JSON.stringify(pattern(some)).length <= mostCharacters;
  return chunked(sorted(values), fits).map(
    (some, index) => [index === 0 ? name : `${name}-${index + 1}`, pattern(some)] as const,
  );
}

function callPattern(service: string, events: readonly string[], ownSessions: string): EventPattern {
  return {
    source: [`aws.${service}`],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: [`${service}.amazonaws.com`],
      eventName: events,
      errorCode: [{ exists: false }],
      // A caller without an ARN, an AWS service, matches only by its absence.
      userIdentity: { $or: [{ arn: [{ exists: false }] }, { arn: [{ 'anything-but': { prefix: ownSessions } }] }] },
    },
  };
}

function configItemPattern(types: readonly string[]): EventPattern {
  return {
    source: ['aws.config'],
    'detail-type': ['Config Configuration Item Change'],
    detail: {
      messageType: ['ConfigurationItemChangeNotification'],
      configurationItem: {
        resourceType: types,
        configurationItemStatus: ['OK', 'ResourceDiscovered'],
      },
    },
  };
}

/**
 * What comes before the managed rule's name where Security Hub or an organization deployed it; a conformance pack puts
 * something behind it. Wildcards would say it shorter, but EventBridge refuses a pattern with eight of them as too complex.
 */
const rulePrefixes = ['', 'securityhub-', 'OrgConfigRule-'];

function configRulePattern(rules: readonly string[]): EventPattern {
  return {
    source: ['aws.config'],
    'detail-type': ['Config Rules Compliance Change'],
    detail: {
      messageType: ['ComplianceChangeNotification'],
      configRuleName: rules.flatMap((rule) => rulePrefixes.map((before) => ({ prefix: `${before}${rule}` }))),
      newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
    },
  };
}

function securityHubPattern(hubs: readonly string[]): EventPattern {
  return {
    source: ['aws.securityhub'],
    'detail-type': ['Security Hub Findings - Imported'],
    detail: {
      findings: {
        Compliance: { SecurityControlId: hubs, Status: ['FAILED', 'WARNING'] },
        Workflow: { Status: ['NEW', 'NOTIFIED'] },
        RecordState: ['ACTIVE'],
      },
    },
  };
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
