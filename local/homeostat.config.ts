import { defineConfig } from '../functions/domain/config.ts';

/** The local cloud acts on what is safe and asks for the rest. */
export default defineConfig({
  accounts: [{ id: '000000000000', name: 'local', environment: 'sandbox', regions: ['us-east-1'] }],
  policy: [
    { safe: 'automatic' },
    // A public bucket is closed at once, even where ACLs count and uploads that set a public one are refused from then on.
    { controls: ['s3.bucket-closed-to-public'], disruptive: 'automatic' },
    // Who is let in is asked about. Of the rest, many a new resource has something: with a question for each, nobody would see these.
    {
      controls: ['*-closed', '*-closed-to-public', '*-private', 'iam.policy-*'],
      disruptive: 'ask',
      irreversible: 'ask',
    },
    { disruptive: 'observe', irreversible: 'observe' },
  ],
  operators: ['arn:aws:*::000000000000:*'],
  approvers: [
    {
      name: 'Operator',
      mail: 'operator@example.com',
      slack: 'U0OPERATOR',
      aws: ['arn:aws:iam::000000000000:user/operator'],
    },
    { name: 'Second', mail: 'second@example.com', slack: 'U0SECOND' },
  ],
  channels: {
    mail: { from: 'homeostat@example.com' },
    slack: { team: 'T0HOMEOSTAT', app: 'A0HOMEOSTAT', channel: 'C0APPROVALS' },
  },
  console: {},
  // The console's page and its sign-in are for whoever is nobody yet.
  settings: { 'apigateway.method-authorized': { open: ['ANY /', 'ANY /{proxy+}', 'ANY /auth/{proxy+}'] } },
  baselineWebAcl: {},
  questions: { collectSeconds: 1 },
  settle: { seconds: 5 },
});
