import { speaksOf } from './conditions.ts';
import { type Config, subjectOf } from './config.ts';
import type { Finding } from './finding.ts';
import { byMail, isActor } from './identity.ts';
import type { Approver } from './people.ts';

/** Who is asked about a finding: groups in order, and how many of them have to approve. */
export interface Asking {
  readonly groups: readonly Group[];
  readonly quorum: number;
  readonly times: Times;
}

interface Times {
  readonly remindAfterHours: number;
  readonly nextGroupAfterHours: number;
  readonly expireAfterHours: number;
}

interface Group {
  readonly name: string;
  readonly members: readonly Approver[];
}

/** One stretch of a question's life: who is written to at its start, and how long it lasts. */
export interface Round {
  readonly kind: 'ask' | 'remind';
  /** Which of the groups is written to, counted from 0; those before it may still answer. */
  readonly group: number;
  readonly seconds: number;
}

/** The name of the group that everybody is in where the configuration names none. */
const everybody = 'approvers';

/** Who is to be asked, or `unknown` where that depends on tags that could not be read. */
export function askingFor(config: Config, finding: Finding): Asking | 'unknown' {
  const risk = finding.verdict.outcome === 'change' ? finding.verdict.plan.risk.level : 'irreversible';
  const subject = subjectOf(config, finding);
  for (const rule of config.questions.rules.filter(({ risks }) => risks?.includes(risk) ?? true)) {
    const speaks = speaksOf(rule, subject);
    if (speaks === 'unknown') {
      return 'unknown';
    }
    if (speaks) {
      const groups = rule.groups.map((name) => groupOf(config, name));
      return { groups, quorum: rule.quorum ?? config.questions.quorum[risk], times: timesOf(config, rule) };
    }
  }
  const groups = [{ name: everybody, members: config.approvers }];
  return { groups, quorum: config.questions.quorum[risk], times: timesOf(config, {}) };
}

type Rule = Config['questions']['rules'][number];

function timesOf({ questions }: Config, rule: Partial<Rule>): Times {
  return {
    remindAfterHours: rule.remindAfterHours ?? questions.remindAfterHours,
    nextGroupAfterHours: rule.nextGroupAfterHours ?? questions.nextGroupAfterHours,
    expireAfterHours: rule.expireAfterHours ?? questions.expireAfterHours,
  };
}

function groupOf({ groups, approvers }: Config, name: string): Group {
  const members = (groups[name] ?? []).flatMap((mail) => byMail(approvers, mail) ?? []);
  return { name, members };
}

/** Why a question could never be answered with yes; undefined where it can. */
export function unreachable(config: Config, finding: Finding): string | undefined {
  const asking = askingFor(config, finding);
  if (asking === 'unknown') {
    return 'who is asked depends on tags, and the tags could not be read';
  }
  if (config.channels.mail === undefined && config.channels.slack === undefined) {
    return 'no approver can be reached: name a channel';
  }
  const able = entitled(asking, asking.groups.length - 1, finding);
  return able.length < asking.quorum
    ? `no approver can be reached: ${asking.quorum} must approve, and ${able.length} may, whoever caused it left out`
    : undefined;
}

/** The approvers who may decide once this group was asked: they and those asked before, save who caused the drift. */
export function entitled({ groups }: Asking, group: number, { cause }: Finding): readonly Approver[] {
  const members = groups.slice(0, group + 1).flatMap((one) => one.members);
  return [...new Map(members.map((member) => [member.mail.toLowerCase(), member])).values()].filter(
    (member) => !isActor(member, cause.actor),
  );
}

/** The stretches of a question's life in order: each group is asked, reminded, and followed by the next, until the end. */
export function roundsOf({ groups, times }: Asking): readonly Round[] {
  const { remindAfterHours, nextGroupAfterHours, expireAfterHours } = times;
  const starts = groups.flatMap((_, group) => {
    const asked = group * nextGroupAfterHours;
    const next = group + 1 < groups.length ? asked + nextGroupAfterHours : expireAfterHours;
    const reminded = asked + remindAfterHours;
    return [
      { kind: 'ask' as const, group, at: asked },
      ...(reminded < next ? [{ kind: 'remind' as const, group, at: reminded }] : []),
    ];
  });
  const within = starts.filter(({ at }) => at < expireAfterHours);
  return within.map(({ kind, group, at }, index) => ({
    kind,
    group,
    seconds: Math.max(1, Math.round(((within[index + 1]?.at ?? expireAfterHours) - at) * 3600)),
  }));
}
