import * as z from 'zod';
import { defineControl, type Plan } from '../../control.ts';
import { planClosing } from '../../policy/closing.ts';
import { type Mend, withoutOutsiders } from '../../policy/mend.ts';
import { sentenceOf } from '../../policy/removals.ts';
import { queueArn, queueMade, queueReads, queues, queueTarget, readQueue, setAttributes } from '../../sqs/queue.ts';

const Queue = z.object({
  name: z.string(),
  url: z.string(),
  account: z.string(),
  /** Byte for byte, so that the undo is exact. */
  policy: z.string().nullable(),
});
type Queue = z.infer<typeof Queue>;

const jobs = 'arn:aws:sqs:eu-central-1:111122223333:jobs';
const sending = `"Action":"SQS:SendMessage","Resource":"${jobs}"`;
const anyone = `{"Sid":"Anyone","Effect":"Allow","Principal":"*",${sending}}`;
const ofTheTopic = anyone
  .replace('Anyone', 'Topic')
  .replace(/\}$/, ',"Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-central-1:111122223333:alerts"}}}');
const partner = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},${sending}}`;
const byVariable = anyone.replace(
  /\}$/,
  ',"Condition":{"StringEquals":{"aws:CalledViaFirst":"athena.amazonaws.com"}}}',
);

export const queuePolicyClosed = defineControl({
  id: 'sqs.queue-policy-closed',
  title: 'Queue policies let in nobody unknown',
  practice: 'data storage',
  severity: 'high',
  standards: {
    'Security Hub': ['SQS.3'],
    Prowler: ['sqs_queues_not_publicly_accessible'],
  },
  why: 'Whoever may receive from a queue reads and takes its messages; whoever may send feeds what works on them.',
  impact:
    'Whoever used a statement for everybody loses access, callers of the own account without a policy of their own and AWS services that no other statement lets in included. Every other statement stays byte for byte.',
  triggers: [
    queueMade,
    { kind: 'api-call', service: 'sqs', events: ['AddPermission', 'SetQueueAttributes'], target: queueTarget },
    { kind: 'config-rule', rule: 'sqs-queue-no-public-access' },
    { kind: 'security-hub', control: 'SQS.3' },
  ],
  ...queues,
  reads: queueReads,
  writes: [{ call: 'sqs:SetQueueAttributes', on: queueArn }],
  state: Queue,

  async read(target, aws) {
    const { name, url, attributes } = await readQueue(target, aws);
    return { name, url, account: target.account, policy: attributes.Policy ?? null };
  },

  plan(queue) {
    const { name, account, policy } = queue;
    if (policy === null) {
      return { outcome: 'compliant' };
    }
    return planClosing(withoutOutsiders(policy, { service: 'sqs', account }, 'public'), {
      policy: `the policy of queue ${name}`,
      close: (mend) => close(queue, policy, mend),
    });
  },

  examples: [
    { name: 'a queue without a policy', state: of(null), plan: { outcome: 'compliant' } },
    {
      name: 'a queue to which one topic of the account sends, and a partner',
      state: of(text(ofTheTopic, partner)),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a queue whose policy lets everybody in under a condition that is not known',
      state: of(text(byVariable)),
      plan: {
        outcome: 'leave',
        because:
          'the policy of queue jobs is left to a person: statement Anyone lets in everybody (it names everybody; what StringEquals of aws:CalledViaFirst limits is not known here)',
      },
    },
    {
      name: 'a queue whose policy cannot be read',
      state: of('{'),
      plan: {
        outcome: 'leave',
        because: 'the policy of queue jobs is left to a person: the policy could not be read: not JSON',
      },
    },
    drift('a queue to which everybody sends, besides a topic of the account', {
      before: text(ofTheTopic, anyone),
      after: text(ofTheTopic),
      says: 'Take statement Anyone out of the policy of queue jobs',
    }),
    drift('a queue whose policy lets everybody in, and nobody else', {
      before: text(anyone),
      after: null,
      says: 'Take the policy off queue jobs: nothing is left of it without statement Anyone',
    }),
  ],
});

function close(queue: Queue, policy: string, mend: Mend): Plan<Queue, 'sqs:SetQueueAttributes'> {
  const { name } = queue;
  const says = sentenceOf(mend, `queue ${name}`, `Take the policy off queue ${name}`);
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever has no access of their own loses it: ${mend.because}` },
    // An empty policy is none: Amazon SQS API reference, SetQueueAttributes.
    apply: [setAttributes(queue, { Policy: mend.document ?? '' }, says)],
    undo: [setAttributes(queue, { Policy: policy }, `Give queue ${name} the earlier text of its policy back`)],
    after: { ...queue, policy: mend.document },
  };
}

function of(policy: string | null): Queue {
  const url = 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs';
  return { name: 'jobs', url, account: '111122223333', policy };
}

function text(...statements: readonly string[]): string {
  return `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;
}

function drift(name: string, { before, after, says }: { before: string; after: string | null; says: string }) {
  const state = of(before);
  return {
    name,
    state,
    plan: {
      outcome: 'change' as const,
      risk: {
        level: 'disruptive' as const,
        because: 'whoever has no access of their own loses it: statement Anyone lets in everybody (it names everybody)',
      },
      apply: [setAttributes(state, { Policy: after ?? '' }, says)] as const,
      undo: [setAttributes(state, { Policy: before }, 'Give queue jobs the earlier text of its policy back')] as const,
      after: of(after),
    },
  };
}
