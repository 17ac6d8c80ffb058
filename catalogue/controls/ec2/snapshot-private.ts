import * as z from 'zod';
import { type Change, defineControl, type Reversible } from '../../control.ts';
import { ec2Tags, everyPage, idOf, tagReads } from '../../ec2/resource.ts';
import { excess, isNone, Sharing, Trusted, whom, without } from '../../ec2/sharing.ts';

const Snapshot = z.object({ id: z.string(), account: z.string(), sharing: Sharing });
type Snapshot = z.infer<typeof Snapshot>;

/** EC2's ARNs of snapshots name no account. */
const snapshots = 'arn:{partition}:ec2:{region}::snapshot/*';
const Attribute = 'createVolumePermission';

export const snapshotPrivate = defineControl({
  id: 'ec2.snapshot-private',
  title: 'Snapshots are not shared with everybody',
  practice: 'data storage',
  severity: 'critical',
  resources: { 'AWS::EC2::Snapshot': 'arn:{partition}:ec2:{region}::snapshot/{resourceId}' },
  standards: {
    'Security Hub': ['EC2.1'],
    Prowler: ['ec2_ebs_public_snapshot'],
  },
  why: 'A snapshot that is shared with everybody is a whole disk that any AWS account can mount and read, keys and deleted files included. They are searched for.',
  impact:
    'Accounts that nobody named can no longer make volumes of it or copy it; volumes and copies that they made stay theirs. Accounts that it is shared with by their number go on using it, save those that the setting does not trust.',
  triggers: [
    {
      kind: 'api-call',
      service: 'ec2',
      events: ['ModifySnapshotAttribute'],
      target: 'arn:{partition}:ec2:{region}::snapshot/{snapshotId}',
    },
  ],
  settings: Trusted,
  reads: [
    { call: 'ec2:DescribeSnapshotAttribute', on: snapshots },
    { call: 'ec2:DescribeSnapshots', on: '*' },
    ...tagReads,
  ],
  writes: [{ call: 'ec2:ModifySnapshotAttribute', on: snapshots }],
  gone: ['InvalidSnapshot.NotFound'],
  state: Snapshot,
  tags: ec2Tags,

  async *list({ partition, region }, aws) {
    for await (const page of everyPage((rest) =>
      aws('ec2:DescribeSnapshots', { OwnerIds: ['self'], MaxResults: 1_000, ...rest }),
    )) {
      for (const { SnapshotId } of page.Snapshots ?? []) {
        yield `arn:${partition}:ec2:${region}::snapshot/${SnapshotId}`;
      }
    }
  },

  async read(target, aws) {
    const id = idOf(target);
    const found = (await aws('ec2:DescribeSnapshotAttribute', { SnapshotId: id, Attribute }))?.CreateVolumePermissions;
    const others = (found ?? []).flatMap(({ UserId }) => (UserId === undefined ? [] : [UserId]));
    const everybody = (found ?? []).some(({ Group }) => Group === 'all');
    return { id, account: target.account, sharing: { everybody, others: others.toSorted() } };
  },

  plan(snapshot, trusted) {
    const { id, account, sharing } = snapshot;
    const gone = excess(sharing, account, trusted);
    if (isNone(gone)) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: riskOf(id, gone),
      apply: [modify(id, 'remove', gone, `Take ${id} back from ${whom(gone)}`)],
      undo: [modify(id, 'add', gone, `Share ${id} with ${whom(gone)} again`)],
      after: { ...snapshot, sharing: without(sharing, gone) },
    };
  },

  examples: [
    {
      name: 'a snapshot that is shared with an account',
      state: of({ everybody: false, others: ['444455556666'] }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a snapshot that is shared with everybody and with an account',
      state: of({ everybody: true, others: ['444455556666'] }),
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because: 'only accounts that nobody named can no longer use snap-0a1b2c3d; what they made of it stays theirs',
        },
        apply: [
          {
            call: 'ec2:ModifySnapshotAttribute',
            input: { SnapshotId: 'snap-0a1b2c3d', Attribute, OperationType: 'remove', GroupNames: ['all'] },
            says: 'Take snap-0a1b2c3d back from everybody',
          },
        ],
        undo: [
          {
            call: 'ec2:ModifySnapshotAttribute',
            input: { SnapshotId: 'snap-0a1b2c3d', Attribute, OperationType: 'add', GroupNames: ['all'] },
            says: 'Share snap-0a1b2c3d with everybody again',
          },
        ],
        after: of({ everybody: false, others: ['444455556666'] }),
      },
    },
    {
      name: 'a snapshot that is shared with an account that the setting does not trust',
      settings: { trusted: ['444455556666'] },
      state: of({ everybody: false, others: ['444455556666', '777788889999'] }),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: '777788889999 can no longer use snap-0a1b2c3d, which was shared with it by name',
        },
        apply: [
          {
            call: 'ec2:ModifySnapshotAttribute',
            input: { SnapshotId: 'snap-0a1b2c3d', Attribute, OperationType: 'remove', UserIds: ['777788889999'] },
            says: 'Take snap-0a1b2c3d back from 777788889999',
          },
        ],
        undo: [
          {
            call: 'ec2:ModifySnapshotAttribute',
            input: { SnapshotId: 'snap-0a1b2c3d', Attribute, OperationType: 'add', UserIds: ['777788889999'] },
            says: 'Share snap-0a1b2c3d with 777788889999 again',
          },
        ],
        after: of({ everybody: false, others: ['444455556666'] }),
      },
    },
  ],
});

function of(sharing: Sharing): Snapshot {
  return { id: 'snap-0a1b2c3d', account: '111122223333', sharing };
}

function riskOf(id: string, { others }: Sharing): Reversible {
  return others.length === 0
    ? {
        level: 'safe',
        because: `only accounts that nobody named can no longer use ${id}; what they made of it stays theirs`,
      }
    : {
        level: 'disruptive',
        because: `${others.join(' and ')} can no longer use ${id}, which was shared with ${others.length === 1 ? 'it' : 'them'} by name`,
      };
}

function modify(
  SnapshotId: string,
  OperationType: 'add' | 'remove',
  { everybody, others }: Sharing,
  says: string,
): Change<'ec2:ModifySnapshotAttribute'> {
  return {
    call: 'ec2:ModifySnapshotAttribute',
    input: {
      ...{ SnapshotId, Attribute, OperationType },
      ...(everybody && { GroupNames: ['all'] }),
      ...(others.length > 0 && { UserIds: [...others] }),
    },
    says,
  };
}
