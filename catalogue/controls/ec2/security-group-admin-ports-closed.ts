import * as z from 'zod';
import { type Caller, defineControl, type Reversible } from '../../control.ts';
import { AdminPorts } from '../../ec2/admin-ports.ts';
import { isTheWorld } from '../../ec2/ranges.ts';
import { arnOf, everyPage, idOf } from '../../ec2/resource.ts';
import { putBack, revoke, writesIn } from '../../ec2/rule-changes.ts';
import { covers, Rule, readRules, ruleReads } from '../../ec2/rules.ts';
import { groupReads, groupTriggers, isInUse, securityGroups } from '../../ec2/security-group.ts';
import { examples } from './security-group-admin-ports-closed.examples.ts';

export const Group = z.object({
  id: z.string(),
  /** Its rules for traffic that comes in. */
  rules: z.array(Rule),
  /** Prefix lists in rules for administration ports that hold the whole internet. */
  wideLists: z.array(z.string()),
  /** Whether any network interface has the group; read only where something is out of order. */
  inUse: z.boolean().nullable(),
});
export type Group = z.infer<typeof Group>;

export const securityGroupAdminPortsClosed = defineControl({
  id: 'ec2.security-group-admin-ports-closed',
  title: 'Security groups close administration ports to the internet',
  practice: 'private networks',
  severity: 'high',
  standards: {
    'Security Hub': ['EC2.13', 'EC2.14', 'EC2.53', 'EC2.54'],
    'CIS AWS Foundations 5.0': ['5.3', '5.4'],
    Prowler: [
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389',
    ],
  },
  why: 'SSH and Remote Desktop that the whole internet can reach are tried by machines within minutes: one weak password, leaked key or unpatched server is enough.',
  impact:
    'Whoever administers from an address that no other rule names can no longer connect; Session Manager, EC2 Instance Connect endpoints and rules for known addresses go on working. A rule for more ports than these goes as a whole, and what it opened besides closes with it. Connections that are open may go on until they end.',
  triggers: [
    ...groupTriggers('AuthorizeSecurityGroupIngress'),
    {
      kind: 'api-call',
      service: 'ec2',
      events: ['ModifySecurityGroupRules'],
      target: arnOf('security-group', '{ModifySecurityGroupRulesRequest.GroupId}'),
    },
    { kind: 'config-rule', rule: 'restricted-ssh' },
    { kind: 'config-rule', rule: 'restricted-common-ports' },
    // What Security Hub calls the rule above, where it looks for port 3389.
    { kind: 'config-rule', rule: 'restricted-rdp' },
    { kind: 'config-rule', rule: 'vpc-sg-port-restriction-check' },
    { kind: 'security-hub', control: 'EC2.13' },
    { kind: 'security-hub', control: 'EC2.14' },
    { kind: 'security-hub', control: 'EC2.53' },
    { kind: 'security-hub', control: 'EC2.54' },
  ],
  settings: AdminPorts,
  ...securityGroups,
  reads: [
    ...ruleReads,
    ...groupReads,
    { call: 'ec2:GetManagedPrefixListEntries', on: 'arn:{partition}:ec2:{region}:*:prefix-list/*' },
  ],
  writes: writesIn,
  state: Group,

  async read(target, aws, { ports }) {
    const id = idOf(target);
    const rules = (await readRules(id, aws)).filter(({ direction }) => direction === 'in');
    const admin = rules.filter((rule) => ports.some((port) => covers(rule, port)));
    const lists = [...new Set(admin.flatMap(({ peer }) => (peer.kind === 'prefix list' ? [peer.name] : [])))];
    const wideLists: string[] = [];
    for (const list of lists) {
      if (await holdsTheWorld(list, aws)) {
        wideLists.push(list);
      }
    }
    const isOpen = wideLists.length > 0 || openRules(rules, ports).length > 0;
    return { id, rules, wideLists, inUse: isOpen ? await isInUse(id, aws) : null };
  },

  plan(group, { ports }) {
    const { id, rules, wideLists, inUse } = group;
    const open = openRules(rules, ports);
    if (open.length > 0) {
      const closed = rules.filter((rule) => !open.includes(rule));
      return {
        outcome: 'change',
        risk: riskOf(group, open, ports),
        apply: [revoke('in', id, open)],
        undo: putBack('in', { group: id, rules: open, undoes: 0 }),
        after: { id, rules: closed, wideLists, inUse: wideLists.length > 0 ? inUse : null },
      };
    }
    return wideLists.length === 0
      ? { outcome: 'compliant' }
      : {
          outcome: 'leave',
          because: `${id} lets in everybody through prefix list ${wideLists.join(' and ')}: whoever keeps the list has to take the broad ranges out of it`,
        };
  },

  examples,
});

function openRules(rules: readonly Rule[], ports: readonly number[]): Rule[] {
  return rules.filter(
    (rule) => rule.peer.kind === 'range' && isTheWorld(rule.peer.name) && ports.some((port) => covers(rule, port)),
  );
}

async function holdsTheWorld(PrefixListId: string, aws: Caller<'ec2:GetManagedPrefixListEntries'>): Promise<boolean> {
  for await (const { Entries = [] } of everyPage((rest) =>
    aws('ec2:GetManagedPrefixListEntries', { PrefixListId, ...rest }),
  )) {
    if (Entries.some(({ Cidr }) => Cidr !== undefined && isTheWorld(Cidr))) {
      return true;
    }
  }
  return false;
}

function riskOf({ id, inUse }: Group, open: readonly Rule[], ports: readonly number[]): Reversible {
  const more = open.some(({ from, to }) => from !== to || !ports.includes(from));
  if (inUse === false) {
    return more
      ? {
          level: 'disruptive',
          because: `no network interface has ${id} today, but what is launched with it later has neither these ports nor anything else that these rules open`,
        }
      : { level: 'safe', because: `no network interface has ${id}, so nobody comes in through it today` };
  }
  return {
    level: 'disruptive',
    because: `whoever comes from an address that no other rule names loses ${more ? 'these ports and everything else that these rules open' : 'these ports'}`,
  };
}
