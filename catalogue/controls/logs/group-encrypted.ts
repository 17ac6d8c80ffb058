import * as z from 'zod';
import { type Caller, type Change, defineControl, type Plan, type Target } from '../../control.ts';
import { fill, partitionOf } from '../../derive/place.ts';
import { groupArn, groupName, groupReads, groups, groupTarget, readGroup } from '../../logs/group.ts';
import { letsLogsUse } from '../../logs/key-use.ts';

const Group = z.object({
  name: z.string(),
  /** `null` where CloudWatch Logs encrypts with a key of its own. */
  key: z.string().nullable(),
  /** The key of the settings, in this account and region; read only where the group has none. */
  wanted: z.string().nullable(),
  /** Why the wanted key cannot be used; `null` where it can. */
  obstacle: z.string().nullable(),
});
type Group = z.infer<typeof Group>;

const Settings = z.object({
  key: z
    .string()
    .regex(
      /^$|^arn:(\{partition\}|aws[a-z-]*):kms:(\{region\}|[a-z0-9-]+):(\{account\}|\d{12}):key\/[\w-]+$/,
      'name the key by its ARN, not by an alias',
    )
    .default('')
    .describe(
      'ARN of the KMS key for groups that have none. {partition}, {account} and {region} stand for those of the group, as a multi-Region key has the same id everywhere. Its policy has to let CloudWatch Logs use it',
    ),
});

const keys = 'arn:{partition}:kms:{region}:{account}:key/*';
type Read = 'kms:DescribeKey' | 'kms:GetKeyPolicy';
type Write = 'logs:AssociateKmsKey' | 'logs:DisassociateKmsKey';

/** In the examples. */
const wanted = 'arn:aws:kms:eu-central-1:111122223333:key/mrk-0a1b2c3d';

