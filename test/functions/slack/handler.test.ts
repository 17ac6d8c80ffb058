import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { signatureHeaders } from '../../../local/slack/sign.ts';
import { resetCloud } from '../cloud.ts';
import { prepare } from '../environment.ts';

prepare();
const { handler } = await import('../../../functions/slack.ts');
const { config } = await import('../../../functions/config.ts');
const secrets = mockClient(SecretsManagerClient);
const keep = (signingSecret: string) =>
  secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ botToken: 'xoxb-1', signingSecret }) });

let clock = Date.parse('2026-11-24T12:00:00Z');
beforeEach(() => {
  clock += 3_600_000;
  jest.useFakeTimers({ now: clock, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  resetCloud();
  secrets.reset();
  config.channels = {
    slack: { team: 'T0', app: 'A0', channel: 'C0', channels: {}, secret: 'homeostat/slack', messagesPerTenMinutes: 1 },
  };
});
afterEach(() => {
  jest.useRealTimers();
});

/** The status that a signed request gets. What is signed rightly and means nothing is 400. */
async function statusOf(signingSecret: string, body = 'payload=%7B%7D'): Promise<number> {
  const headers = signatureHeaders({ body, signingSecret, at: new Date() });
  return (await handler({ body, headers })).statusCode;
}

describe('a signing secret that was changed in Secrets Manager', () => {
  test('is known with the next request that it signs, without a deploy', async () => {
    keep('old');
    expect(await statusOf('old')).toBe(400);
    keep('new');
    jest.advanceTimersByTime(11_000);
    expect(await statusOf('new')).toBe(400);
    expect(await statusOf('old', 'payload=%5B%5D')).toBe(401);
  });

  test('is not looked up for every forged request', async () => {
    keep('old');
    for (let forged = 0; forged < 5; forged++) {
      expect(await statusOf(`guess ${forged}`)).toBe(401);
    }
    expect(secrets.calls()).toHaveLength(1);
  });

  test('lets nothing through while it cannot be read', async () => {
    secrets.on(GetSecretValueCommand).rejects(new Error('AccessDenied'));
    await expect(statusOf('old')).rejects.toThrow('AccessDenied');
  });
});

test('a body in base64 is judged by its bytes', async () => {
  keep('old');
  const body = 'payload=%7B%7D';
  const headers = signatureHeaders({ body, signingSecret: 'old', at: new Date() });
  const encoded = Buffer.from(body).toString('base64');
  expect((await handler({ body: encoded, isBase64Encoded: true, headers })).statusCode).toBe(400);
  expect((await handler({ body: encoded, isBase64Encoded: false, headers })).statusCode).toBe(401);
});

test('the same request counts once', async () => {
  keep('old');
  expect([await statusOf('old'), await statusOf('old')]).toEqual([400, 401]);
});
