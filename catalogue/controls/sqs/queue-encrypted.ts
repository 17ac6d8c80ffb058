import * as z from 'zod';
import { defineControl, type Plan } from '../../control.ts';
import { KeyName, keyUseReads, readKeyUse } from '../../kms/key-use.ts';
import { obstacleTo } from '../../kms/obstacle.ts';
import { sendersIn } from '../../policy/senders.ts';
import { type Encryption, Queue, setEncryption } from '../../sqs/encryption.ts';
import { type Attributes, queueArn, queueMade, queueReads, queues, queueTarget, readQueue } from '../../sqs/queue.ts';
import { examples } from './queue-encrypted.examples.ts';

const Settings = z.object({
  key: z
    .union([z.literal(''), KeyName])
    .default('')
    .describe(
      'KMS key for queues that use none: its ARN, or an alias, which stands for the key of that name in each account and region. Where it is empty, SQS’s own keys are enough. Whoever sends or receives has to be allowed to use it',
    ),
});

export const queueEncrypted = defineControl({
  id: 'sqs.queue-encrypted',
  title: 'Queues are encrypted',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['SQS.1'],
    Prowler: ['sqs_queues_server_side_encryption_enabled'],
  },
  why: 'Messages wait in a queue for up to two weeks; encrypted, they are unreadable on the disks that hold them.',
  impact:
    'New messages are encrypted; those that wait stay as they are. With SQS’s own keys, calls without TLS or without a signature are refused, and nobody else notices. With a KMS key, who is not allowed to use it can neither send nor receive; queues are left alone where its policy does not let in an AWS service that sends. A queue that uses a KMS key already keeps it.',
  triggers: [
    queueMade,
    { kind: 'api-call', service: 'sqs', events: ['SetQueueAttributes'], target: queueTarget },
    { kind: 'config-rule', rule: 'sqs-queue-encrypted' },
    { kind: 'security-hub', control: 'SQS.1' },
  ],
  settings: Settings,
  ...queues,
  reads: [...queueReads, ...keyUseReads],
  writes: [{ call: 'sqs:SetQueueAttributes', on: queueArn }],
  state: Queue,

  async read(target, aws, settings) {
    const { account } = target;
    const { name, url, attributes } = await readQueue(target, aws);
    const encryption = encryptionIn(attributes);
    if (settings.key === '' || typeof encryption === 'object') {
      return { name, url, encryption, use: null };
    }
    const senders = sendersIn(attributes.Policy ?? null, { service: 'sqs', account }, 'sqs:SendMessage');
    const wanted = await readKeyUse(settings.key, { services: senders.services, account }, aws);
    return { name, url, encryption, use: { senders, wanted } };
  },

  plan(queue, { key }) {
    const { encryption } = queue;
    if (typeof encryption === 'object' || (encryption === 'SQS' && key === '')) {
      return { outcome: 'compliant' };
    }
    return key === '' ? withOwnKeys(queue) : withKey(queue, key);
  },

  /** Who sends is no part of what is changed. */
  restores({ name, encryption }) {
    return { name, encryption };
  },

  examples,
});

function encryptionIn({ KmsMasterKeyId = '', SqsManagedSseEnabled }: Attributes): Encryption {
  return KmsMasterKeyId !== '' ? { key: KmsMasterKeyId } : SqsManagedSseEnabled === 'true' ? 'SQS' : 'none';
}

type Made = Plan<Queue, 'sqs:SetQueueAttributes'>;

/**
 * Source: Amazon SQS developer guide, "Encryption at rest in Amazon SQS": all requests to an encrypted queue must use HTTPS
 * and Signature Version 4, so anonymous ones are refused.
 */
function withOwnKeys(queue: Queue): Made {
  const { name } = queue;
  return {
    outcome: 'change',
    risk: {
      level: 'disruptive',
      because: `whoever calls queue ${name} without TLS or without a signature is refused from then on`,
    },
    apply: [setEncryption(queue, 'SQS', `Encrypt new messages in queue ${name} with SQS’s own keys`)],
    undo: [setEncryption(queue, 'none', `Encrypt messages in queue ${name} no more`)],
    after: { ...queue, encryption: 'SQS', use: null },
  };
}

function withKey(queue: Queue, key: string): Made {
  const { name, encryption, use } = queue;
  if (use === null) {
    return { outcome: 'leave', because: `it was not read who sends to queue ${name}` };
  }
  const because = use.senders.anyService
    ? `the policy of queue ${name} lets AWS services send for the account without naming them, so whether ${key} lets them in is not known`
    : obstacleTo({ what: `queue ${name}`, key, ...use });
  if (because !== null) {
    return { outcome: 'leave', because };
  }
  return {
    outcome: 'change',
    risk: {
      level: 'disruptive',
      because: `whoever is not allowed to use ${key} can no longer send to queue ${name} or receive what is sent from then on`,
    },
    apply: [setEncryption(queue, { key }, `Encrypt new messages in queue ${name} with the key ${key}`)],
    undo: [
      setEncryption(
        queue,
        encryption,
        encryption === 'SQS'
          ? `Encrypt new messages in queue ${name} with SQS’s own keys again`
          : `Encrypt messages in queue ${name} no more`,
      ),
    ],
    after: { ...queue, encryption: { key }, use: null },
  };
}
