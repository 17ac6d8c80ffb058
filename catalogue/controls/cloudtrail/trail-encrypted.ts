import * as z from 'zod';
import { isOfControlTower, nameOf, trailArn, trailReads, trails, trailTarget } from '../../cloudtrail/trail.ts';
import { type Change, defineControl } from '../../control.ts';

const Trail = z.object({
  name: z.string(),
  arn: z.string(),
  /** Whether it records every account of the organization; only the management account has one that it can change. */
  ofOrganization: z.boolean(),
  key: z.string().nullable(),
});
type Trail = z.infer<typeof Trail>;

const Settings = z.object({
  key: z
    .string()
    .regex(
      /^$|^alias\/[\w/-]+$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+$/,
      'name the key or its alias by its ARN, or an alias of each account by its name',
    )
    .default('')
    .describe(
      'The KMS key for trails that use none: the ARN of a key or an alias, or `alias/…` for an alias of that name in each account. It has to be in the region of the trail’s bucket, and its policy has to let CloudTrail encrypt with it. Where it is empty, such trails are left alone',
    ),
});

/** In the examples. */
const wanted = 'arn:aws:kms:eu-central-1:111122223333:alias/trails';

export const trailEncrypted = defineControl({
  id: 'cloudtrail.trail-encrypted',
  title: 'Trails encrypt their log files with a KMS key',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['CloudTrail.2'],
    'CIS AWS Foundations 3.0': ['3.5'],
    Prowler: ['cloudtrail_kms_encryption_enabled'],
  },
  why: 'The log files tell who does what and where the valuable things are. With a KMS key, reading the bucket is not enough to read them, and every reading is allowed, denied and seen apart.',
  impact:
    'New log files are encrypted with the key that the settings name; those that are there stay as they are. Who is not allowed to decrypt with that key can no longer read the new ones: analysts, log forwarders, Athena. CloudTrail refuses a key whose policy does not let it encrypt; then nothing changes. A trail that uses a key already keeps it.',
  triggers: [
    { kind: 'api-call', service: 'cloudtrail', events: ['CreateTrail', 'UpdateTrail'], target: trailTarget },
    { kind: 'config-rule', rule: 'cloud-trail-encryption-enabled' },
    { kind: 'security-hub', control: 'CloudTrail.2' },
  ],
  settings: Settings,
  needs: ['key'],
  ...trails,
  reads: [{ call: 'cloudtrail:GetTrail', on: trailArn }, ...trailReads],
  writes: [{ call: 'cloudtrail:UpdateTrail', on: trailArn }],
  state: Trail,

  async read(target, aws) {
    const trail = (await aws('cloudtrail:GetTrail', { Name: target.arn }))?.Trail;
    return {
      name: nameOf(target),
      arn: target.arn,
      ofOrganization: trail?.IsOrganizationTrail === true,
      key: trail?.KmsKeyId || null,
    };
  },

  plan(trail, { key }) {
    const { name } = trail;
    if (trail.key !== null) {
      return { outcome: 'compliant' };
    }
    if (isOfControlTower(trail)) {
      return {
        outcome: 'leave',
        because: `${name} is kept by AWS Control Tower, whose landing zone settings name its key`,
      };
    }
    if (key === '') {
      return { outcome: 'leave', because: `${name} uses no KMS key, and the setting key names none for it` };
    }
    const logs = trail.ofOrganization
      ? `the log files of ${name}, which hold all accounts of the organization,`
      : `the log files of ${name}`;
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever reads ${logs} has to be allowed to decrypt with ${key} from then on`,
      },
      apply: [encrypt(trail, key, `Encrypt new log files of ${name} with the key ${key}`)],
      undo: [encrypt(trail, '', `Encrypt new log files of ${name} with S3’s own keys again`)],
      after: { ...trail, key },
    };
  },

  /** CloudTrail answers with the key’s own ARN, whatever name it was given: that there is one is what counts. */
  restores({ key, ...trail }) {
    return { ...trail, hasKey: key !== null };
  },

  examples: [
    {
      name: 'a trail with a key of somebody’s own',
      settings: { key: wanted },
      state: { ...of('audit'), key: 'arn:aws:kms:eu-central-1:444455556666:key/0a1b2c3d' },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a trail without a key',
      settings: { key: wanted },
      state: of('audit'),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: `whoever reads the log files of audit has to be allowed to decrypt with ${wanted} from then on`,
        },
        apply: [encrypt(of('audit'), wanted, `Encrypt new log files of audit with the key ${wanted}`)],
        undo: [encrypt(of('audit'), '', 'Encrypt new log files of audit with S3’s own keys again')],
        after: { ...of('audit'), key: wanted },
      },
    },
    {
      name: 'a trail of the whole organization without a key',
      settings: { key: wanted },
      state: { ...of('everything'), ofOrganization: true },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: `whoever reads the log files of everything, which hold all accounts of the organization, has to be allowed to decrypt with ${wanted} from then on`,
        },
        apply: [encrypt(of('everything'), wanted, `Encrypt new log files of everything with the key ${wanted}`)],
        undo: [encrypt(of('everything'), '', 'Encrypt new log files of everything with S3’s own keys again')],
        after: { ...of('everything'), ofOrganization: true, key: wanted },
      },
    },
    {
      name: 'a trail without a key, and no key is set',
      state: of('audit'),
      plan: { outcome: 'leave', because: 'audit uses no KMS key, and the setting key names none for it' },
    },
    {
      name: 'the trail of AWS Control Tower',
      settings: { key: wanted },
      state: of('aws-controltower-BaselineCloudTrail'),
      plan: {
        outcome: 'leave',
        because:
          'aws-controltower-BaselineCloudTrail is kept by AWS Control Tower, whose landing zone settings name its key',
      },
    },
  ],
});

function of(name: string): Trail {
  const arn = `arn:aws:cloudtrail:eu-central-1:111122223333:trail/${name}`;
  return { name, arn, ofOrganization: false, key: null };
}

function encrypt({ arn }: Trail, KmsKeyId: string, says: string): Change<'cloudtrail:UpdateTrail'> {
  return { call: 'cloudtrail:UpdateTrail', input: { Name: arn, KmsKeyId }, says };
}
