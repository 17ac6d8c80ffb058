import * as z from 'zod';
import type { Output } from '../../calls.ts';
import { type Caller, type Change, defineControl, type Target } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { inSmallLetters, nameIn } from '../../rds/names.ts';
import { tagsOf } from '../../tags.ts';

const Snapshot = z.object({
  name: z.string(),
  of: z.enum(['instance', 'cluster']),
  /** Who may restore it besides its owner: accounts by their number, and `all` for everybody. */
  sharedWith: z.array(z.string()),
});
type Snapshot = z.infer<typeof Snapshot>;

const everybody = 'all';
const snapshotArn = 'arn:{partition}:rds:{region}:{account}:snapshot:*';
const clusterSnapshotArn = 'arn:{partition}:rds:{region}:{account}:cluster-snapshot:*';

type Write = 'rds:ModifyDBSnapshotAttribute' | 'rds:ModifyDBClusterSnapshotAttribute';
type Read =
  | 'rds:DescribeDBSnapshotAttributes'
  | 'rds:DescribeDBClusterSnapshotAttributes'
  | 'rds:DescribeDBSnapshots'
  | 'rds:DescribeDBClusterSnapshots';

export const snapshotPrivate = defineControl({
  id: 'rds.snapshot-private',
  title: 'Database snapshots are not shared with everybody',
  practice: 'data storage',
  severity: 'critical',
  resources: { 'AWS::RDS::DBSnapshot': 'by-arn', 'AWS::RDS::DBClusterSnapshot': 'by-arn' },
  standards: { 'Security Hub': ['RDS.1'], Prowler: ['rds_snapshots_public_access'] },
  why: 'Anybody with an AWS account can restore a public snapshot and read the whole database. Sharing one is a known way of carrying data off.',
  impact:
    'Accounts that are not named can no longer copy or restore the snapshot. Accounts that are named still can. What was copied meanwhile stays copied.',
  triggers: [
    {
      kind: 'api-call',
      service: 'rds',
      events: ['ModifyDBSnapshotAttribute'],
      target: 'arn:{partition}:rds:{region}:{account}:snapshot:{dBSnapshotIdentifier}',
    },
    {
      kind: 'api-call',
      service: 'rds',
      events: ['ModifyDBClusterSnapshotAttribute'],
      target: 'arn:{partition}:rds:{region}:{account}:cluster-snapshot:{dBClusterSnapshotIdentifier}',
    },
    { kind: 'config-rule', rule: 'rds-snapshots-public-prohibited' },
    { kind: 'security-hub', control: 'RDS.1' },
  ],
  reads: [
    { call: 'rds:DescribeDBSnapshotAttributes', on: snapshotArn },
    { call: 'rds:DescribeDBClusterSnapshotAttributes', on: clusterSnapshotArn },
    { call: 'rds:DescribeDBSnapshots', on: snapshotArn },
    { call: 'rds:DescribeDBSnapshots', on: 'arn:{partition}:rds:{region}:{account}:db:*' },
    { call: 'rds:DescribeDBClusterSnapshots', on: clusterSnapshotArn },
    { call: 'rds:DescribeDBClusterSnapshots', on: 'arn:{partition}:rds:{region}:{account}:cluster:*' },
  ],
  writes: [
    { call: 'rds:ModifyDBSnapshotAttribute', on: snapshotArn },
    { call: 'rds:ModifyDBClusterSnapshotAttribute', on: clusterSnapshotArn },
  ],
  gone: ['DBSnapshotNotFoundFault', 'DBClusterSnapshotNotFoundFault'],
  state: Snapshot,
  list,
  locate: inSmallLetters,
  tags,

  async read(target, aws) {
    const name = nameIn(target);
    if (isOfCluster(target)) {
      const answer = await aws('rds:DescribeDBClusterSnapshotAttributes', { DBClusterSnapshotIdentifier: name });
      const result = answer?.DBClusterSnapshotAttributesResult;
      return { name, of: 'cluster' as const, sharedWith: restorers(result?.DBClusterSnapshotAttributes) };
    }
    const answer = await aws('rds:DescribeDBSnapshotAttributes', { DBSnapshotIdentifier: name });
    return {
      name,
      of: 'instance' as const,
      sharedWith: restorers(answer?.DBSnapshotAttributesResult?.DBSnapshotAttributes),
    };
  },

  plan(snapshot) {
    const { name, sharedWith } = snapshot;
    if (!sharedWith.includes(everybody)) {
      return { outcome: 'compliant' };
    }
    const named = sharedWith.filter((account) => account !== everybody);
    const still = named.length === 0 ? '' : `, but still with ${named.join(', ')}`;
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: `accounts that are not named can no longer copy or restore ${name}` },
      apply: [modify(snapshot, { ValuesToRemove: [everybody] }, `Share ${name} no longer with everybody${still}`)],
      undo: [modify(snapshot, { ValuesToAdd: [everybody] }, `Share ${name} with everybody again`)],
      after: { ...snapshot, sharedWith: named },
    };
  },

  examples: [
    {
      name: 'a snapshot that is not shared',
      state: { name: 'nightly', of: 'instance', sharedWith: [] },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a snapshot that is shared with accounts by name',
      state: { name: 'nightly', of: 'instance', sharedWith: ['444455556666'] },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a snapshot that everybody may restore, beside an account that is named',
      state: { name: 'nightly', of: 'instance', sharedWith: ['444455556666', 'all'] },
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because: 'accounts that are not named can no longer copy or restore nightly' },
        apply: [
          modify(
            { name: 'nightly', of: 'instance' },
            { ValuesToRemove: ['all'] },
            'Share nightly no longer with everybody, but still with 444455556666',
          ),
        ],
        undo: [
          modify({ name: 'nightly', of: 'instance' }, { ValuesToAdd: ['all'] }, 'Share nightly with everybody again'),
        ],
        after: { name: 'nightly', of: 'instance', sharedWith: ['444455556666'] },
      },
    },
    {
      name: 'a snapshot of a cluster that everybody may restore',
      state: { name: 'shop-weekly', of: 'cluster', sharedWith: ['all'] },
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because: 'accounts that are not named can no longer copy or restore shop-weekly' },
        apply: [
          modify(
            { name: 'shop-weekly', of: 'cluster' },
            { ValuesToRemove: ['all'] },
            'Share shop-weekly no longer with everybody',
          ),
        ],
        undo: [
          modify(
            { name: 'shop-weekly', of: 'cluster' },
            { ValuesToAdd: ['all'] },
            'Share shop-weekly with everybody again',
          ),
        ],
        after: { name: 'shop-weekly', of: 'cluster', sharedWith: [] },
      },
    },
  ],
});

