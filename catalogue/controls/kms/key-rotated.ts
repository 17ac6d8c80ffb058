import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { keyArn, keyReads, keys, keyTarget, nameOf, newKeyTarget } from '../../kms/key.ts';

/** What a key is. Read only where it does not rotate: one that does costs one call. */
const Kind = z.object({
  /** Whether AWS manages it, which then rotates it, too. */
  isOfAws: z.boolean(),
  spec: z.string(),
  /** Where its material comes from: `AWS_KMS`, imported, or a key store of the owner's. */
  origin: z.string(),
  keyState: z.string(),
  /** The ARN of the key of another region that it is a replica of. */
  primary: z.string().nullable(),
});
type Kind = z.infer<typeof Kind>;

const Key = z.object({
  arn: z.string(),
  /** Days from one rotation to the next; `null` where it does not rotate. */
  days: z.number().nullable(),
  kind: Kind.nullable(),
});
type Key = z.infer<typeof Key>;

const Settings = z.object({
  days: z
    .number()
    .int()
    .min(90)
    .max(2_560)
    .default(365)
    .describe('Days from one rotation to the next, for keys that do not rotate; a key that does keeps its own'),
});

export const keyRotated = defineControl({
  id: 'kms.key-rotated',
  title: 'Keys are rotated',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['KMS.4'],
    'CIS AWS Foundations 5.0': ['3.6'],
    Prowler: ['kms_cmk_rotation_enabled'],
  },
  why: 'Key material that never changes protects ever more data, and whoever gets hold of it once reads all of it.',
  impact:
    'KMS encrypts with new material from time to time and decrypts with the old as before: key, ARN and aliases stay, nobody has to do anything, and data is not encrypted anew. AWS charges for the first two rotations of a key. Material that KMS cannot rotate by itself (asymmetric, HMAC, imported, in a key store of one’s own) is not judged.',
  triggers: [
    { kind: 'api-call', service: 'kms', events: ['CreateKey'], target: newKeyTarget },
    {
      kind: 'api-call',
      service: 'kms',
      events: ['DisableKeyRotation', 'EnableKey', 'UpdatePrimaryRegion'],
      target: keyTarget,
    },
    { kind: 'config-rule', rule: 'cmk-backing-key-rotation-enabled' },
    { kind: 'security-hub', control: 'KMS.4' },
  ],
  settings: Settings,
  ...keys,
  reads: [
    // What can never be rotated so, KMS refuses to tell about.
    { call: 'kms:GetKeyRotationStatus', on: keyArn, absent: ['UnsupportedOperationException'] },
    { call: 'kms:DescribeKey', on: keyArn },
    ...keyReads,
  ],
  writes: [
    { call: 'kms:EnableKeyRotation', on: keyArn },
    { call: 'kms:DisableKeyRotation', on: keyArn },
  ],
  state: Key,

  async read({ arn }, aws) {
    const rotation = await aws('kms:GetKeyRotationStatus', { KeyId: arn });
    if (rotation?.KeyRotationEnabled) {
      return { arn, days: rotation.RotationPeriodInDays ?? 365, kind: null };
    }
    const key = (await aws('kms:DescribeKey', { KeyId: arn }))?.KeyMetadata;
    const { MultiRegionKeyType, PrimaryKey } = key?.MultiRegionConfiguration ?? {};
    return {
      arn,
      days: null,
      kind: {
        isOfAws: key?.KeyManager === 'AWS',
        spec: key?.KeySpec ?? '',
        origin: key?.Origin ?? '',
        keyState: key?.KeyState ?? '',
        primary: MultiRegionKeyType === 'REPLICA' ? (PrimaryKey?.Arn ?? '') : null,
      },
    };
  },

  plan(key, settings) {
    const { arn, days, kind } = key;
    const name = nameOf(arn);
    if (days !== null) {
      return { outcome: 'compliant' };
    }
    if (kind === null) {
      return { outcome: 'leave', because: `it was not read what kind of key ${name} is` };
    }
    if (kind.isOfAws || kind.spec !== 'SYMMETRIC_DEFAULT' || kind.origin !== 'AWS_KMS') {
      return { outcome: 'compliant' };
    }
    if (kind.primary !== null) {
      return {
        outcome: 'leave',
        because: `key ${name} is a replica: it rotates with ${kind.primary}, where rotation is off`,
      };
    }
    if (kind.keyState !== 'Enabled') {
      return {
        outcome: 'leave',
        because: `key ${name} is ${kind.keyState}: KMS takes the change of an enabled key only`,
      };
    }
    return {
      outcome: 'change',
      risk: { level: 'safe', because: 'KMS keeps all earlier material, so whoever may use the key notices nothing' },
      apply: [enable(arn, settings.days)],
      undo: [disable(arn)],
      after: { arn, days: settings.days, kind: null },
    };
  },

  examples: [
    { name: 'a key that rotates, however often', state: { ...of('1'), days: 730 }, plan: { outcome: 'compliant' } },
    {
      name: 'a key that signs, which KMS cannot rotate',
      state: of('2', { spec: 'RSA_2048' }),
      plan: { outcome: 'compliant' },
    },
    { name: 'a key of imported material', state: of('3', { origin: 'EXTERNAL' }), plan: { outcome: 'compliant' } },
    { name: 'a key that AWS manages', state: of('4', { isOfAws: true }), plan: { outcome: 'compliant' } },
    {
      name: 'a key that does not rotate',
      state: of('5'),
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'KMS keeps all earlier material, so whoever may use the key notices nothing' },
        apply: [enable(arnOf('5'), 365)],
        undo: [disable(arnOf('5'))],
        after: { arn: arnOf('5'), days: 365, kind: null },
      },
    },
    {
      name: 'a key that does not rotate, where others than the usual 365 days are wanted',
      settings: { days: 90 },
      state: of('6'),
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'KMS keeps all earlier material, so whoever may use the key notices nothing' },
        apply: [enable(arnOf('6'), 90)],
        undo: [disable(arnOf('6'))],
        after: { arn: arnOf('6'), days: 90, kind: null },
      },
    },
    {
      name: 'a replica of a key that does not rotate',
      state: of('mrk-7', { primary: 'arn:aws:kms:us-east-1:111122223333:key/mrk-7' }),
      plan: {
        outcome: 'leave',
        because:
          'key mrk-7 is a replica: it rotates with arn:aws:kms:us-east-1:111122223333:key/mrk-7, where rotation is off',
      },
    },
    {
      name: 'a key that is to be deleted',
      state: of('8', { keyState: 'PendingDeletion' }),
      plan: { outcome: 'leave', because: 'key 8 is PendingDeletion: KMS takes the change of an enabled key only' },
    },
    {
      name: 'a key that is disabled',
      state: of('9', { keyState: 'Disabled' }),
      plan: { outcome: 'leave', because: 'key 9 is Disabled: KMS takes the change of an enabled key only' },
    },
    {
      name: 'a key of which it is not known what it is',
      state: { ...of('10'), kind: null },
      plan: { outcome: 'leave', because: 'it was not read what kind of key 10 is' },
    },
  ],
});

function arnOf(id: string): string {
  return `arn:aws:kms:eu-central-1:111122223333:key/${id}`;
}

function of(id: string, other: Partial<Kind> = {}): Key {
  const usual = { isOfAws: false, spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS', keyState: 'Enabled', primary: null };
  return { arn: arnOf(id), days: null, kind: { ...usual, ...other } };
}

function enable(KeyId: string, RotationPeriodInDays: number): Change<'kms:EnableKeyRotation'> {
  return {
    call: 'kms:EnableKeyRotation',
    input: { KeyId, RotationPeriodInDays },
    says: `Rotate the material of key ${nameOf(KeyId)} every ${RotationPeriodInDays} days`,
  };
}

function disable(KeyId: string): Change<'kms:DisableKeyRotation'> {
  return {
    call: 'kms:DisableKeyRotation',
    input: { KeyId },
    says: `Rotate the material of key ${nameOf(KeyId)} no more`,
  };
}
