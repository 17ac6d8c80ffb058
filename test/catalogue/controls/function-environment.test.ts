import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { functionEnvironmentWithoutSecrets as control } from '../../../catalogue/controls/lambda/function-environment-without-secrets.ts';
import { suspectsIn } from '../../../catalogue/lambda/secrets.ts';

const target = {
  account: '111122223333',
  region: 'eu-central-1',
  arn: 'arn:aws:lambda:eu-central-1:111122223333:function:a',
};
const known = 'the form of its value';

describe('a variable', () => {
  test.each([
    ['DB_PASSWORD', 'hunter2!', 'its name'],
    ['dbPassword', 'hunter2!', 'its name'],
    ['STRIPE_SECRET_KEY', 'abc123def456', 'its name'],
    ['APIKEY', '0a1b2c3d4e5f', 'its name'],
    ['GITHUB_TOKEN_2', '0a1b2c3d4e5f', 'its name'],
    ['DB_PWD', 'hunter2!', 'its name'],
    ['CONNECTION_STRING', 'Server=db;User=a;Pwd=b', 'its name'],
    ['SESSION_SECRET_BASE64', 'c2VjcmV0c2VjcmV0', 'its name'],
    ['DATABASE', 'postgres://orders:hunter2secret@db.example.com:5432/orders', `${known}, database connection string`],
    ['UPSTREAM', 'https://orders:hunter2secret@api.example.com/', `${known}, basicauth`],
    ['SOURCE', `ghp_${'a1'.repeat(18)}`, `${known}, github`],
    ['UPLOAD', `AKIA${'Q7'.repeat(8)}`, `${known}, aws`],
  ])('%s is told apart as a secret', async (key, value, by) => {
    expect(await suspectsIn({ STAGE: 'prod', [key]: value }, [])).toEqual([{ key, by }]);
    expect(await suspectsIn({ STAGE: 'prod', [key]: value }, [key])).toEqual([]);
  });

  test.each([
    ['STAGE', 'prod'],
    ['TOKEN_URL', 'https://auth.example.com/token'],
    ['SECRET_ARN', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf'],
    ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf'],
    ['DB_PASSWORD', '/orders/prod/db-password'],
    ['DB_PASSWORD', '{{resolve:secretsmanager:db:SecretString:password}}'],
    ['DB_PASSWORD', `AQICAH${'h7'.repeat(80)}==`],
    ['DB_PASSWORD', ''],
    ['PASSWORD_LENGTH', '12'],
    ['ENCRYPTION_KEY', 'alias/orders'],
    ['USE_TOKEN', 'true'],
    ['MAX_TOKENS', '4096'],
    ['PWD', '/var/task'],
    ['COMPASS', 'north'],
    ['PRIMARY_KEY', 'orderId'],
    ['DATABASE', 'postgres://db.example.com:5432/orders'],
  ])('%s=%s is taken for none', async (key, value) => {
    expect(await suspectsIn({ [key]: value }, [])).toEqual([]);
  });
});

test('no value gets into a state or a verdict, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom('DB_PASSWORD', 'TOKEN', 'UPSTREAM', 'STAGE'),
        fc.oneof(
          fc.string({ minLength: 12 }).map((text) => `#${text}#`),
          fc.stringMatching(/^[a-z0-9]{36}$/).map((text) => `ghp_${text}`),
          fc.stringMatching(/^[a-z0-9]{12}$/).map((text) => `https://someone:${text}@example.com`),
        ),
      ),
      async (variables) => {
        const state = await control.read(target, async () => ({ Environment: { Variables: variables } }) as never, {
          harmless: [],
        });
        const told = JSON.stringify([state, control.plan(state, { harmless: [] }, new Date())]);
        for (const value of Object.values(variables)) {
          expect(told).not.toContain(value);
          expect(told).not.toContain(JSON.stringify(value).slice(1, -1));
        }
      },
    ),
  );
});
