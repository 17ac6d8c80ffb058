/**
 * The controls that the running emulator cannot prove, each with the reason. They are proven with recorded shapes of the
 * AWS API only, and their pages say so. A test holds this list, the proofs and the pages together.
 */
export const notOnTheEmulator: Readonly<Record<string, `not in the emulator: ${string}`>> = {
  's3.account-closed-to-public': 'not in the emulator: the block of public access for a whole account',
  'secretsmanager.secret-rotated':
    'not in the emulator: turning rotation on without rotating at once, and turning it off',
};
