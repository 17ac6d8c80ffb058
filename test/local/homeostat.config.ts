import { defineConfig } from '../../functions/domain/config.ts';
import local from '../../local/homeostat.config.ts';

const also = ['guest', 'visitor', 'bot', 'left', 'unconfirmed'].map((name) => ({ name, mail: `${name}@example.com` }));
const usual = ['operator@example.com', 'second@example.com'];

/** What the tests of the running system are about. The other controls have their proofs. */
const controls = [
  's3.bucket-closed-to-public',
  's3.bucket-policy-closed',
  's3.bucket-tls-only',
  'iam.policy-*',
  'iam.role-trust-closed',
  'iam.role-unused',
];

/** The local cloud's configuration, with rules that tests choose by the tag `needs`. */
export default defineConfig({
  ...local,
  controls,
  policy: [
    // Every new bucket lacks a statement about TLS: only the tests about that ask, by the tag `tls`.
    { controls: ['s3.bucket-tls-only'], tags: { tls: ['ask'] }, disruptive: 'ask' },
    { controls: ['iam.role-unused'], tags: { unused: ['ask'] }, disruptive: 'ask' },
    ...(local.policy ?? []),
  ],
  approvers: [...(local.approvers ?? []), ...also],
  groups: { usual, second: ['second@example.com'], everyone: [...usual, ...also.map(({ mail }) => mail)] },
  questions: {
    collectSeconds: 1,
    rules: [
      { tags: { needs: ['two'] }, groups: ['usual'], quorum: 2 },
      { tags: { needs: ['everyone'] }, groups: ['everyone'] },
      {
        tags: { needs: ['patience'] },
        groups: ['usual', 'second'],
        remindAfterHours: 4 / 3600,
        nextGroupAfterHours: 8 / 3600,
        expireAfterHours: 14 / 3600,
      },
      { groups: ['usual'] },
    ],
  },
  channels: {
    mail: { from: 'homeostat@example.com', messagesPerTenMinutes: 500 },
    slack: { team: 'T0HOMEOSTAT', app: 'A0HOMEOSTAT', channel: 'C0APPROVALS', messagesPerTenMinutes: 500 },
  },
  protect: ['arn:aws:iam::*:role/break-glass'],
  history: { keepDays: 90 },
  reports: { weekly: { to: ['operator@example.com'] } },
});
