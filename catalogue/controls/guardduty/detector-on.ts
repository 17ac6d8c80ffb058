import * as z from 'zod';
import { accountSettings, settingArn } from '../../account-setting.ts';
import { type Change, defineControl, outputOf, type Undo } from '../../control.ts';

const Account = z.object({
  account: z.string(),
  region: z.string(),
  detector: z.enum(['on', 'suspended', 'none']),
  /** `null` where there is none, and where GuardDuty has not yet given a new one its id. */
  id: z.string().nullable(),
  /** Who decides for a member; read only where the detector is suspended. */
  administrator: z.string().nullable(),
});
type Account = z.infer<typeof Account>;

const detectorArn = 'arn:{partition}:guardduty:{region}:{account}:detector/*';
const roles = 'arn:{partition}:iam::{account}:role/aws-service-role';

export const detectorOn = defineControl({
  id: 'guardduty.detector-on',
  title: 'GuardDuty watches',
  practice: 'activity tracking',
  severity: 'high',
  standards: { 'Security Hub': ['GuardDuty.1'], Prowler: ['guardduty_is_enabled'] },
  why: 'GuardDuty is who notices stolen credentials, miners and calls home. Whoever has stolen credentials switches it off before they use them.',
  impact:
    'A suspended detector watches again, with the findings and the features it had. Where there is none, a new one watches with what GuardDuty watches by default, and is paid for by what the account does; a trial may be over already. To undo that deletes the new detector and its findings.',
  triggers: [
    {
      kind: 'api-call',
      service: 'guardduty',
      events: ['DeleteDetector', 'UpdateDetector'],
      target: settingArn('guardduty'),
    },
    { kind: 'config-rule', rule: 'guardduty-enabled-centralized' },
    { kind: 'security-hub', control: 'GuardDuty.1' },
  ],
  ...accountSettings('guardduty'),
  reads: [
    { call: 'guardduty:ListDetectors', on: '*' },
    { call: 'guardduty:GetDetector', on: detectorArn },
    { call: 'guardduty:GetAdministratorAccount', on: '*' },
  ],
  writes: [
    { call: 'guardduty:UpdateDetector', on: detectorArn },
    { call: 'guardduty:DeleteDetector', on: detectorArn },
    { call: 'guardduty:CreateDetector', on: '*' },
    // The first detector of an account makes the roles that GuardDuty watches with.
    ...[
      `${roles}/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
      `${roles}/malware-protection.guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDutyMalwareProtection`,
    ].map(
      (on) => ({ call: 'guardduty:CreateDetector', action: 'iam:CreateServiceLinkedRole', on, besides: true }) as const,
    ),
  ],
  state: Account,

  async read({ account, region }, aws) {
    const [id = null] = (await aws('guardduty:ListDetectors', {}))?.DetectorIds ?? [];
    const found = (detector: Account['detector'], administrator: string | null = null): Account => ({
      account,
      region,
      detector,
      id,
      administrator,
    });
    if (id === null) {
      return found('none');
    }
    if ((await aws('guardduty:GetDetector', { DetectorId: id }))?.Status === 'ENABLED') {
      return found('on');
    }
    const answer = await aws('guardduty:GetAdministratorAccount', { DetectorId: id });
    return found('suspended', answer?.Administrator?.AccountId);
  },

  plan(state) {
    const { region, detector, id, administrator } = state;
    const after: Account = { ...state, detector: 'on' };
    if (detector === 'on') {
      return { outcome: 'compliant' };
    }
    if (administrator !== null) {
      return {
        outcome: 'leave',
        because: `GuardDuty is suspended in ${region}, and the administrator account ${administrator} decides for its members`,
      };
    }
    if (detector === 'none' || id === null) {
      return {
        outcome: 'change',
        risk: { level: 'disruptive', because: `what GuardDuty watches in ${region} is paid for from then on` },
        apply: [create(region)],
        undo: [remove(region)],
        after,
      };
    }
    return {
      outcome: 'change',
      risk: { level: 'safe', because: `GuardDuty only watches, in ${region} as it did before` },
      apply: [enable(id, true, `Let GuardDuty watch in ${region} again`)],
      undo: [enable(id, false, `Suspend GuardDuty in ${region} again`)],
      after,
    };
  },

  /** A new detector has a new id. */
  restores({ id: _, ...account }) {
    return account;
  },

  examples: [
    {
      name: 'a region in which GuardDuty watches',
      state: of('on'),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a region in which somebody suspended GuardDuty',
      state: of('suspended'),
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'GuardDuty only watches, in eu-central-1 as it did before' },
        apply: [enable('12abc34d567e8fa901bc2d34e56789f0', true, 'Let GuardDuty watch in eu-central-1 again')],
        undo: [enable('12abc34d567e8fa901bc2d34e56789f0', false, 'Suspend GuardDuty in eu-central-1 again')],
        after: of('on'),
      },
    },
    {
      name: 'a member whose administrator suspended GuardDuty',
      state: { ...of('suspended'), administrator: '444455556666' },
      plan: {
        outcome: 'leave',
        because:
          'GuardDuty is suspended in eu-central-1, and the administrator account 444455556666 decides for its members',
      },
    },
    {
      name: 'a region without GuardDuty',
      state: { ...of('none'), id: null },
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because: 'what GuardDuty watches in eu-central-1 is paid for from then on' },
        apply: [create('eu-central-1')],
        undo: [remove('eu-central-1')],
        after: { ...of('on'), id: null },
      },
    },
  ],
});

function of(detector: Account['detector']): Account {
  return {
    account: '111122223333',
    region: 'eu-central-1',
    detector,
    id: '12abc34d567e8fa901bc2d34e56789f0',
    administrator: null,
  };
}

function create(region: string): Change<'guardduty:CreateDetector'> {
  return { call: 'guardduty:CreateDetector', input: { Enable: true }, says: `Let GuardDuty watch in ${region}` };
}

function remove(region: string): Undo<'guardduty:DeleteDetector'> {
  return {
    call: 'guardduty:DeleteDetector',
    input: { DetectorId: outputOf(0, 'DetectorId') },
    says: `Delete the new detector in ${region}, with what it found`,
  };
}

function enable(DetectorId: string, Enable: boolean, says: string): Change<'guardduty:UpdateDetector'> {
  return { call: 'guardduty:UpdateDetector', input: { DetectorId, Enable }, says };
}
