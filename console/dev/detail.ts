import type { Answer } from '../../functions/api/routes.ts';
import type { Change, Status } from '../../functions/domain/finding.ts';
import type { Remediation } from '../../functions/domain/history.ts';
import { diffOf } from '../../functions/question/diff.ts';
import type { Scenario } from './scenarios.ts';
import { becauses, type World } from './world.ts';

type Detail = Answer<'remediation'>;

/** One remediation of the made-up world, whole. */
export function detailOf(world: World, head: Remediation): Detail {
  const scenario = world.scenarioOf.get(head.id) as Scenario;
  const card = world.cards.find(({ id }) => id === head.control);
  const isApplied = ['remediated', 'undone', 'verification-failed'].includes(head.status);
  const event = `https://console.aws.amazon.com/cloudtrailv2/home?region=${head.region}#/events/7f4c`;
  return {
    head,
    control: card ? { title: card.title, why: card.why, impact: card.impact } : null,
    cause: causeOf(head),
    verdict: verdictOf(head, scenario),
    before: scenario.before,
    after: scenario.after,
    diff: [...diffOf(scenario.before, scenario.after)],
    steps: stepsOf(head),
    calls: isApplied ? scenario.apply.map(made) : [],
    votes: votesOf(head),
    verified: head.status === 'remediated' ? { state: scenario.after, at: head.updatedAt } : null,
    flaws: [],
    way: [...ways[head.status]],
    undoneBy: null,
    links: {
      resource: `https://console.aws.amazon.com/go/view?arn=${encodeURIComponent(head.resource)}`,
      event,
      execution: `https://console.aws.amazon.com/states/home#/v2/executions/details/${head.id}`,
    },
  };
}

function made({ call, says }: Change, index: number): Detail['calls'][number] {
  return { call, says, requestId: `5E2B9C${index}F1A7D4408`, milliseconds: 84 + index * 37 };
}

function verdictOf(head: Remediation, { risk, because, apply, undo, after }: Scenario): Detail['verdict'] {
  return head.status === 'held'
    ? { outcome: 'unreadable', because: head.because }
    : {
        outcome: 'change',
        plan: {
          digest: head.planDigest ?? '',
          risk: { level: risk, because },
          apply: [...apply],
          undo: [...undo],
          after,
        },
      };
}

function causeOf({ event, openedAt, actor }: Remediation): Detail['cause'] {
  return {
    id: '7f4c1a90-3a7d-4d2c-8a66-0c8f4ab7f0d1',
    name: event,
    time: new Date(Date.parse(openedAt) - 3200).toISOString(),
    actor: {
      type: actor.includes('user/') ? 'IAMUser' : 'AssumedRole',
      arn: actor,
      sourceIdentity: actor.split('/').at(-1) ?? actor,
      userAgent: 'aws-cli/2.31.4 md/awscrt#0.27 ua/2.1 os/macos#25.0.0',
      sourceIp: '203.0.113.24',
    },
  };
}

function votesOf({ status, updatedAt }: Remediation): Detail['votes'] {
  return status === 'rejected'
    ? [
        {
          person: 'grace@example.com',
          name: 'Grace',
          via: 'Slack',
          decision: 'reject',
          comment: 'the partner still needs this until Friday',
          at: updatedAt,
        },
      ]
    : [];
}

function stepsOf(head: Remediation): Detail['steps'] {
  const at = (seconds: number) => new Date(Date.parse(head.openedAt) + seconds * 1000).toISOString();
  const first: Detail['steps'][number] = {
    sequence: 1,
    at: head.openedAt,
    status: beginnings[head.status] ?? head.status,
    because: becauses[beginnings[head.status] ?? head.status],
    detail: { finding: { id: head.id, control: head.control, cause: causeOf(head) } },
  };
  if (beginnings[head.status] === undefined) return [first];
  const applied = ['remediated', 'undone', 'verification-failed', 'failed', 'stale'].includes(head.status);
  return [
    first,
    ...(applied
      ? [{ sequence: 2, at: at(0.7), status: 'applying' as const, because: 'the calls and their undo are written down', detail: {} }]
      : []),
    { sequence: 3, at: head.updatedAt, status: head.status, because: head.because, detail: { status: head.status } },
  ];
}

const beginnings: Partial<Record<Status, Status>> = {
  remediated: 'applying',
  undone: 'applying',
  failed: 'applying',
  stale: 'applying',
  'verification-failed': 'awaiting-approval',
  rejected: 'awaiting-approval',
  expired: 'awaiting-approval',
};

const begun = ['Begin', 'Open', 'What now?'];
const ended = ['Close', 'Moved on?', 'Announce'];
const ways: Readonly<Record<Status, readonly string[]>> = {
  observed: [...begun, 'Announce'],
  held: [...begun, 'Announce'],
  'awaiting-approval': [...begun, 'Ask'],
  applying: [...begun, 'Apply'],
  remediated: [...begun, 'Apply', 'Verify', ...ended],
  undone: [...begun, 'Apply', 'Verify', ...ended],
  rejected: [...begun, 'Ask', 'Approved?', 'Not approved', ...ended],
  expired: [...begun, 'Ask', 'Another round?', 'Expire', 'Approved?', 'Not approved', ...ended],
  stale: [...begun, 'Apply', 'Close', 'Moved on?', 'Judge afresh', 'Announce'],
  'verification-failed': [...begun, 'Ask', 'Approved?', 'Apply', 'Verify', ...ended],
  failed: [...begun, 'Apply', ...ended],
};
