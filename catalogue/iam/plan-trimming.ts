import { unproven } from '../checks.ts';
import type { Change, NonEmpty, Plan, Undo, Watch } from '../control.ts';
import { difference, grantedBy } from '../trim/action-set.ts';
import { proofOf } from '../trim/prove.ts';
import { serviceOf } from '../trim/service-of.ts';
import type { TrimSettings } from '../trim/settings.ts';
import { without } from '../trim/weigh.ts';
import { partsOf } from './arn.ts';
import type { Call } from './calls.ts';
import { spelling } from './spelling.ts';
import type { InlineGrants, ManagedGrants, UsedGrants, UsedPolicy } from './used-grants.ts';
import { newDefault } from './versions.ts';

type Way = Extract<Plan<UsedGrants, Call>, { outcome: 'change' }>;
type Weighed = ManagedGrants | InlineGrants;

/** Takes out of policies what notice was given of and nobody uses still. */
export function planTrimming(grants: UsedGrants, settings: TrimSettings, now: Date): Plan<UsedGrants, Call> {
  if (grants.kind === 'untouchable') {
    return { outcome: 'leave', because: grants.because };
  }
  const whose = nameOf(grants);
  if (grants.unused === 0) {
    return { outcome: 'compliant' };
  }
  const because = whyNotNow(grants, settings, now);
  if (because !== undefined) {
    return { outcome: 'leave', because: `${whose}: ${because}` };
  }
  const cuts = cutsOf(grants, settings);
  const [first, ...others] = cuts;
  if (first === undefined) {
    return {
      outcome: 'leave',
      because: `${whose}: ${actions(grants.unused ?? 0)} unused of which no notice was given yet`,
    };
  }
  const proof = [first, ...others].flatMap((one) => one.proof);
  const flaw = unproven(proof);
  return flaw === undefined
    ? wayOf(grants, [first, ...others], settings)
    : { outcome: 'leave', because: `${whose}: ${flaw}` };
}

/** When what notice was given of may go: after the notice, and a grace period after it was granted, as far as that is known. */
export function endOfNotice(
  { notice, changedAt }: { readonly notice: { since: string; until: string }; readonly changedAt: string | null },
  { graceDays }: Pick<TrimSettings, 'graceDays'>,
): Date {
  const granted = Date.parse(changedAt ?? notice.since);
  return new Date(Math.max(Date.parse(notice.until), granted + graceDays * 86_400_000));
}

function whyNotNow(grants: Weighed, settings: TrimSettings, now: Date): string | undefined {
  const { refusals, notice, unused } = grants;
  if (refusals.length > 0) {
    const known = unused === null ? 'nothing goes' : `${actions(unused)} unused as far as is known, and nothing goes`;
    return `${known}: ${refusals.join('; ')}`;
  }
  const going = countOf(grants);
  if (notice === null) {
    return `${actions(going)} unused; they go after a notice of ${settings.noticeDays} days, which is not given yet`;
  }
  const changedAt = grants.kind === 'managed' ? grants.changedAt : null;
  const end = endOfNotice({ notice, changedAt }, settings);
  return now < end && going > 0
    ? `notice until ${end.toISOString()}: ${going} ${going === 1 ? 'action' : 'actions'} would go`
    : undefined;
}

/** One policy with something to take out. */
interface Cut {
  readonly policy: UsedPolicy;
  /** `null` where nothing is left of it. */
  readonly document: string | null;
  readonly proof: ReturnType<typeof proofOf>;
  readonly count: number;
}

function cutsOf(grants: Weighed, settings: TrimSettings): readonly Cut[] {
  return policiesOf(grants).flatMap((policy) => {
    const result = without(policy.document, policy, settings);
    if (result.outcome !== 'trimmed') {
      return [];
    }
    const { document } = result;
    const { used, answers } = policy;
    const name = grants.kind === 'managed' ? nameOf(grants) : `inline policy ${policy.name}`;
    const proof = proofOf({ name, old: policy.document, trimmed: document, used, answers });
    return [{ policy, document, proof, count: countIn(policy) }];
  });
}

function wayOf(grants: Weighed, cuts: NonEmpty<Cut>, settings: TrimSettings): Way {
  const [first, ...others] = cuts;
  const affects = affectedBy(grants);
  const watch = watchOver(grants, cuts);
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: lossOf(grants, cuts, settings) },
    ...(grants.kind === 'managed' ? managedCalls(grants, first) : inlineCalls(grants, [first, ...others])),
    ...(affects.length > 0 && { affects }),
    ...(watch.length > 0 && { watch }),
    asks: true,
    proof: [...first.proof, ...others.flatMap(({ proof }) => proof)],
    after: afterwards(grants, cuts),
  };
}

/**
 * Stands in for an empty policy, which IAM does not have, and grants nothing at all.
 * Source: AWS STS API reference, GetCallerIdentity: who is denied it can still call it.
 */
export const emptied = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'NothingOfThisPolicyWasUsed', Effect: 'Deny', Action: 'sts:GetCallerIdentity', Resource: '*' }],
});

function managedCalls(
  grants: ManagedGrants,
  { document, count }: Cut,
): Pick<Way, 'apply'> & { undo: NonEmpty<Undo<Call>> } {
  const { arn, version, oldest } = grants;
  const says =
    document === null
      ? `Empty ${nameOf(grants)} with a new default version: nothing of it is used`
      : `Take ${count} unused ${count === 1 ? 'action' : 'actions'} out of ${nameOf(grants)} with a new default version`;
  return newDefault({ arn, use: { version, oldest }, document: document ?? emptied, says });
}

