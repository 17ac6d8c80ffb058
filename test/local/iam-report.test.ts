import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { beforeAll, expect, it } from '@jest/globals';
import { account, homeostat, iam, longAgo } from './cloud.ts';

const arn = `arn:aws:iam::${account}:role/reported`;

beforeAll(async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
  };
  const grants = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['iam:CreateUser', 'iam:ListUsers', 'sqs:SendMessage'], Resource: '*' }],
  };
  await iam.send(new CreateRoleCommand({ RoleName: 'reported', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'reported', PolicyName: '=grants', PolicyDocument: JSON.stringify(grants) }),
  );
  await longAgo({ arn, createdAt: new Date(Date.now() - 700 * 86_400_000).toISOString() });
});

it('what a role could do and does not is gathered when asked for, and reported', async () => {
  const gathered = await homeostat('iam', 'gather', '--json');
  expect({ ...gathered, out: JSON.parse(gathered.out) }).toMatchObject({
    status: 0,
    out: { account, status: 'SUCCEEDED' },
  });
  const { status, out } = await homeostat('iam', 'report', '--account', account, '--json');
  expect(status).toBe(0);
  const { rows, principals, unusedActions } = JSON.parse(out);
  expect(rows).toHaveLength(principals);
  expect(rows.find(({ principal }: { principal: string }) => principal === arn)).toMatchObject({
    kind: 'role',
    unusedServices: ['iam', 'sqs'],
    unusedActions: 3,
    lastActivity: null,
  });
  expect(unusedActions).toBeGreaterThanOrEqual(3);
}, 120_000);

it('the report comes as a table with its sum, and as CSV that a spreadsheet may open', async () => {
  const table = await homeostat('iam', 'report', '--account', account, '--sort', 'principal', '--limit', '500');
  expect(table.out).toContain(arn);
  expect(table.out).toMatch(/\d+ roles and users hold \d+ actions that they do not use/);
  const csv = await homeostat('iam', 'report', '--account', account, '--csv');
  expect(csv.out.split('\r\n')[0]).toMatch(/^account,principal,kind,/);
  expect(csv.out).toContain(`${account},${arn},role,'=grants,`);
});

it.each([
  [['--account', '12'], 2, 'an account id has 12 digits'],
  [['--sort', 'luck'], 2, 'Allowed choices are risk'],
  [['--json', '--csv'], 2, 'cannot be used with'],
  [['--account', '999988887777'], 1, 'Nothing was gathered yet about 999988887777'],
])('iam report %j ends with %i and says why', async (args, status, says) => {
  const ran = await homeostat('iam', 'report', ...args);
  expect(ran.status).toBe(status);
  expect(ran.out + ran.err).toContain(says);
});
