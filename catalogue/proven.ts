/**
 * The controls that the running emulator cannot prove, each with the reason. They are proven with recorded shapes of the
 * AWS API only, and their pages say so. A test holds this list, the proofs and the pages together.
 */
export const notOnTheEmulator: Readonly<Record<string, `not in the emulator: ${string}`>> = {
  'logs.group-encrypted': 'not in the emulator: it knows no call that gives a group a key, or takes it away',
  'rds.snapshot-private': 'not in the emulator: it does not share snapshots, and knows no call to say with whom',
};
