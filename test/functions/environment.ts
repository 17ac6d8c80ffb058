import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Control } from '../../catalogue/control.ts';
import { policyWithoutAdminWildcard } from '../../catalogue/controls/iam/policy-without-admin-wildcard.ts';
import { bucketClosedToPublic } from '../../catalogue/controls/s3/bucket-closed-to-public.ts';
import { wakersOf } from '../../catalogue/derive/wakers.ts';
import { type ConfigInput, parseConfig } from '../../functions/domain/config.ts';
import { ownResources } from '../../stacks/names.ts';

export const account = '111122223333';
export const secondAccount = '444455556666';
export const region = 'eu-central-1';

/** Acts on what is safe, asks for the rest. */
export const actingConfig: ConfigInput = {
  accounts: [
    { id: account, environment: 'test', regions: [region, 'us-east-1'] },
    { id: secondAccount, regions: [region] },
  ],
  policy: [{ safe: 'automatic', disruptive: 'ask', irreversible: 'ask' }],
  operators: ['arn:aws:sts::111122223333:assumed-role/ops/*'],
  approvers: [
    { name: 'Ann', mail: 'ann@example.com' },
    { name: 'Bob', mail: 'bob@example.com' },
  ],
  channels: { mail: { from: 'homeostat@example.com' } },
  limits: { changesPerHour: 5 },
};

/** Two controls: what the functions do does not depend on how many more there are. */
const catalogue: readonly Control[] = [policyWithoutAdminWildcard, bucketClosedToPublic];

/** Gives the functions what a stack gives them. To be called before any of them is imported. */
export function prepare(change: Readonly<Record<string, string>> = {}): void {
  const root = mkdtempSync(join(tmpdir(), 'homeostat-'));
  writeFileSync(join(root, 'config.json'), JSON.stringify(parseConfig(actingConfig)));
  writeFileSync(join(root, 'controls.json'), JSON.stringify(wakersOf(catalogue)));
  Object.assign(process.env, {
    LAMBDA_TASK_ROOT: root,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    HISTORY_TABLE: 'history',
    STATE_TABLE: 'state',
    TALLY_TABLE: 'tally',
    OWN_RESOURCES: ownResources.join(','),
    PAGES_URL: 'https://pages.example.com/prod/',
    REMEDIATE_STATE_MACHINE: `arn:aws:states:${region}:${account}:stateMachine:Homeostat-remediate`,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    ...change,
  });
}
