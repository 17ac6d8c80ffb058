import type { Caller, NonEmpty, Permission, Target } from '../control.ts';
import { tagsOf } from '../tags.ts';
import type { Evidence } from '../trim/evidence.ts';
import { optedOutByTag } from '../trim/opt-out.ts';
import type { Answers } from '../trim/prove.ts';
import { isTooLong, refusals, type Subject } from '../trim/refuse.ts';
import type { TrimSettings } from '../trim/settings.ts';
import type { Usage } from '../trim/usage.ts';
import { onlyUsed, type Weighed, weigh, without } from '../trim/weigh.ts';
import { askedAbout, questions } from './analyzer.ts';
import { isAwsManaged, partsOf } from './arn.ts';
import { reads as grantReads } from './calls.ts';
import { deactivation } from './deactivation.ts';
import type { Inline, Kind } from './grants.ts';
import { type Holder, holdersBehind, holdersOf } from './holders.ts';
import { keeperOf, wayIn } from './plan-grants.ts';
import { endOfNotice } from './plan-trimming.ts';
import { readInline, readOldest, readVersion } from './read-grants.ts';
import { timeOf } from './unused.ts';
import type { UsedGrants, UsedPolicy } from './used-grants.ts';

/** What weighing the grants of principals and policies against their use takes. */
export const usedGrantReads = [
  ...grantReads,
  { call: 'homeostat:GetUsage', on: '*', absent: ['NoUsage'] },
  ...questions,
] as const satisfies NonEmpty<Permission>;
type Aws = Caller<(typeof usedGrantReads)[number]['call']>;

interface Asking {
  readonly target: Target;
  readonly settings: TrimSettings;
  readonly aws: Aws;
  readonly now: Date;
}

/** What a managed policy, or a principal's own policies, grant, weighed against what their holders use. */
export async function readUsedGrants(asking: Asking): Promise<UsedGrants> {
  const { arn } = asking.target;
  if (isAwsManaged(arn)) {
    return untouchable(`policy ${partsOf(arn).name} is kept by AWS: a copy of it can be trimmed and put in its place`);
  }
  const { type, name, path } = partsOf(arn);
  if (type === 'policy') {
    return readManaged(asking);
  }
  const keeper = keeperOf({ type, name, path });
  return keeper === undefined ? readPrincipal(type, name, asking) : untouchable(keeper);
}

async function readManaged(asking: Asking): Promise<UsedGrants> {
  const { target, aws } = asking;
  const { arn } = target;
  const policy = (await aws('iam:GetPolicy', { PolicyArn: arn }))?.Policy;
  const version = policy?.DefaultVersionId ?? '';
  const [document, holders] = await Promise.all([readVersion(arn, version, aws), holdersOf(arn, aws)]);
  if (document === undefined) {
    throw new Error(`version ${version} of ${arn} went away while it was read`);
  }
  const { name } = partsOf(arn);
  const changedAt = timeOf(policy?.UpdateDate ?? policy?.CreateDate);
  const bounds = (policy?.PermissionsBoundaryUsageCount ?? 0) > 0;
  const whose = { name: `policy ${name}`, tags: tagsOf(policy?.Tags) };
  const texts = [{ name, document }];
  const weighed = await weighAll({ ...asking, texts, holders, whose, where: 'managed', changedAt, bounds });
  const { policies, isDue, ...rest } = weighed;
  const [only] = policies;
  if (only === undefined) {
    throw new TypeError(`${arn} has no text`);
  }
  const oldest = isDue ? await readOldest(arn, aws) : null;
  return { kind: 'managed', arn, version, changedAt, oldest, policy: only, ...rest };
}

async function readPrincipal(type: Kind, name: string, asking: Asking): Promise<UsedGrants> {
  const inline = await readInline(type, name, asking.aws);
  const texts = inline.filter((policy) => policy.name !== deactivation.name);
  if (texts.length === 0) {
    return { kind: 'inline', type, name, policies: [], holders: [], unused: 0, refusals: [], notice: null };
  }
  const holders = await holdersBehind([{ type, name }], asking.aws);
  const isOff = texts.length < inline.length;
  const weighed = await weighAll({ ...asking, texts, holders, where: type, changedAt: null, isOff });
  const { isDue: _, ...rest } = weighed;
  return { kind: 'inline', type, name, ...rest };
}

interface Weighing extends Asking {
  readonly texts: readonly Inline[];
  readonly holders: readonly Holder[];
  /** A policy with tags of its own. */
  readonly whose?: { readonly name: string; readonly tags: Readonly<Record<string, string>> };
  readonly where: 'managed' | Kind;
  readonly changedAt: string | null;
  readonly bounds?: boolean;
  /** Whether what holds it is deactivated. */
  readonly isOff?: boolean;
}

