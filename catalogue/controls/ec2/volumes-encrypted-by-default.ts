import * as z from 'zod';
import { accountSettings, settingArn } from '../../account-setting.ts';
import { type Change, defineControl } from '../../control.ts';

const Defaults = z.object({
  account: z.string(),
  region: z.string(),
  encrypted: z.boolean(),
  /** The key that new volumes get where a launch names none; read only where encryption is off. */
  key: z.string().nullable(),
});
type Defaults = z.infer<typeof Defaults>;

export const volumesEncryptedByDefault = defineControl({
  id: 'ec2.volumes-encrypted-by-default',
  title: 'New volumes are encrypted by default',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['EC2.7'],
    'CIS AWS Foundations 5.0': ['5.1.1'],
    Prowler: ['ec2_ebs_default_encryption'],
  },
  why: 'A volume that was made in the clear cannot be encrypted later, only copied; and a snapshot of it can be shared with anybody.',
  impact:
    'Volumes and copies of snapshots that are made from now on are encrypted; those that are there stay as they are. Snapshots and images of them that use the key of AWS cannot be shared with other accounts. Where the account has another default key, whoever launches has to be allowed to use it, Auto Scaling’s own role too.',
  triggers: [
    { kind: 'api-call', service: 'ec2', events: ['DisableEbsEncryptionByDefault'], target: settingArn('ec2') },
    { kind: 'config-rule', rule: 'ec2-ebs-encryption-by-default' },
    { kind: 'security-hub', control: 'EC2.7' },
  ],
  ...accountSettings('ec2'),
  reads: [
    { call: 'ec2:GetEbsEncryptionByDefault', on: '*' },
    { call: 'ec2:GetEbsDefaultKmsKeyId', on: '*' },
  ],
  writes: [
    { call: 'ec2:EnableEbsEncryptionByDefault', on: '*' },
    { call: 'ec2:DisableEbsEncryptionByDefault', on: '*' },
  ],
  state: Defaults,

  async read({ account, region }, aws) {
    const encrypted = (await aws('ec2:GetEbsEncryptionByDefault', {}))?.EbsEncryptionByDefault ?? false;
    const key = encrypted ? undefined : await aws('ec2:GetEbsDefaultKmsKeyId', {});
    return { account, region, encrypted, key: key?.KmsKeyId ?? null };
  },

  plan(defaults) {
    const { account, region, encrypted, key } = defaults;
    if (encrypted) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: whoNotices(key) },
      apply: [enable(`Encrypt new volumes of account ${account} in ${region} by default`)],
      undo: [disable(`Make new volumes of account ${account} in ${region} as each launch says again`)],
      after: { ...defaults, encrypted: true, key: null },
    };
  },

  examples: [
    {
      name: 'an account that encrypts new volumes',
      state: { ...of(), encrypted: true, key: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an account that does not, with the key of AWS',
      state: { ...of(), encrypted: false, key: 'alias/aws/ebs' },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'images and snapshots of new volumes use the key of AWS, so whoever shares them with other accounts no longer can',
        },
        apply: [enable('Encrypt new volumes of account 111122223333 in eu-central-1 by default')],
        undo: [disable('Make new volumes of account 111122223333 in eu-central-1 as each launch says again')],
        after: { ...of(), encrypted: true, key: null },
      },
    },
    {
      name: 'an account that does not, with a key of its own',
      state: { ...of(), encrypted: false, key: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d' },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'whoever launches instances and is not allowed to use arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d no longer can',
        },
        apply: [enable('Encrypt new volumes of account 111122223333 in eu-central-1 by default')],
        undo: [disable('Make new volumes of account 111122223333 in eu-central-1 as each launch says again')],
        after: { ...of(), encrypted: true, key: null },
      },
    },
  ],
});

function of(): Pick<Defaults, 'account' | 'region'> {
  return { account: '111122223333', region: 'eu-central-1' };
}

function whoNotices(key: string | null): string {
  return key === null || key.endsWith('alias/aws/ebs')
    ? 'images and snapshots of new volumes use the key of AWS, so whoever shares them with other accounts no longer can'
    : `whoever launches instances and is not allowed to use ${key} no longer can`;
}

function enable(says: string): Change<'ec2:EnableEbsEncryptionByDefault'> {
  return { call: 'ec2:EnableEbsEncryptionByDefault', input: {}, says };
}

function disable(says: string): Change<'ec2:DisableEbsEncryptionByDefault'> {
  return { call: 'ec2:DisableEbsEncryptionByDefault', input: {}, says };
}
