import { expect, test } from '@jest/globals';
import type { Caller } from '../../../catalogue/control.ts';
import { nameOf, secrets } from '../../../catalogue/secretsmanager/secret.ts';

const place = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:';
const whole = `${place}prod/db-secret-a1B2c3`;

/** Finds the secret as Secrets Manager does: what ends with a hyphen and six characters, it takes for a whole ARN. */
const aws = (async (_: string, { SecretId }: { readonly SecretId: string }) =>
  SecretId === whole || SecretId === 'prod/db-secret'
    ? { ARN: whole }
    : undefined) as unknown as Caller<'secretsmanager:DescribeSecret'>;

test.each([
  ['by its whole ARN', whole, whole],
  ['by its name, which ends like an ARN', `${place}prod/db-secret`, whole],
  ['not where there is none', `${place}gone`, `${place}gone`],
])('a secret is found %s', async (_, arn, found) => {
  expect(await secrets.locate({ account: '111122223333', region: 'eu-central-1', arn }, aws)).toBe(found);
});

test('a secret is called by its name', () => {
  expect(nameOf(whole)).toBe('prod/db-secret');
});
