import { unreachable } from './asking.ts';
import { type Config, consentFor, subjectOf } from './config.ts';
import { type Exemption, runs } from './exemption.ts';
import type { Finding, Status } from './finding.ts';
import { matchesAny } from './glob.ts';

/** What is to happen to a finding. Everything that is not clearly allowed is `hold`. */
export type Decision =
  | { readonly action: 'observe'; readonly because: string }
  | {
      readonly action: 'hold';
      readonly because: string;
      /** The exemption that holds it: when that ends, the resource is judged again. */
      readonly exemption?: string;
    }
  | { readonly action: 'settle'; readonly seconds: number; readonly because: string }
  | { readonly action: 'ask'; readonly because: string }
  | { readonly action: 'apply'; readonly because: string };

/** An earlier remediation of the same resource. */
export interface Earlier {
  readonly id: string;
  readonly control: string;
  readonly status: Status;
  readonly openedAt: string;
  readonly planDigest?: string | undefined;
}

export interface Circumstances {
  readonly finding: Finding;
  readonly config: Config;
  /** Homeostat's own roles and tables; never changed. */
  readonly own: readonly string[];
  readonly exemptions: readonly Exemption[];
  readonly earlier: readonly Earlier[];
  readonly changesThisHour: number;
  readonly settled: boolean;
  readonly now: Date;
}

/** What happens to a finding, and why. Pure: the same circumstances always lead to the same decision. */
export function decide(circumstances: Circumstances): Decision {
  const { finding } = circumstances;
  if (finding.verdict.outcome !== 'change') {
    return hold(finding.verdict.because);
  }
  const obstacle = guard(circumstances);
  if (obstacle !== undefined) {
    return obstacle;
  }
  if (finding.undoes !== undefined) {
    const who = finding.unasked ? 'Homeostat by itself' : 'an operator';
    return { action: 'apply', because: `${who} undoes ${finding.undoes}` };
  }
  return byPolicy(circumstances);
}

type Guarded = Pick<Circumstances, 'finding' | 'config' | 'own' | 'exemptions' | 'now'>;

/** What stands against any change, whatever the policy or a person says. Looked at again before what was approved is applied. */
export function guard({ finding, config, own, exemptions, now }: Guarded): Decision | undefined {
  const isProtected = (arn: string) =>
    [...own, ...config.protect].some((pattern) => matchesAny([pattern, pathless(pattern)], arn));
  const affected = finding.verdict.outcome === 'change' ? (finding.verdict.plan.affects ?? []) : [];
  const touched = [finding.target.arn, ...affected].find(isProtected);
  if (touched !== undefined) {
    return hold(`${touched} is protected: Homeostat never changes it`);
  }
  if (finding.undoes !== undefined) {
    return undefined;
  }
  const exempted = { ...finding, ou: subjectOf(config, finding).ou };
  const exemption = exemptions.find((one) => runs(one, exempted, now));
  return (
    exemption && {
      action: 'hold',
      because: `exempt until ${exemption.until}, says ${exemption.owner}: ${exemption.reason}`,
      exemption: exemption.id,
    }
  );
}

/** IAM names the holders of a policy without their paths. */
function pathless(pattern: string): string {
  return pattern.replace(/(:(?:role|user|group)\/)(?:.*\/)/, '$1');
}

function byPolicy(circumstances: Circumstances): Decision {
  const { finding, config, settled } = circumstances;
  if (finding.verdict.outcome !== 'change') {
    return hold(finding.verdict.because);
  }
  const { risk, asks } = finding.verdict.plan;
  const consent = consentFor(config, subjectOf(config, finding), risk.level);
  switch (consent) {
    case 'unknown':
      return hold('the policy decides by tags, and the tags could not be read');
    case 'observe':
      return { action: 'observe', because: `the policy observes ${risk.level} changes of this control here` };
    case 'ask':
    case 'automatic':
      return settling(circumstances, settled) ?? consented(circumstances, asks ? 'ask' : consent);
    default:
      return consent satisfies never;
  }
}

function settling({ finding, config }: Circumstances, settled: boolean): Decision | undefined {
  const { seconds, actors, userAgents } = config.settle;
  const { arn, userAgent = '' } = finding.cause.actor;
  const isTool = matchesAny(actors, arn) || matchesAny(userAgents, userAgent);
  return isTool && !settled && seconds > 0
    ? { action: 'settle', seconds, because: `${arn} may still be deploying it` }
    : undefined;
}

function consented(circumstances: Circumstances, consent: 'ask' | 'automatic'): Decision {
  const { finding, config, changesThisHour } = circumstances;
  const fought = struggle(circumstances);
  if (fought !== undefined) {
    return hold(fought);
  }
  if (consent === 'ask') {
    const obstacle = unreachable(config, finding);
    return obstacle === undefined
      ? { action: 'ask', because: 'the policy asks a person first' }
      : hold(`the policy asks a person first, and ${obstacle}`);
  }
  if (changesThisHour >= config.limits.changesPerHour) {
    return limitReached(finding.target.account, changesThisHour);
  }
  return { action: 'apply', because: 'the policy lets Homeostat act by itself' };
}

/** Enough changes for one hour; an operator's undo, too, has to wait for the next. */
export function limitReached(account: string, changes: number): Decision {
  return hold(`${changes} changes in account ${account} within an hour reach the limit`);
}

/** The same drift again and again means somebody, or some tool, works against the mend; the same question twice helps nobody. */
function struggle({ finding, config, earlier, now }: Circumstances): string | undefined {
  const digest = finding.verdict.outcome === 'change' ? finding.verdict.plan.digest : undefined;
  const same = earlier.filter(({ control, id }) => control === finding.control && id !== finding.id);
  const asked = same.find(({ status, planDigest }) => status === 'awaiting-approval' && planDigest === digest);
  if (asked !== undefined) {
    return `${asked.id} asks the same already`;
  }
  const hourAgo = now.getTime() - 3_600_000;
  const mends = same.filter(({ status, openedAt }) => status === 'remediated' && Date.parse(openedAt) > hourAgo);
  const limit = config.limits.mendsPerResourceAndHour;
  return mends.length >= limit
    ? `it drifted again after ${mends.length} mends within an hour: somebody works against it`
    : undefined;
}

function hold(because: string): Decision {
  return { action: 'hold', because };
}
