import { defineConfig } from '../functions/domain/config.ts';

/** The local cloud acts on what is safe and asks for the rest. */
export default defineConfig({
  accounts: [{ id: '000000000000', name: 'local', environment: 'sandbox', regions: ['us-east-1'] }],
  policy: [
    // Every new bucket lacks a statement about TLS: with a question for each, nobody would see the others.
    { controls: ['s3.bucket-tls-only'], disruptive: 'observe' },
    { safe: 'automatic', disruptive: 'ask', irreversible: 'ask' },
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
  baselineWebAcl: {},
  questions: { collectSeconds: 1 },
  settle: { seconds: 5 },
});
