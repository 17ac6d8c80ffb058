import { remediationId } from '../../../functions/domain/digest.ts';
import type { Cause, Finding, Status } from '../../../functions/domain/finding.ts';
import { failed, mended, opening, type Turn } from '../../functions/api/chains.ts';
import { type Scenario, scenarios } from './scenarios.ts';

/** A drift of the made-up organization, with all that happened to it. */
export interface Drift {
  readonly finding: Finding;
  readonly opened: Date;
  readonly turns: readonly Turn[];
}

const day = 24 * 60;
const people = ['ada', 'grace', 'linus', 'margaret'].map((name) => `assumed-role/developer/${name}@example.com`);
const actors = [...people, 'assumed-role/ci-deploy/run-8812', 'user/contractor', 'assumed-role/ci-deploy/run-9120'];

/** Some weeks of drifts; the same seed gives the same ones. */
export function someDrifts(now: Date, count: number): readonly Drift[] {
  const random = seeded(1948);
  return Array.from({ length: count }, (_, index) => {
    const minutes = index < 30 ? index * 11 + 1 : random() * 30 * day;
    const scenario = pick(scenarios, random);
    const end = pick(scenario.ends, random);
    const isOver = minutes > day ? isPressing(end) : takesDays(end);
    return drift({ scenario, end: isOver ? 'remediated' : end, index, random, minutes, now });
  });
}

/** What is long ago was looked after. */
function isPressing(end: Status): boolean {
  return ['awaiting-approval', 'failed', 'verification-failed'].includes(end);
}

/** What cannot have happened yet to what is from today. */
function takesDays(end: Status): boolean {
  return end === 'expired' || end === 'undone';
}

/** One more, that begins now. */
export function freshDrift(now: Date, index: number, end: Status): Drift {
  const random = seeded(index);
  return drift({ scenario: pick(scenarios, random), end, index, random, minutes: 0, now });
}

interface Making {
  readonly scenario: Scenario;
  readonly end: Status;
  readonly index: number;
  readonly random: () => number;
  readonly minutes: number;
  readonly now: Date;
}

function drift({ scenario, end, index, random, minutes, now }: Making): Drift {
  const opened = new Date(now.getTime() - minutes * 60_000);
  const finding = findingOf(scenario, { event: `e-${index}`, opened, random, isUnread: end === 'held' });
  return { finding, opened, turns: turnsOf(finding, end) };
}

function findingOf(
  { control, arns, event, before, after, risk, because, apply, undo, proof }: Scenario,
  { event: id, opened, random, isUnread }: { event: string; opened: Date; random: () => number; isUnread: boolean },
): Finding {
  const arn = pick(arns, random);
  const [, , , region, account] = arn.split(':');
  const owner = account || (arn.includes('platform') ? '333344445555' : '111122223333');
  const digest = Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
  return {
    id: remediationId({ event: id, control, arn }),
    control,
    target: { account: owner, region: region || 'eu-central-1', arn },
    cause: causeOf({ id, name: event, opened, actor: pick(actors, random), account: owner }),
    readAt: opened.toISOString(),
    state: isUnread ? null : before,
    verdict: isUnread
      ? { outcome: 'unreadable', because: unread }
      : {
          outcome: 'change',
          plan: {
            digest,
            risk: { level: risk, because },
            apply: [...apply],
            undo: [...undo],
            ...(proof && { proof: [...proof] }),
            after,
          },
        },
  };
}

const unread = 'its policy could not be read: AccessDenied';

interface Causing {
  readonly id: string;
  readonly name: string;
  readonly opened: Date;
  readonly actor: string;
  readonly account: string;
}

function causeOf({ id, name, opened, actor, account }: Causing): Cause {
  const isUser = actor.startsWith('user/');
  return {
    id,
    name,
    time: new Date(opened.getTime() - 3_200).toISOString(),
    actor: {
      type: isUser ? 'IAMUser' : 'AssumedRole',
      arn: `arn:aws:${isUser ? 'iam' : 'sts'}::${account}:${actor}`,
      sourceIdentity: actor.split('/').at(-1) ?? actor,
      userAgent: 'aws-cli/2.31.4 md/awscrt#0.27 ua/2.1 os/macos#25.0.0',
      sourceIp: '203.0.113.24',
    },
  };
}

/** What happened to a drift until it ended so. */
function turnsOf(finding: Finding, end: Status): readonly Turn[] {
  const isAsked = finding.verdict.outcome === 'change' && finding.verdict.plan.risk.level !== 'safe';
  const asked = opening(finding, 'ask', 'the policy asks before disruptive changes in production');
  const begun = isAsked ? asked : opening(finding, 'apply', 'the policy consents to safe changes');
  switch (end) {
    case 'observed':
      return [opening(finding, 'observe', 'the policy only observes disruptive changes in sandbox')];
    case 'held':
      return [opening(finding, 'hold', unread)];
    case 'awaiting-approval':
      return [asked];
    case 'applying':
      return [opening(finding, 'apply', 'the policy consents to safe changes')];
    case 'rejected':
      return [asked, ended('rejected', 'grace@example.com rejected: the partner still needs this until Friday', 900)];
    case 'expired':
      return [asked, ended('expired', 'nobody answered within a day', day * 60)];
    case 'stale':
      return [begun, ended('stale', 'the resource changed since the plan was made', 2)];
    case 'failed':
      return [begun, failed('failed', 'ec2:RevokeSecurityGroupIngress was refused: UnauthorizedOperation')];
    case 'verification-failed':
      return [begun, failed('verification-failed', 'it did not show the change within 8 minutes')];
    case 'remediated':
      return [begun, mended(finding, finding.readAt)];
    case 'undone':
      return [begun, mended(finding, finding.readAt), ended('undone', 'ada@example.com took it back', 4 * 3600)];
    default:
      return end satisfies never;
  }
}

function ended(status: Status, because: string, seconds: number): Turn {
  return { status, because, detail: { approval: null, applied: null, verified: null }, after: seconds * 1_000 };
}

function pick<Item>(from: readonly Item[], random: () => number): Item {
  return from[Math.floor(random() * from.length)] as Item;
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
