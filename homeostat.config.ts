import { defineConfig } from './functions/domain/config.ts';

/**
 * What Homeostat looks after, and what it may do there. Until a rule below says otherwise, it only observes.
 * The CDK sets the two variables from the credentials you deploy with.
 */
export default defineConfig({
  accounts: [
    {
      id: process.env['CDK_DEFAULT_ACCOUNT'] ?? '111122223333',
      environment: 'production',
      regions: [process.env['CDK_DEFAULT_REGION'] ?? 'us-east-1'],
    },
  ],
  // The first rule that matches and names the risk decides. For example:
  // policy: [{ controls: ['s3.*'], safe: 'automatic', disruptive: 'ask' }],
  policy: [],
  // What has no Web ACL gets this one, which costs about 9 USD a month in each region: docs/operations.md.
  // baselineWebAcl: { action: 'count' },
  // operators: ['arn:aws:sts::111122223333:assumed-role/security-*/*'],
  // approvers: [{ name: 'Security', mail: 'security@example.com' }],
  // channels: { mail: { from: 'homeostat@example.com' } },
});
