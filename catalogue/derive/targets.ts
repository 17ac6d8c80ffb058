import type { DriftEvent } from '../../functions/domain/event.ts';
import { matchesAny } from '../../functions/domain/glob.ts';
import type { Control, ResourceType, Target } from '../control.ts';
import { fill, type Place, partitionOf, regionOf } from './place.ts';
import { triggersOf, typesThatWake } from './triggers.ts';

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

type Found = Candidate | ConfigCandidate;
type Of<Type extends DriftEvent['detail-type']> = Extract<DriftEvent, { 'detail-type': Type }>;

/**
 * An ARN that can safely become part of a key, a policy and a sentence: no wildcard, no policy variable, no markup. The one
 * name with a sign of its own is API Gateway's stage `$default`. Its first groups are partition, region and account.
 */
const arnForm = /^arn:(aws[a-z-]*):[a-z0-9-]+:([a-z0-9-]*):(\d{12}|):[\w+=,.@/:!#~%-]{1,1024}(?:\/stages\/\$default)?$/;

/**
 * The controls that an event wakes up, with their resources, each pair once.
 * A resource that the event does not name, or not by a well-formed ARN in the event's own account, region and partition
 * that the control's permissions cover, yields nothing.
 */
export function candidates(catalogue: readonly Control[], event: DriftEvent): readonly Found[] {
  const found = catalogue.flatMap((control) => candidatesOf(control, event));
  return [...new Map(found.map((candidate) => [keyOf(candidate), candidate])).values()];
}

function candidatesOf(control: Control, event: DriftEvent): readonly Found[] {
  switch (event['detail-type']) {
    case 'AWS API Call via CloudTrail':
      return fromCall(control, event);
    case 'Config Configuration Item Change':
      return fromConfigItem(control, event);
    case 'Config Rules Compliance Change':
      return fromConfigRule(control, event);
    case 'Security Hub Findings - Imported':
      return fromSecurityHub(control, event);
    default:
      return event satisfies never;
  }
}

function fromCall(control: Control, { account, region, detail }: Of<'AWS API Call via CloudTrail'>): readonly Found[] {
  const { eventSource, eventName, awsRegion, requestParameters, responseElements } = detail;
  const place = placeOf(account, awsRegion ?? region);
  const values = { ...requestParameters, responseElements };
  return triggersOf(control, 'api-call')
    .filter(({ service, events }) => eventSource === `${service}.amazonaws.com` && events.includes(eventName))
    .flatMap(({ target }) => expand(fill(target, place), values))
    .flatMap((text) => candidate(control, place, innermost(text)));
}

/** Config says that IAM's resources are in the region `global`; their event comes from a real one. */
function fromConfigItem(
  control: Control,
  { region, detail }: Of<'Config Configuration Item Change'>,
): readonly Found[] {
  const { resourceType, ARN, awsAccountId, awsRegion } = detail.configurationItem;
  const place = placeOf(awsAccountId, awsRegion === 'global' ? region : awsRegion);
  return typesThatWake(control).includes(resourceType) ? candidate(control, place, ARN) : [];
}

/** A rule deployed by a conformance pack or by Security Hub carries a prefix and a suffix around the managed rule's name. */
function fromConfigRule(
  control: Control,
  { account, region, detail }: Of<'Config Rules Compliance Change'>,
): readonly Found[] {
  const { configRuleName, resourceType: type, resourceId: id } = detail;
  const form = formOf(control, type);
  if (form === undefined || !triggersOf(control, 'config-rule').some(({ rule }) => configRuleName.includes(rule))) {
    return [];
  }
  const place = placeOf(account, region);
  return form === 'by-arn'
    ? [{ control, place, configId: { type, id } }]
    : candidate(
        control,
        place,
        fill(form, place).replace('{resourceId}', () => id),
      );
}

function fromSecurityHub(
  control: Control,
  { region, detail }: Of<'Security Hub Findings - Imported'>,
): readonly Found[] {
  const named = new Set(triggersOf(control, 'security-hub').map((trigger) => trigger.control));
  return detail.findings
    .filter(({ Compliance }) => named.has(Compliance?.SecurityControlId ?? ''))
    .flatMap(({ Resources, AwsAccountId }) => Resources.map((resource) => ({ ...resource, AwsAccountId })))
    .flatMap(({ Id, Region, AwsAccountId }) => {
      const place = placeOf(AwsAccountId, Region ?? region);
      return candidate(control, place, accountIn(Id, control, place) ?? Id);
    });
}

/** Security Hub calls a whole account `AWS::::Account:111122223333`; the control says what ARN stands for it. */
function accountIn(id: string, control: Control, place: Place): string | undefined {
  const form = id === `AWS::::Account:${place.account}` ? formOf(control, 'AWS::::Account') : undefined;
  return form && fill(form, place);
}

/** How a control forms the ARN of a resource of a type; undefined where it does not judge that type. */
function formOf({ resources }: Control, type: string): string | undefined {
  return Object.hasOwn(resources, type) ? resources[type as ResourceType] : undefined;
}

/** A resource for a control, by its ARN; none where the ARN is of another place, or no resource that the control judges. */
export function candidate(control: Control, place: Place, arn: string): readonly Candidate[] {
  return isIn(place, arn) && isCovered(control, place, arn)
    ? [{ control, target: { account: place.account, region: regionOf(arn, place), arn } }]
    : [];
}

function isIn(place: Place, arn: string): boolean {
  const [, partition, region, account] = arnForm.exec(arn) ?? [];
  return (
    partition === place.partition &&
    (region === '' || region === place.region) &&
    (account === '' || account === place.account)
  );
}

/** An event may name a resource of another kind than the control's, a finding's second resource for instance. */
function isCovered({ reads, writes, resources }: Control, place: Place, arn: string): boolean {
  const forms = Object.values(resources).map((form) => form.replace('{resourceId}', '*'));
  const patterns = [...reads.map(({ on }) => on), ...writes.filter(({ besides }) => !besides).map(({ on }) => on)];
  const named = [...patterns.filter((pattern) => pattern !== '*'), ...forms];
  return matchesAny(
    named.map((pattern) => fill(pattern, place)),
    arn,
  );
}

/** A parameter that takes an id or an ARN puts a whole ARN where the id was meant to stand. */
function innermost(text: string): string {
  return text.slice(Math.max(0, text.lastIndexOf('arn:aws')));
}

/** Fills the paths of a template from the event; a list on the way gives one text for each of its entries. */
function expand(template: string, values: unknown): readonly string[] {
  const placeholder = /\{([^{}]+)\}/.exec(template);
  if (placeholder === null) {
    return [template];
  }
  const { 0: whole, 1: inside = '', index } = placeholder;
  const [path = '', part] = inside.split(':');
  return lookUp(values, path.split('.')).flatMap((value) => {
    const filling = part === 'name' ? value.slice(value.lastIndexOf('/') + 1) : value;
    return expand(template.slice(index + whole.length), values).map(
      (rest) => template.slice(0, index) + filling + rest,
    );
  });
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

function keyOf(found: Found): string {
  const { account, region } = 'target' in found ? found.target : found.place;
  return JSON.stringify([found.control.id, account, region, 'target' in found ? found.target.arn : found.configId]);
}
