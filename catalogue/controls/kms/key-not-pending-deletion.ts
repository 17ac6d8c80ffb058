import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { keyArn, keyReads, keys, keyTarget, nameOf } from '../../kms/key.ts';

const Key = z.object({
  arn: z.string(),
  keyState: z.string(),
  /** When KMS deletes it, ISO 8601 UTC; `null` where it does not, or not before its replicas are gone. */
  deletion: z.string().nullable(),
});
type Key = z.infer<typeof Key>;

/** An undo would start a new waiting time of 7 days at least, and be a way to delete keys: Homeostat has no right to do that. */
const reason =
  'nobody can use the key now, nor afterwards until somebody enables it; only a person can schedule its deletion again';

export const keyNotPendingDeletion = defineControl({
  id: 'kms.key-not-pending-deletion',
  title: 'Keys are not about to be deleted',
  practice: 'encryption',
  severity: 'critical',
  standards: {
    'Security Hub': ['KMS.3'],
    Prowler: ['kms_cmk_not_deleted_unintentionally'],
  },
  why: 'With a key, everything that was ever encrypted with it is lost for good, backups too; scheduling its deletion is one call, and a way to extort.',
  impact:
    'The key stays, disabled: whoever needs it is refused as while it was pending, until somebody enables it, which Homeostat does not. Everything encrypted with it can be had again from then on. The key goes on to be paid for. Homeostat never schedules a deletion, so a person has to do that again where it was meant, with a waiting time of 7 days at least.',
  triggers: [
    { kind: 'api-call', service: 'kms', events: ['ScheduleKeyDeletion'], target: keyTarget },
    { kind: 'config-rule', rule: 'kms-cmk-not-scheduled-for-deletion' },
    { kind: 'security-hub', control: 'KMS.3' },
  ],
  ...keys,
  reads: [{ call: 'kms:DescribeKey', on: keyArn }, ...keyReads],
  writes: [{ call: 'kms:CancelKeyDeletion', on: keyArn }],
  state: Key,

  async read({ arn }, aws) {
    const key = (await aws('kms:DescribeKey', { KeyId: arn }))?.KeyMetadata;
    return { arn, keyState: key?.KeyState ?? '', deletion: key?.DeletionDate?.toISOString() ?? null };
  },

  plan(key) {
    if (key.keyState === '') {
      return { outcome: 'leave', because: `KMS does not say whether key ${nameOf(key.arn)} is to be deleted` };
    }
    if (key.keyState !== 'PendingDeletion' && key.keyState !== 'PendingReplicaDeletion') {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: { level: 'irreversible', because: reason },
      apply: [cancel(key)],
      after: { arn: key.arn, keyState: 'Disabled', deletion: null },
    };
  },

  examples: [
    { name: 'a key in use', state: of('Enabled'), plan: { outcome: 'compliant' } },
    { name: 'a key that somebody disabled', state: of('Disabled'), plan: { outcome: 'compliant' } },
    {
      name: 'a key that is to be deleted',
      state: of('PendingDeletion', '2026-01-31T12:00:00.000Z'),
      plan: {
        outcome: 'change',
        risk: { level: 'irreversible', because: reason },
        apply: [cancel(of('PendingDeletion', '2026-01-31T12:00:00.000Z'))],
        after: of('Disabled'),
      },
    },
    {
      name: 'a key that is to be deleted once its replicas are',
      state: of('PendingReplicaDeletion'),
      plan: {
        outcome: 'change',
        risk: { level: 'irreversible', because: reason },
        apply: [cancel(of('PendingReplicaDeletion'))],
        after: of('Disabled'),
      },
    },
    {
      name: 'a key of which KMS does not say in what state it is',
      state: of(''),
      plan: { outcome: 'leave', because: 'KMS does not say whether key 1a2b is to be deleted' },
    },
  ],
});

function of(keyState: string, deletion: string | null = null): Key {
  return { arn: 'arn:aws:kms:eu-central-1:111122223333:key/1a2b', keyState, deletion };
}

function cancel({ arn, deletion }: Key): Change<'kms:CancelKeyDeletion'> {
  const when = deletion === null ? 'after the last of its replicas' : `on ${deletion.slice(0, 10)}`;
  return {
    call: 'kms:CancelKeyDeletion',
    input: { KeyId: arn },
    says: `Keep key ${nameOf(arn)}, which KMS would delete ${when}, and leave it disabled`,
  };
}
