import { defineConfig } from '../../functions/domain/config.ts';
import usual from '../../local/homeostat.config.ts';

/** The usual local configuration for the two controls that the tests are about; what others find is only observed. */
export default defineConfig({
  ...usual,
  policy: usual.policy?.map((rule) => ({
    ...rule,
    controls: ['s3.bucket-closed-to-public', 'iam.policy-without-admin-wildcard'],
  })),
});
