import type { Control, Trigger } from '../control.ts';

/** An EventBridge event pattern, as JSON. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

type Of<Kind extends Trigger['kind']> = Extract<Trigger, { kind: Kind }>;

/**
 * The event patterns that wake the controls up, by the name of their rule: one for each service's CloudTrail calls,
 * one for Config's item changes, one for Config's rules and one for Security Hub. Refused calls changed nothing, and
 * calls of Homeostat's own sessions (ARNs that begin with `ownSessions`) are no drift: both are left out.
 */
export function eventPatterns(
  controls: readonly Control[],
  ownSessions: string,
): Readonly<Record<string, EventPattern>> {
  const calls = triggers(controls, 'api-call');
  const services = sorted(calls.map(({ service }) => service));
  return {
    ...Object.fromEntries(services.map((service) => [`calls-${service}`, callPattern(service, calls, ownSessions)])),
    'config-items': configItemPattern(controls),
    ...optional('config-rules', triggers(controls, 'config-rule'), configRulePattern),
    ...optional('security-hub', triggers(controls, 'security-hub'), securityHubPattern),
  };
}

function callPattern(service: string, calls: readonly Of<'api-call'>[], ownSessions: string): EventPattern {
  const events = calls.filter((call) => call.service === service).flatMap((call) => call.events);
  return {
    source: [`aws.${service}`],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: [`${service}.amazonaws.com`],
      eventName: sorted(events),
      errorCode: [{ exists: false }],
      // A caller without an ARN, an AWS service, matches only by its absence.
      userIdentity: { $or: [{ arn: [{ exists: false }] }, { arn: [{ 'anything-but': { prefix: ownSessions } }] }] },
    },
  };
}

function configItemPattern(controls: readonly Control[]): EventPattern {
  return {
    source: ['aws.config'],
    'detail-type': ['Config Configuration Item Change'],
    detail: {
      messageType: ['ConfigurationItemChangeNotification'],
      configurationItem: {
        resourceType: sorted(controls.flatMap(({ resources }) => Object.keys(resources))),
        configurationItemStatus: ['OK', 'ResourceDiscovered'],
      },
    },
  };
}

/** A rule deployed by a conformance pack or by Security Hub carries a prefix and a suffix around the managed rule's name. */
function configRulePattern(rules: readonly Of<'config-rule'>[]): EventPattern {
  return {
    source: ['aws.config'],
    'detail-type': ['Config Rules Compliance Change'],
    detail: {
      messageType: ['ComplianceChangeNotification'],
      configRuleName: sorted(rules.map(({ rule }) => rule)).map((rule) => ({ wildcard: `*${rule}*` })),
      newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
    },
  };
}

function securityHubPattern(hubs: readonly Of<'security-hub'>[]): EventPattern {
  return {
    source: ['aws.securityhub'],
    'detail-type': ['Security Hub Findings - Imported'],
    detail: {
      findings: {
        Compliance: { SecurityControlId: sorted(hubs.map(({ control }) => control)), Status: ['FAILED', 'WARNING'] },
        Workflow: { Status: ['NEW', 'NOTIFIED'] },
        RecordState: ['ACTIVE'],
      },
    },
  };
}

function triggers<Kind extends Trigger['kind']>(controls: readonly Control[], kind: Kind): readonly Of<Kind>[] {
  return controls
    .flatMap((control) => control.triggers)
    .filter((trigger): trigger is Of<Kind> => trigger.kind === kind);
}

function optional<T>(name: string, found: readonly T[], pattern: (found: readonly T[]) => EventPattern) {
  return found.length > 0 ? { [name]: pattern(found) } : {};
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
