import * as z from 'zod';
import { type Change, defineControl, type NonEmpty, type Plan, type Reversible, type Undo } from '../../control.ts';
import { arnOf, idOf } from '../../ec2/resource.ts';
import { putBack, revoke, writesIn, writesOut } from '../../ec2/rule-changes.ts';
import { nameOf, Rule, readRules, ruleReads } from '../../ec2/rules.ts';
import { groupReads, groupTriggers, isInUse, isLivedIn, listGroups, securityGroups } from '../../ec2/security-group.ts';
import { vpcMade } from '../../ec2/vpc.ts';
import { examples } from './default-security-group-empty.examples.ts';

export const DefaultGroup = z.object({
  id: z.string(),
  vpc: z.string(),
  isDefault: z.boolean(),
  /** Those of the default group only. */
  rules: z.array(Rule),
  /** Whether any network interface has the group; read only where it has rules. */
  inUse: z.boolean().nullable(),
  /** Whether anything else in its VPC has one; read only where none has the group. */
  isLivedIn: z.boolean().nullable(),
});
export type DefaultGroup = z.infer<typeof DefaultGroup>;

export type Call =
  | 'ec2:RevokeSecurityGroupIngress'
  | 'ec2:AuthorizeSecurityGroupIngress'
  | 'ec2:RevokeSecurityGroupEgress'
  | 'ec2:AuthorizeSecurityGroupEgress';

export const defaultSecurityGroupEmpty = defineControl({
  id: 'ec2.default-security-group-empty',
  title: 'Default security groups have no rules',
  practice: 'private networks',
  severity: 'medium',
  standards: {
    'Security Hub': ['EC2.2'],
    'CIS AWS Foundations 5.0': ['5.5'],
    Prowler: ['ec2_securitygroup_default_restrict_traffic'],
  },
  why: 'Whatever is launched without a word about security groups gets the default one, and with its rules talks to everything else that was launched so, and to the whole internet.',
  impact:
    'What has no other group than the default one can neither be reached nor reach anything. New resources have to be given a group of their own, or they have no network.',
  triggers: [
    ...groupTriggers('AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress'),
    // A VPC comes with its group, whose id the call does not tell.
    vpcMade,
    { kind: 'config-rule', rule: 'vpc-default-security-group-closed' },
    { kind: 'security-hub', control: 'EC2.2' },
  ],
  ...securityGroups,
  resources: { ...securityGroups.resources, 'AWS::EC2::VPC': arnOf('vpc', '{resourceId}') },
  list: (place, aws) => listGroups(place, aws, 'default'),
  reads: [...groupReads, ...ruleReads],
  writes: [...writesIn, ...writesOut],
  // Malformed is what EC2 calls the id of a VPC that is gone before its default group was found.
  gone: [...securityGroups.gone, 'InvalidGroupId.Malformed'],
  state: DefaultGroup,

  async locate(target, aws) {
    const id = idOf(target);
    if (!id.startsWith('vpc-')) {
      return target.arn;
    }
    const Filters = [
      { Name: 'vpc-id', Values: [id] },
      { Name: 'group-name', Values: ['default'] },
    ];
    const [group] = (await aws('ec2:DescribeSecurityGroups', { Filters }))?.SecurityGroups ?? [];
    return group === undefined ? target.arn : target.arn.replace(`vpc/${id}`, `security-group/${group.GroupId}`);
  },

  async read(target, aws) {
    const id = idOf(target);
    const [group] = (await aws('ec2:DescribeSecurityGroups', { GroupIds: [id] }))?.SecurityGroups ?? [];
    const isDefault = group?.GroupName === 'default';
    const hasRules = [group?.IpPermissions, group?.IpPermissionsEgress].some((rules) => (rules ?? []).length > 0);
    const vpc = group?.VpcId ?? '';
    const known = { id, vpc, isDefault, isLivedIn: null };
    if (!isDefault || !hasRules) {
      return { ...known, rules: [], inUse: null };
    }
    const inUse = await isInUse(id, aws);
    const rules = await readRules(id, aws);
    return { ...known, rules, inUse, isLivedIn: inUse ? null : await isLivedIn(vpc, aws) };
  },

  plan(group) {
    const { isDefault, rules } = group;
    if (!isDefault || rules.length === 0) {
      return { outcome: 'compliant' };
    }
    const lost = rules.find(({ peering }) => peering !== null && peering !== 'active');
    if (lost !== undefined) {
      return {
        outcome: 'leave',
        because: `the rule for ${nameOf(lost)} leads over a VPC peering that is ${lost.peering}, and EC2 would not take it back if the mend were undone`,
      };
    }
    return {
      outcome: 'change',
      risk: riskOf(group),
      ...emptied(group),
      after: { ...group, rules: [], inUse: null, isLivedIn: null },
    };
  },

  examples,
});

/** Tasks, builds and jobs have a network interface only while they run. */
function riskOf({ id, vpc, inUse, isLivedIn }: DefaultGroup): Reversible {
  if (inUse) {
    return {
      level: 'disruptive',
      because: `network interfaces have ${id}, and lose every connection that no other of their groups allows`,
    };
  }
  return isLivedIn === false
    ? { level: 'safe', because: `nothing in ${vpc} has a network interface, with ${id} or without` }
    : {
        level: 'disruptive',
        because: `no network interface has ${id} today, but a task, build or job that runs in ${vpc} with it from time to time then has no network`,
      };
}

type Calls = Pick<Extract<Plan<DefaultGroup, Call>, { outcome: 'change' }>, 'apply'> & { undo: NonEmpty<Undo<Call>> };

/** A call for each direction that has rules, at least one of them. */
function emptied({ id, rules }: DefaultGroup): Calls {
  const apply: Change<Call>[] = [];
  const undo: Undo<Call>[] = [];
  for (const direction of ['in', 'out'] as const) {
    const some = rules.filter((rule) => rule.direction === direction);
    if (some.length > 0) {
      undo.push(...putBack(direction, { group: id, rules: some, undoes: apply.length }));
      apply.push(revoke(direction, id, some));
    }
  }
  return { apply, undo } as unknown as Calls;
}
