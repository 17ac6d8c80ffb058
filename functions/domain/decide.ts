import { unreachable } from './asking.ts';
import { type Config, consentFor, subjectOf } from './config.ts';
import { modesAllowed } from './console-config.ts';
import { type Exemption, runs } from './exemption.ts';
import type { Finding, RiskLevel, Status } from './finding.ts';
import { matchesAny } from './glob.ts';
import { type Consented, consentedTo, type InForce, pausedBy, saysPaused } from './switches.ts';

/** What is to happen to a finding. Everything that is not clearly allowed is `hold`. */
export type Decision =
  | { readonly action: 'observe'; readonly because: string }
  | {
      readonly action: 'hold';
      readonly because: string;
      /** The exemption that holds it: when that ends, the resource is judged again. */
      readonly exemption?: string;
      /** The stop that holds it; likewise. */
      readonly pause?: string;
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
  readonly switches: InForce;
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
  return finding.undoes === undefined ? byPolicy(circumstances) : undoing(circumstances, finding.undoes);
}

type Guarded = Pick<Circumstances, 'finding' | 'config' | 'own' | 'exemptions' | 'switches' | 'now'>;

/** What stands against any change, whatever the policy or a person says. Looked at again before what was approved is applied. */
export function guard({ finding, config, own, exemptions, switches, now }: Guarded): Decision | undefined {
  const pause = pausedBy(switches.pauses, finding);
  if (pause !== undefined) {
    return { action: 'hold', because: saysPaused(pause), pause: pause.id };
  }
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

/**
 * What is safe is taken back at once. What is not needs the same consent as a mend of this risk; where the policy only observes,
 * a person is asked, who is never the operator. What Homeostat itself takes back only gives back: nobody is asked.
 */
function undoing(circumstances: Circumstances, undoes: string): Decision {
  const { finding } = circumstances;
  const who = finding.unasked ? 'Homeostat by itself' : 'an operator';
  const { consent } = consentTo(circumstances);
  if (finding.unasked || consent === 'automatic' || riskOf(finding) === 'safe') {
    return { action: 'apply', because: `${who} undoes ${undoes}` };
  }
  const asked = askedAlready(circumstances);
  return asked === undefined
    ? asking(circumstances, `${who} undoes ${undoes}, and somebody else has to agree`)
    : hold(asked);
}

/** Whether its control wants a person to be asked, whatever the policy consents to. */
function asks({ verdict }: Finding): boolean {
  return verdict.outcome === 'change' && verdict.plan.asks === true;
}

function byPolicy(circumstances: Circumstances): Decision {
  const { finding, settled } = circumstances;
  const { consent, mode } = consentTo(circumstances);
  const who = mode === undefined ? 'the policy' : `the mode that ${mode.by} set`;
  switch (consent) {
    case 'unknown':
      return hold('the policy decides by tags, and the tags could not be read');
    case 'observe':
      return { action: 'observe', because: `${who} observes ${riskOf(finding)} changes of this control here` };
    case 'ask':
    case 'automatic':
      return settling(circumstances, settled) ?? consented(circumstances, asks(finding) ? 'ask' : consent, who);
    default:
      return consent satisfies never;
  }
}

/** What policy and modes say to a change of this risk, by this control, here. */
function consentTo({ finding, config, switches }: Pick<Guarded, 'finding' | 'config' | 'switches'>): Consented {
  const { control, target } = finding;
  const risk = riskOf(finding);
  const configured = consentFor(config, subjectOf(config, finding), risk);
  const { modes } = switches;
  return consentedTo({ control, account: target.account, risk, configured, modes, allowed: modesAllowed(config) });
}

function riskOf({ verdict }: Finding): RiskLevel {
  return verdict.outcome === 'change' ? verdict.plan.risk.level : 'irreversible';
}

function settling({ finding, config }: Circumstances, settled: boolean): Decision | undefined {
  const { seconds, actors, userAgents } = config.settle;
  const { arn, userAgent = '' } = finding.cause.actor;
  const isTool = matchesAny(actors, arn) || matchesAny(userAgents, userAgent);
  return isTool && !settled && seconds > 0
    ? { action: 'settle', seconds, because: `${arn} may still be deploying it` }
    : undefined;
}

function consented(circumstances: Circumstances, consent: 'ask' | 'automatic', who: string): Decision {
  const { finding, config, changesThisHour } = circumstances;
  const fought = askedAlready(circumstances) ?? struggle(circumstances);
  if (fought !== undefined) {
    return hold(fought);
  }
  if (consent === 'ask') {
    return asking(circumstances, `${who} asks a person first`);
  }
  if (changesThisHour >= config.limits.changesPerHour) {
    return limitReached(finding.target.account, changesThisHour);
  }
  return { action: 'apply', because: `${who} lets Homeostat act by itself` };
}

function asking({ config, finding }: Circumstances, because: string): Decision {
  const obstacle = unreachable(config, finding);
  return obstacle === undefined ? { action: 'ask', because } : hold(`${because}, and ${obstacle}`);
}

/** Enough changes for one hour; an operator's undo, too, has to wait for the next. */
export function limitReached(account: string, changes: number): Decision {
  return hold(`${changes} changes in account ${account} within an hour reach the limit`);
}

/** The same question twice helps nobody. */
function askedAlready(circumstances: Circumstances): string | undefined {
  const { verdict } = circumstances.finding;
  const digest = verdict.outcome === 'change' ? verdict.plan.digest : undefined;
  const asked = others(circumstances).find(
    ({ status, planDigest }) => status === 'awaiting-approval' && planDigest === digest,
  );
  return asked && `${asked.id} asks the same already`;
}

/** The same drift again and again means somebody, or some tool, works against the mend. */
function struggle(circumstances: Circumstances): string | undefined {
  const { config, now } = circumstances;
  const hourAgo = now.getTime() - 3_600_000;
  const mends = others(circumstances).filter(
    ({ status, openedAt }) => status === 'remediated' && Date.parse(openedAt) > hourAgo,
  );
  const limit = config.limits.mendsPerResourceAndHour;
  return mends.length >= limit
    ? `it drifted again after ${mends.length} mends within an hour: somebody works against it`
    : undefined;
}

function others({ finding, earlier }: Circumstances): readonly Earlier[] {
  return earlier.filter(({ control, id }) => control === finding.control && id !== finding.id);
}

function hold(because: string): Decision {
  return { action: 'hold', because };
}
