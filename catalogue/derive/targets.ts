import type { DriftEvent } from '../../functions/domain/event.ts';
import type { Control, Target } from '../control.ts';
import { fill, type Place, partitionOf } from './place.ts';

/** A control that an event wakes up, and the resource it is to judge. */
export interface Candidate {
  readonly control: Control;
  readonly target: Target;
}

/** A resource that only AWS Config can name by its ARN. */
export interface ConfigCandidate {
  readonly control: Control;
  readonly place: Place;
  readonly configId: { readonly type: string; readonly id: string };
}

/** An ARN that can safely become part of a key, a policy and a sentence. */
const arnForm = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|):[\x21-\x7e]{1,1024}$/;

/**
 * The controls that an event wakes up, with their resources, each pair once.
 * A resource that the event does not name, or not by a well-formed ARN, yields nothing.
 */
export function candidates(catalogue: readonly Control[], event: DriftEvent): readonly (Candidate | ConfigCandidate)[] {
  const found = catalogue.flatMap((control) => candidatesOf(control, event));
  return [...new Map(found.map((candidate) => [keyOf(candidate), candidate])).values()];
}

function candidatesOf(control: Control, event: DriftEvent): readonly (Candidate | ConfigCandidate)[] {
  switch (event['detail-type']) {
    case 'AWS API Call via CloudTrail': {
      const { eventSource, eventName, awsRegion, requestParameters, responseElements } = event.detail;
      const place = placeOf(event.account, awsRegion ?? event.region);
      const values = { ...requestParameters, responseElements: responseElements ?? {} };
      return control.triggers
        .filter((trigger) => trigger.kind === 'api-call')
        .filter(({ service, events }) => eventSource === `${service}.amazonaws.com` && events.includes(eventName))
        .flatMap(({ target }) => expand(fill(target, place), values))
        .flatMap((arn) => candidate(control, place, arn));
    }
    case 'Config Configuration Item Change': {
      const { resourceType, ARN, awsAccountId, awsRegion } = event.detail.configurationItem;
      return resourceType in control.resources ? candidate(control, placeOf(awsAccountId, awsRegion), ARN) : [];
    }
    case 'Config Rules Compliance Change': {
      const { configRuleName, resourceType, resourceId } = event.detail;
      const named = control.triggers.some((trigger) => trigger.kind === 'config-rule' && configRuleName.includes(trigger.rule));
      return named ? byConfigId(control, placeOf(event.account, event.region), resourceType, resourceId) : [];
    }
    case 'Security Hub Findings - Imported':
      return event.detail.findings.flatMap(({ Compliance, Resources, AwsAccountId }) =>
        control.triggers.some(({ kind, ...trigger }) => kind === 'security-hub' && 'control' in trigger && trigger.control === Compliance?.SecurityControlId)
          ? Resources.flatMap(({ Id, Region }) => candidate(control, placeOf(AwsAccountId, Region ?? event.region), Id))
          : [],
      );
    default:
      return event satisfies never;
  }
}

function candidate(control: Control, place: Place, arn: string): readonly Candidate[] {
  const account = arn.split(':')[4];
  const isOwn = account === '' || account === place.account;
  return arnForm.test(arn) && isOwn ? [{ control, target: { account: place.account, region: place.region, arn } }] : [];
}

function byConfigId(control: Control, place: Place, type: string, id: string): readonly (Candidate | ConfigCandidate)[] {
  const form = control.resources[type as keyof typeof control.resources];
  if (form === undefined) {
    return [];
  }
  return form === 'by-arn'
    ? [{ control, place, configId: { type, id } }]
    : candidate(control, place, fill(form, place).replace('{resourceId}', () => id));
}

/** Fills the paths of a template from the event; a list on the way gives one text for each of its entries. */
function expand(template: string, values: unknown): readonly string[] {
  const placeholder = /\{([^{}]+)\}/.exec(template);
  if (placeholder === null) {
    return [template];
  }
  const { 0: whole, 1: path = '', index } = placeholder;
  return lookUp(values, path.split('.')).flatMap((value) =>
    expand(template.slice(index + whole.length), values).map((rest) => template.slice(0, index) + value + rest),
  );
}

function lookUp(value: unknown, [head, ...rest]: readonly string[]): readonly string[] {
  if (head === undefined) {
    return typeof value === 'string' && value !== '' ? [value] : [];
  }
  const isList = head.endsWith('[]');
  const next = property(value, isList ? head.slice(0, -2) : head);
  return isList ? (Array.isArray(next) ? next.flatMap((item) => lookUp(item, rest)) : []) : lookUp(next, rest);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function placeOf(account: string, region: string): Place {
  return { partition: partitionOf(region), account, region };
}

function keyOf(candidate: Candidate | ConfigCandidate): string {
  return JSON.stringify([
    candidate.control.id,
    'target' in candidate ? candidate.target.arn : [candidate.configId.type, candidate.configId.id],
  ]);
}
