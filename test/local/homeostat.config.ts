import { defineConfig } from '../../functions/domain/config.ts';
import usual from '../../local/homeostat.config.ts';

/** The usual local configuration with the two controls that the tests are about. The others have their proofs. */
export default defineConfig({
  ...usual,
  controls: ['s3.bucket-closed-to-public', 'iam.policy-without-admin-wildcard'],
});
