import * as z from 'zod';
import { accountSettings, settingArn } from '../../account-setting.ts';
import { type Change, defineControl } from '../../control.ts';

const Account = z.object({ account: z.string(), region: z.string(), isOn: z.boolean() });
type Account = z.infer<typeof Account>;

const Settings = z.object({
  defaultStandards: z
    .boolean()
    .default(true)
    .describe('Whether AWS’s own standards are checked from the start; each check is paid for'),
});

const hubArn = 'arn:{partition}:securityhub:{region}:{account}:hub/default';

export const hubOn = defineControl({
  id: 'securityhub.hub-on',
  title: 'Security Hub checks the account',
  practice: 'audits',
  severity: 'medium',
  standards: { 'CIS AWS Foundations 3.0': ['4.16'], Prowler: ['securityhub_enabled'] },
  why: 'Security Hub gathers what GuardDuty, Inspector, Access Analyzer and its own checks find. Without it, findings lie in as many places as there are services, and nobody reads them all.',
  impact:
    'Security Hub checks the account against the standards that are on, and is paid for by checks and findings. Most checks need AWS Config. Where Security Hub was switched off before, the standards, suppressions and integrations of that time do not come back by themselves. To undo switches it off again.',
  triggers: [
    { kind: 'api-call', service: 'securityhub', events: ['DisableSecurityHub'], target: settingArn('securityhub') },
    { kind: 'config-rule', rule: 'securityhub-enabled' },
  ],
  settings: Settings,
  ...accountSettings('securityhub'),
  // Security Hub's answer where it is off; the second is what its newer API says.
  reads: [
    { call: 'securityhub:DescribeHub', on: hubArn, absent: ['InvalidAccessException', 'ResourceNotFoundException'] },
  ],
  writes: [
    { call: 'securityhub:EnableSecurityHub', on: hubArn },
    { call: 'securityhub:DisableSecurityHub', on: hubArn },
    {
      call: 'securityhub:EnableSecurityHub',
      action: 'iam:CreateServiceLinkedRole',
      on: 'arn:{partition}:iam::{account}:role/aws-service-role/securityhub.amazonaws.com/AWSServiceRoleForSecurityHub',
      besides: true,
    },
  ],
  state: Account,

  async read({ account, region }, aws) {
    const hub = await aws('securityhub:DescribeHub', {});
    return { account, region, isOn: hub?.HubArn !== undefined };
  },

  plan(state, { defaultStandards }) {
    const { region, isOn } = state;
    if (isOn) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `what Security Hub checks and gathers in ${region} is paid for from then on`,
      },
      apply: [enable(region, defaultStandards)],
      undo: [disable(region)],
      after: { ...state, isOn: true },
    };
  },

  examples: [
    {
      name: 'a region with Security Hub',
      state: of(true),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a region in which somebody switched Security Hub off',
      state: of(false),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'what Security Hub checks and gathers in eu-central-1 is paid for from then on',
        },
        apply: [enable('eu-central-1', true)],
        undo: [disable('eu-central-1')],
        after: of(true),
      },
    },
    {
      name: 'a region without Security Hub, where somebody else chooses the standards',
      settings: { defaultStandards: false },
      state: of(false),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'what Security Hub checks and gathers in eu-central-1 is paid for from then on',
        },
        apply: [enable('eu-central-1', false)],
        undo: [disable('eu-central-1')],
        after: of(true),
      },
    },
  ],
});

function of(isOn: boolean): Account {
  return { account: '111122223333', region: 'eu-central-1', isOn };
}

function enable(region: string, EnableDefaultStandards: boolean): Change<'securityhub:EnableSecurityHub'> {
  const what = EnableDefaultStandards ? 'with AWS’s own standards' : 'without a standard';
  return {
    call: 'securityhub:EnableSecurityHub',
    input: { EnableDefaultStandards, ControlFindingGenerator: 'SECURITY_CONTROL' },
    says: `Switch Security Hub on in ${region}, ${what}`,
  };
}

function disable(region: string): Change<'securityhub:DisableSecurityHub'> {
  return { call: 'securityhub:DisableSecurityHub', input: {}, says: `Switch Security Hub off in ${region} again` };
}
