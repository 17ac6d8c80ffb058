/**
 * The controls that the running emulator cannot prove, each with the reason. They are proven with recorded shapes of the
 * AWS API only, and their pages say so. A test holds this list, the proofs and the pages together.
 */
export const notOnTheEmulator: Readonly<Record<string, `not in the emulator: ${string}`>> = {
  'accessanalyzer.analyzer-on': 'not in the emulator: it has no IAM Access Analyzer',
  'guardduty.detector-on': 'not in the emulator: it has no GuardDuty',
  'securityhub.hub-on': 'not in the emulator: it has no Security Hub',
};
