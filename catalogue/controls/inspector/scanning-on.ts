import * as z from 'zod';
import { accountSettings, settingArn } from '../../account-setting.ts';
import { type Change, defineControl } from '../../control.ts';

const Scan = z.enum(['EC2', 'ECR', 'LAMBDA', 'LAMBDA_CODE', 'CODE_REPOSITORY']);
type Scan = z.infer<typeof Scan>;

const Account = z.object({
  account: z.string(),
  region: z.string(),
  /** What Inspector says of each scan that it offers in the region. */
  scans: z.partialRecord(Scan, z.string()),
  /** Who decides for the organization’s accounts; read only where a scan is off. */
  administrator: z.string().nullable(),
});
type Account = z.infer<typeof Account>;

const Settings = z.object({
  scans: z
    .array(Scan)
    .default(['EC2', 'ECR', 'LAMBDA'])
    .describe('What Inspector is to scan; LAMBDA_CODE only beside LAMBDA'),
});
type Settings = z.infer<typeof Settings>;

const roles = 'arn:{partition}:iam::{account}:role/aws-service-role';

export const scanningOn = defineControl({
  id: 'inspector.scanning-on',
  title: 'Inspector scans instances, images and functions',
  practice: 'audits',
  severity: 'high',
  standards: {
    'Security Hub': ['Inspector.1', 'Inspector.2', 'Inspector.3', 'Inspector.4'],
    Prowler: ['inspector2_is_enabled'],
  },
  why: 'Most break-ins go through a hole that was published, and had a patch. Inspector finds it wherever it runs, on the day it gets known.',
  impact:
    'Inspector scans what there is and what comes, and each instance, image and function is paid for. For instances it sets up SSM associations, and a plug-in on Windows. For images, the registry goes from basic to enhanced scanning. To undo switches off what was switched on, and its findings go; the registry goes back to basic scanning, and it is not certain that it has the rules from before then; the last scan takes Inspector’s own settings with it.',
  triggers: [
    { kind: 'api-call', service: 'inspector2', events: ['Disable'], target: settingArn('inspector2') },
    { kind: 'config-rule', rule: 'inspector-ec2-scan-enabled' },
    { kind: 'config-rule', rule: 'inspector-ecr-scan-enabled' },
    { kind: 'config-rule', rule: 'inspector-lambda-code-scan-enabled' },
    { kind: 'config-rule', rule: 'inspector-lambda-standard-scan-enabled' },
    ...(['Inspector.1', 'Inspector.2', 'Inspector.3', 'Inspector.4'] as const).map(
      (control) => ({ kind: 'security-hub', control }) as const,
    ),
  ],
  settings: Settings,
  ...accountSettings('inspector2'),
  reads: [
    { call: 'inspector2:BatchGetAccountStatus', on: '*' },
    { call: 'inspector2:GetDelegatedAdminAccount', on: '*', absent: ['ResourceNotFoundException'] },
  ],
  writes: [
    { call: 'inspector2:Enable', on: '*' },
    { call: 'inspector2:Disable', on: '*' },
    // The first scan of an account makes the roles that Inspector scans with.
    ...[
      `${roles}/inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2`,
      `${roles}/agentless.inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2Agentless`,
    ].map((on) => ({ call: 'inspector2:Enable', action: 'iam:CreateServiceLinkedRole', on, besides: true }) as const),
  ],
  state: Account,

  async read({ account, region }, aws, settings) {
    const answer = await aws('inspector2:BatchGetAccountStatus', { accountIds: [account] });
    const found = answer?.accounts?.find(({ accountId }) => accountId === account)?.resourceState;
    if (found === undefined) {
      throw new TypeError('Inspector does not say what it scans');
    }
    const offered: readonly (readonly [Scan, string | undefined])[] = [
      ['EC2', found.ec2?.status],
      ['ECR', found.ecr?.status],
      ['LAMBDA', found.lambda?.status],
      ['LAMBDA_CODE', found.lambdaCode?.status],
      ['CODE_REPOSITORY', found.codeRepository?.status],
    ];
    const scans = Object.fromEntries(offered.filter(([, status]) => status !== undefined)) as Account['scans'];
    const isWhole = notOn(scans, settings).length === 0;
    const admin = isWhole ? undefined : await aws('inspector2:GetDelegatedAdminAccount', {});
    return { account, region, scans, administrator: admin?.delegatedAdmin?.accountId ?? null };
  },

  plan(state, settings) {
    const { account, region, scans, administrator } = state;
    const off = notOn(scans, settings);
    const moving = off.find((scan) => scans[scan] !== 'DISABLED');
    if (off.length === 0) {
      return { outcome: 'compliant' };
    }
    if (administrator !== null && administrator !== account) {
      return {
        outcome: 'leave',
        because: `the organization’s administrator of Inspector, account ${administrator}, decides what is scanned in ${region}`,
      };
    }
    if (moving !== undefined) {
      return { outcome: 'leave', because: `the scan of ${moving} in ${region} is ${scans[moving]}` };
    }
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: riskOf(off, region) },
      apply: [enable(account, off, `Let Inspector scan ${off.join(', ')} in ${region}`)],
      undo: [disable(account, off, `Let Inspector no longer scan ${off.join(', ')} in ${region}`)],
      after: {
        ...state,
        scans: { ...scans, ...Object.fromEntries(off.map((scan) => [scan, 'ENABLED'])) },
        administrator: null,
      },
    };
  },

  /** Who decides is read only while a scan is off. */
  restores({ administrator: _, ...account }) {
    return account;
  },

  examples: [
    {
      name: 'a region in which everything is scanned that is wanted',
      state: of({ EC2: 'ENABLED', ECR: 'ENABLED', LAMBDA: 'ENABLED', LAMBDA_CODE: 'DISABLED' }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a region in which somebody switched off the scan of instances, and images never were scanned',
      state: of({ EC2: 'DISABLED', ECR: 'DISABLED', LAMBDA: 'ENABLED' }),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'what is scanned in eu-central-1 is paid for from then on; Inspector reaches into instances through SSM; the registry goes from basic to enhanced scanning',
        },
        apply: [enable('111122223333', ['EC2', 'ECR'], 'Let Inspector scan EC2, ECR in eu-central-1')],
        undo: [disable('111122223333', ['EC2', 'ECR'], 'Let Inspector no longer scan EC2, ECR in eu-central-1')],
        after: of({ EC2: 'ENABLED', ECR: 'ENABLED', LAMBDA: 'ENABLED' }),
      },
    },
    {
      name: 'a region in which the code of functions is to be scanned as well',
      settings: { scans: ['LAMBDA', 'LAMBDA_CODE'] },
      state: of({ EC2: 'DISABLED', ECR: 'DISABLED', LAMBDA: 'ENABLED', LAMBDA_CODE: 'DISABLED' }),
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because: 'what is scanned in eu-central-1 is paid for from then on' },
        apply: [enable('111122223333', ['LAMBDA_CODE'], 'Let Inspector scan LAMBDA_CODE in eu-central-1')],
        undo: [disable('111122223333', ['LAMBDA_CODE'], 'Let Inspector no longer scan LAMBDA_CODE in eu-central-1')],
        after: of({ EC2: 'DISABLED', ECR: 'DISABLED', LAMBDA: 'ENABLED', LAMBDA_CODE: 'ENABLED' }),
      },
    },
    {
      name: 'a region in which a scan is just being switched on',
      state: of({ EC2: 'ENABLING', ECR: 'ENABLED', LAMBDA: 'ENABLED' }),
      plan: { outcome: 'leave', because: 'the scan of EC2 in eu-central-1 is ENABLING' },
    },
    {
      name: 'an account for which another one decides',
      state: { ...of({ EC2: 'DISABLED', ECR: 'ENABLED', LAMBDA: 'ENABLED' }), administrator: '444455556666' },
      plan: {
        outcome: 'leave',
        because:
          'the organization’s administrator of Inspector, account 444455556666, decides what is scanned in eu-central-1',
      },
    },
  ],
});

function of(scans: Account['scans']): Account {
  return { account: '111122223333', region: 'eu-central-1', scans, administrator: null };
}

/** Scans that are wanted, that the region has, and that are not on. */
function notOn(scans: Account['scans'], settings: Settings): Scan[] {
  return settings.scans.filter((scan) => scans[scan] !== undefined && scans[scan] !== 'ENABLED');
}

function riskOf(off: readonly Scan[], region: string): string {
  return [
    `what is scanned in ${region} is paid for from then on`,
    ...(off.includes('EC2') ? ['Inspector reaches into instances through SSM'] : []),
    ...(off.includes('ECR') ? ['the registry goes from basic to enhanced scanning'] : []),
  ].join('; ');
}

function enable(account: string, resourceTypes: Scan[], says: string): Change<'inspector2:Enable'> {
  return { call: 'inspector2:Enable', input: { accountIds: [account], resourceTypes }, says };
}

function disable(account: string, resourceTypes: Scan[], says: string): Change<'inspector2:Disable'> {
  return { call: 'inspector2:Disable', input: { accountIds: [account], resourceTypes }, says };
}