export const groupEncrypted = defineControl({
  id: 'logs.group-encrypted',
  title: 'Log groups are encrypted with a KMS key',
  practice: 'encryption',
  severity: 'medium',
  standards: { Prowler: ['cloudwatch_log_group_kms_encryption_enabled'] },
  why: 'Logs hold what applications let slip. CloudWatch Logs always encrypts them, but only the use of a KMS key of your own can be limited, seen, and ended.',
  impact:
    'Events that arrive from then on are encrypted with the key; what is there stays as it is. Whoever may read the group reads on, as CloudWatch Logs decrypts for them. Uses of the key are paid for. If the key is disabled or deleted later, these events can no longer be read.',
  triggers: [
    { kind: 'api-call', service: 'logs', events: ['CreateLogGroup', 'DisassociateKmsKey'], target: groupTarget },
    { kind: 'config-rule', rule: 'cloudwatch-log-group-encrypted' },
  ],
  settings: Settings,
  needs: ['key'],
  ...groups,
  reads: [
    ...groupReads,
    { call: 'kms:DescribeKey', on: keys, absent: ['NotFoundException'] },
    { call: 'kms:GetKeyPolicy', on: keys },
  ],
  writes: [
    { call: 'logs:AssociateKmsKey', on: groupArn },
    { call: 'logs:DisassociateKmsKey', on: groupArn },
  ],
  state: Group,

  async read(target, aws, settings) {
    const { kmsKeyId = null, logGroupClass } = await readGroup(target, aws);
    const own = { name: groupName(target), key: kmsKeyId };
    if (kmsKeyId !== null || settings.key === '') {
      return { ...own, wanted: null, obstacle: null };
    }
    const key = fill(settings.key, { ...target, partition: partitionOf(target.region) });
    const isForDelivery = logGroupClass === 'DELIVERY';
    return {
      ...own,
      wanted: key,
      obstacle: isForDelivery
        ? 'it is not known whether a group for delivery takes one'
        : await obstacleTo(key, target, aws),
    };
  },

  plan(group): Plan<Group, Write> {
    const { name, key, wanted, obstacle } = group;
    if (key !== null) {
      return { outcome: 'compliant' };
    }
    if (wanted === null) {
      return { outcome: 'leave', because: `${name} has no KMS key: name one in the setting key` };
    }
    if (obstacle !== null) {
      return { outcome: 'leave', because: `${name} has no KMS key, and ${obstacle}` };
    }
    return {
      outcome: 'change',
      risk: { level: 'safe', because: `CloudWatch Logs decrypts for everybody who may read ${name}` },
      apply: [
        {
          call: 'logs:AssociateKmsKey',
          input: { logGroupName: name, kmsKeyId: wanted },
          says: `Encrypt what arrives in ${name} with the key ${wanted}`,
        },
      ],
      undo: [withoutKey(name)],
      after: { name, key: wanted, wanted: null, obstacle: null },
    };
  },

  /** The key that is wanted is the settings’, and not of the group. */
  restores({ name, key }) {
    return { name, key };
  },

  examples: [
    {
      name: 'a group with a KMS key already',
      state: { ...of('orders'), key: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d' },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a group without one, where none is named',
      state: of('orders'),
      plan: { outcome: 'leave', because: 'orders has no KMS key: name one in the setting key' },
    },
    {
      name: 'a group without one',
      settings: { key: 'arn:{partition}:kms:{region}:{account}:key/mrk-0a1b2c3d' },
      state: { ...of('orders'), wanted },
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'CloudWatch Logs decrypts for everybody who may read orders' },
        apply: [
          {
            call: 'logs:AssociateKmsKey',
            input: { logGroupName: 'orders', kmsKeyId: wanted },
            says: `Encrypt what arrives in orders with the key ${wanted}`,
          },
        ],
        undo: [withoutKey('orders')],
        after: { ...of('orders'), key: wanted },
      },
    },
    ...[
      `${wanted} does not exist`,
      `${wanted} is of another region`,
      `${wanted} is of another account, whose key policy cannot be read`,
      `${wanted} is Disabled`,
      `${wanted} is no symmetric key that encrypts`,
      `the policy of ${wanted} does not clearly let logs.eu-central-1.amazonaws.com use it for orders`,
    ].map((obstacle) => ({
      name: `a group without one, where ${obstacle.replace(wanted, 'the key')}`,
      settings: { key: wanted },
      state: { ...of('orders'), wanted, obstacle },
      plan: { outcome: 'leave' as const, because: `orders has no KMS key, and ${obstacle}` },
    })),
  ],
});

function of(name: string): Group {
  return { name, key: null, wanted: null, obstacle: null };
}

/** Why CloudWatch Logs could not use a key for a group. It takes symmetric keys of the group’s region only. */
async function obstacleTo(key: string, target: Target, aws: Caller<Read>): Promise<string | null> {
  const [, , , region, account] = key.split(':');
  if (region !== target.region) {
    return `${key} is of another region`;
  }
  if (account !== target.account) {
    return `${key} is of another account, whose key policy cannot be read`;
  }
  const about = (await aws('kms:DescribeKey', { KeyId: key }))?.KeyMetadata;
  if (about === undefined) {
    return `${key} does not exist`;
  }
  if (about.KeyState !== 'Enabled') {
    return `${key} is ${about.KeyState}`;
  }
  if (about.KeySpec !== 'SYMMETRIC_DEFAULT' || about.KeyUsage !== 'ENCRYPT_DECRYPT') {
    return `${key} is no symmetric key that encrypts`;
  }
  const { Policy = '' } = (await aws('kms:GetKeyPolicy', { KeyId: key, PolicyName: 'default' })) ?? {};
  return letsLogsUse(Policy, target)
    ? null
    : `the policy of ${key} does not clearly let logs.${region}.amazonaws.com use it for ${groupName(target)}`;
}

function withoutKey(name: string): Change<Write> {
  return {
    call: 'logs:DisassociateKmsKey',
    input: { logGroupName: name },
    says: `Let CloudWatch Logs encrypt what arrives in ${name} with its own key again`,
  };
}
