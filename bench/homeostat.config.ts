import { defineConfig } from '../functions/domain/config.ts';
import local from '../local/homeostat.config.ts';

/** The two controls whose mends are measured; with the others at work, theirs would run at the same time. */
export default defineConfig({
  ...local,
  controls: ['s3.bucket-closed-to-public', 'iam.policy-without-admin-wildcard'],
});