function inlineCalls(
  { type, name }: InlineGrants,
  [first, ...others]: NonEmpty<Cut>,
): Pick<Way, 'apply'> & { undo: NonEmpty<Undo<Call>> } {
  const put = ({ policy, document, count }: Cut): Change<Call> => {
    const whose = `inline policy ${policy.name} of ${type} ${name}`;
    return document === null
      ? spelling[type].remove(name, policy.name, `Delete ${whose}: nothing of it is used`)
      : spelling[type].put(
          name,
          { name: policy.name, document },
          `Take ${count} unused ${count === 1 ? 'action' : 'actions'} out of ${whose}`,
        );
  };
  const restore = ({ policy }: Cut, undoes: number): Undo<Call> => {
    const says = `Give inline policy ${policy.name} of ${type} ${name} its earlier text back`;
    return { ...spelling[type].put(name, { name: policy.name, document: policy.document }, says), undoes };
  };
  return {
    apply: [put(first), ...others.map(put)],
    undo: [restore(first, 0), ...others.map((cut, index) => restore(cut, index + 1))],
  };
}

function afterwards(grants: Weighed, cuts: NonEmpty<Cut>): UsedGrants {
  const trimmed = (policy: UsedPolicy, none: string | null): readonly UsedPolicy[] => {
    const cut = cuts.find((one) => one.policy === policy);
    const document = cut === undefined ? policy.document : (cut.document ?? none);
    return document === null ? [] : [{ ...policy, document, goes: [] }];
  };
  if (grants.kind === 'inline') {
    return { ...grants, unused: 0, policies: grants.policies.flatMap((policy) => trimmed(policy, null)) };
  }
  const [policy = grants.policy] = trimmed(grants.policy, emptied);
  return { ...grants, version: 'a new one', oldest: null, unused: 0, policy };
}

function lossOf(grants: Weighed, cuts: NonEmpty<Cut>, { windowDays }: TrimSettings): string {
  const count = cuts.reduce((sum, one) => sum + one.count, 0);
  const left = policiesOf(grants).flatMap((policy) => policy.left);
  return [
    `${whoLoses(grants)} ${count} ${count === 1 ? 'action' : 'actions'} that nobody was seen to use in ${windowDays} days; notice was given on ${grants.notice?.since.slice(0, 10)}`,
    'whoever needs one more seldom than that is refused it',
    ...(cuts.some(({ policy }) => policy.goes.some(isShort))
      ? ['where a reason names ec2:*, it is every action of ec2 that no other reason names']
      : []),
    ...(left.length > 0 ? [`as they are stay: ${left.join('; ')}`] : []),
  ].join('; ');
}

function isShort({ actions: named }: UsedPolicy['goes'][number]): boolean {
  return named.some((action) => action.endsWith(':*'));
}

function whoLoses(grants: Weighed): string {
  if (grants.kind === 'inline') {
    const { type, name } = grants;
    return `${type === 'group' ? 'everybody in group' : type} ${name} loses`;
  }
  const { holders } = grants;
  const names = holders.map((arn) => `${partsOf(arn).type} ${partsOf(arn).name}`).join(', ');
  return `${names} ${holders.length === 1 ? 'loses' : 'lose'} (policy ${partsOf(grants.arn).name})`;
}

/** Others than the target whom it touches, by ARNs without their paths. */
function affectedBy(grants: Weighed): readonly string[] {
  return grants.kind === 'inline' && grants.type !== 'group' ? [] : grants.holders.map(withoutPath);
}

function withoutPath(arn: string): string {
  const { type, name } = partsOf(arn);
  return `${arn.split(':').slice(0, 5).join(':')}:${type}/${name}`;
}

/** For so many days whoever lost something is watched for being refused it. */
const watchDays = 90;
/** A plan goes through a workflow, with other things besides. */
const mostOfWatch = 24_000;

/** Whom to watch for being refused what goes: by its actions where they fit, else by their services, else for anything. */
function watchOver({ holders }: Weighed, cuts: NonEmpty<Cut>): readonly Watch[] {
  const gone = goneOf(cuts);
  const services = [...new Set(gone.map(serviceOf))].map((service) => `${service}:*`);
  const fitting = [gone, services].find((some) => holders.length * JSON.stringify(some).length <= mostOfWatch);
  const [first, ...others] = fitting ?? ['*'];
  return first === undefined
    ? []
    : holders.map((principal) => ({ principal, actions: [first, ...others], days: watchDays }));
}

function goneOf(cuts: NonEmpty<Cut>): readonly string[] {
  const gone = cuts.flatMap(({ policy, document }) => [
    ...difference(grantedBy(policy.document), document === null ? new Set() : grantedBy(document)),
  ]);
  return [...new Set(gone)].toSorted();
}

function policiesOf(grants: Weighed): readonly UsedPolicy[] {
  return grants.kind === 'managed' ? [grants.policy] : grants.policies;
}

function nameOf(grants: Weighed): string {
  return grants.kind === 'managed' ? `policy ${partsOf(grants.arn).name}` : `${grants.type} ${grants.name}`;
}

function countOf(grants: Weighed): number {
  return policiesOf(grants).reduce((sum, policy) => sum + countIn(policy), 0);
}

function countIn({ goes }: UsedPolicy): number {
  return goes.reduce((sum, { count }) => sum + count, 0);
}

function actions(count: number): string {
  return count === 1 ? '1 action is' : `${count} actions are`;
}
