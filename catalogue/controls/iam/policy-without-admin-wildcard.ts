import { defineControl } from '../../control.ts';
import { partsOf } from '../../iam/arn.ts';
import { missing, reads, writes } from '../../iam/calls.ts';
import { Grants } from '../../iam/grants.ts';
import { listGrants } from '../../iam/list-grants.ts';
import { planManaged, planPrincipal } from '../../iam/plan-grants.ts';
import { readGrants, readTags } from '../../iam/read-grants.ts';
import { spelling } from '../../iam/spelling.ts';
import { examples } from './policy-without-admin-wildcard.examples.ts';

export const policyWithoutAdminWildcard = defineControl({
  id: 'iam.policy-without-admin-wildcard',
  title: 'Policies grant no blanket administration',
  practice: 'least privilege',
  severity: 'critical',
  resources: {
    'AWS::IAM::Role': 'by-arn',
    'AWS::IAM::User': 'by-arn',
    'AWS::IAM::Group': 'by-arn',
    'AWS::IAM::Policy': 'by-arn',
  },
  standards: {
    'Security Hub': ['IAM.1'],
    'CIS AWS Foundations 5.0': ['1.15'],
    Prowler: [
      'iam_customer_attached_policy_no_administrative_privileges',
      'iam_customer_unattached_policy_no_administrative_privileges',
      'iam_inline_policy_no_administrative_privileges',
    ],
  },
  why: 'Whoever gets hold of a principal that may do everything owns the account: its data, its logs and everybody else’s access.',
  impact:
    'Principals that live on the wildcard lose every action that no other statement or policy grants them. Other statements stay as they are.',
  triggers: [
    {
      kind: 'api-call',
      service: 'iam',
      events: ['PutRolePolicy'],
      target: 'arn:{partition}:iam::{account}:role/{roleName}',
    },
    {
      kind: 'api-call',
      service: 'iam',
      events: ['PutUserPolicy'],
      target: 'arn:{partition}:iam::{account}:user/{userName}',
    },
    {
      kind: 'api-call',
      service: 'iam',
      events: ['PutGroupPolicy'],
      target: 'arn:{partition}:iam::{account}:group/{groupName}',
    },
    { kind: 'api-call', service: 'iam', events: ['CreatePolicy'], target: '{responseElements.policy.arn}' },
    {
      kind: 'api-call',
      service: 'iam',
      events: ['CreatePolicyVersion', 'SetDefaultPolicyVersion'],
      target: '{policyArn}',
    },
    { kind: 'config-rule', rule: 'iam-policy-no-statements-with-admin-access' },
    { kind: 'security-hub', control: 'IAM.1' },
  ],
  reads,
  writes,
  gone: missing,
  state: Grants,

  list: (_, aws) => listGrants(aws),

  async locate({ arn }, aws) {
    const { type, name } = partsOf(arn);
    return type === 'policy' ? arn : ((await spelling[type].arn(aws, name)) ?? arn);
  },

  tags: ({ arn }, aws) => readTags(arn, aws),

  read: ({ arn }, aws) => readGrants(arn, aws),

  plan(grants) {
    switch (grants.kind) {
      case 'principal':
        return planPrincipal(grants);
      case 'managed':
        return planManaged(grants);
      case 'aws-managed':
        return {
          outcome: 'leave',
          because: `policy ${partsOf(grants.arn).name} is kept by AWS, which alone can change it`,
        };
      default:
        return grants satisfies never;
    }
  },

  restores(grants) {
    if (grants.kind !== 'managed' || grants.use === null) {
      return grants;
    }
    return { ...grants, use: { version: grants.use.version } };
  },

  examples,
});
