/**
 * The controls that the running emulator cannot prove, each with the reason. They are proven with recorded shapes of the
 * AWS API only, and their pages say so. A test holds this list, the proofs and the pages together.
 */
export const notOnTheEmulator: Readonly<Record<string, `not in the emulator: ${string}`>> = {
  'accessanalyzer.analyzer-on': 'not in the emulator: it has no IAM Access Analyzer',
  'ec2.instance-metadata-v2': 'not in the emulator: its instances have no metadata options',
  'ec2.volumes-encrypted-by-default': 'not in the emulator: it has no encryption by default',
  'ecr.repository-scanned':
    'not in the emulator: how the registry scans a repository (BatchGetRepositoryScanningConfiguration, GetRegistryScanningConfiguration)',
  'guardduty.detector-on': 'not in the emulator: it has no GuardDuty',
  'logs.group-encrypted': 'not in the emulator: it knows no call that gives a group a key, or takes it away',
  'rds.snapshot-private': 'not in the emulator: it does not share snapshots, and knows no call to say with whom',
  's3.account-closed-to-public': 'not in the emulator: the block of public access for a whole account',
  'secretsmanager.secret-rotated':
    'not in the emulator: turning rotation on without rotating at once, and turning it off',
  'securityhub.hub-on': 'not in the emulator: it has no Security Hub',
  'wafv2.acl-logged': 'not in the emulator: the logging of Web ACLs',
};
