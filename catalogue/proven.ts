/**
 * The controls that the running emulator cannot prove, each with the reason. They are proven with recorded shapes of the
 * AWS API only, and their pages say so. A test holds this list, the proofs and the pages together.
 */
export const notOnTheEmulator: Readonly<Record<string, `not in the emulator: ${string}`>> = {
  'ecr.repository-scanned':
    'not in the emulator: how the registry scans a repository (BatchGetRepositoryScanningConfiguration, GetRegistryScanningConfiguration)',
};