function isOfCluster({ arn }: Target): boolean {
  return arn.split(':')[5] === 'cluster-snapshot';
}

type Attribute = NonNullable<
  NonNullable<Output<'rds:DescribeDBSnapshotAttributes'>['DBSnapshotAttributesResult']>['DBSnapshotAttributes']
>[number];

/** Sorted, since RDS promises no order. */
function restorers(attributes: readonly Attribute[] = []): string[] {
  return attributes
    .filter(({ AttributeName }) => AttributeName === 'restore')
    .flatMap(({ AttributeValues = [] }) => AttributeValues)
    .toSorted();
}

function modify(
  { name, of }: Pick<Snapshot, 'name' | 'of'>,
  values: { readonly ValuesToRemove: string[] } | { readonly ValuesToAdd: string[] },
  says: string,
): Change<Write> {
  const input = { AttributeName: 'restore', ...values };
  return of === 'cluster'
    ? { call: 'rds:ModifyDBClusterSnapshotAttribute', input: { DBClusterSnapshotIdentifier: name, ...input }, says }
    : { call: 'rds:ModifyDBSnapshotAttribute', input: { DBSnapshotIdentifier: name, ...input }, says };
}

/** Only snapshots that somebody took can be shared; RDS's own cannot. */
async function* list(_: Place, aws: Caller<Read>): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('rds:DescribeDBSnapshots', pageOf(Marker));
    yield* (page?.DBSnapshots ?? []).flatMap(({ DBSnapshotArn }) => DBSnapshotArn ?? []);
    Marker = page?.Marker;
  } while (Marker);
  do {
    const page = await aws('rds:DescribeDBClusterSnapshots', pageOf(Marker));
    yield* (page?.DBClusterSnapshots ?? []).flatMap(({ DBClusterSnapshotArn }) => DBClusterSnapshotArn ?? []);
    Marker = page?.Marker;
  } while (Marker);
}

function pageOf(Marker: string | undefined) {
  return { SnapshotType: 'manual', MaxRecords: 100, ...(Marker && { Marker }) };
}

async function tags(target: Target, aws: Caller<Read>): Promise<Readonly<Record<string, string>>> {
  const name = nameIn(target);
  const snapshots = isOfCluster(target)
    ? (await aws('rds:DescribeDBClusterSnapshots', { DBClusterSnapshotIdentifier: name }))?.DBClusterSnapshots
    : (await aws('rds:DescribeDBSnapshots', { DBSnapshotIdentifier: name }))?.DBSnapshots;
  return tagsOf(snapshots?.[0]?.TagList);
}