async function weighAll(weighing: Weighing) {
  const { target, aws, settings, texts, holders, changedAt, now } = weighing;
  const principals = holders.map(({ arn }) => arn);
  const usage = await aws('homeostat:GetUsage', { account: target.account, subject: target.arn, principals });
  const notice = usage?.notice ?? null;
  const holder = { evidence: usage?.evidence ?? [], runsFunctions: holders.some(({ runsFunctions }) => runsFunctions) };
  const weighed = texts.map((text) => ({ ...text, ...weigh(text.document, { holder, notice, settings, now }) }));
  const why = whyNot(weighing, usage, weighed);
  const isDue =
    why.length === 0 &&
    weighed.some(({ goes }) => goes.length > 0) &&
    notice !== null &&
    now >= endOfNotice({ notice, changedAt }, settings);
  return {
    policies: await Promise.all(weighed.map((one) => told(one, { isRefused: why.length > 0, isDue, aws, settings }))),
    holders: principals,
    unused: weighed.some(({ unreadable }) => unreadable) ? null : weighed.reduce((sum, { unused }) => sum + unused, 0),
    refusals: why,
    notice: notice && { since: notice.since, until: notice.until },
    isDue,
  };
}

type Text = Inline & Weighed;

/** Why nothing is taken out, whatever is unused. */
function whyNot(weighing: Weighing, usage: Usage | undefined, weighed: readonly Text[]): string[] {
  const { settings, holders, whose, now, isOff } = weighing;
  const window = { now, days: settings.windowDays };
  const tagged = [...(whose ? [whose] : []), ...holders.map(({ arn, tags }) => ({ name: arn, tags }))];
  const reasons = [
    ...weighed.flatMap(({ name, unreadable }) => (unreadable ? [`policy ${name} cannot be read: ${unreadable}`] : [])),
    ...tagged.flatMap(({ name, tags }) => optedOutByTag(name, tags, now) ?? []),
    ...(holders.some(({ arn }) => partsOf(arn).name === wayIn)
      ? [`role ${wayIn}, the organization’s own way into the account, holds it`]
      : []),
    ...(isOff ? ['it is deactivated: that nothing is used says nothing now'] : []),
    ...(usage === undefined
      ? ['what its holders use is not gathered: Homeostat does that where it is deployed']
      : refusals(subjectOf(weighing, usage.evidence), window)),
  ];
  return reasons.length > 0 ? reasons : whyTooLong(weighing, weighed);
}

function subjectOf({ target, where, changedAt, bounds = false, holders }: Weighing, evidence: Evidence[]): Subject {
  const managed = where === 'managed' ? target.arn : null;
  return { managed, changedAt, bounds, principals: holders, evidence };
}

/** A wildcard is shorter than the names that are kept of it. All of a principal's own policies share one quota. */
function whyTooLong({ settings, where }: Weighing, weighed: readonly Text[]): string[] {
  const texts = weighed.map((one) => {
    const result = without(one.document, one, settings);
    return result.outcome === 'trimmed' ? (result.document ?? '') : one.document;
  });
  return isTooLong(texts.join(''), where) ? ['with the names of what is kept, it would be longer than IAM takes'] : [];
}

interface Telling {
  readonly isRefused: boolean;
  readonly isDue: boolean;
  readonly aws: Aws;
  readonly settings: TrimSettings;
}

/** A policy as the state keeps it: single reasons only where something can come of them. */
async function told(text: Text, { isRefused, isDue, aws, settings }: Telling): Promise<UsedPolicy> {
  const { name, document, left } = text;
  if (isRefused) {
    return { name, document, goes: [], stays: [], left: [...left], used: [], answers: null };
  }
  const { goes, stays, used } = text;
  const answers = isDue ? await answersOn(text, aws, settings) : null;
  return { name, document, goes: [...goes], stays: [...stays], left: [...left], used: [...used], answers };
}

async function answersOn(text: Text, aws: Aws, settings: TrimSettings): Promise<Answers | null> {
  const result = without(text.document, text, settings);
  if (result.outcome !== 'trimmed' || result.document === null) {
    return null;
  }
  const used = onlyUsed(text.document, text.used, settings);
  const least = used.outcome === 'trimmed' ? used.document : text.document;
  return askedAbout({ old: text.document, trimmed: result.document, least }, aws);
}

function untouchable(because: string): UsedGrants {
  return { kind: 'untouchable', because };
}
