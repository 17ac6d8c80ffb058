import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { lambda, secrets, slack } from './cloud.ts';

test('what the functions are given opens the Slack of this cloud', async () => {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'Homeostat-ask' }));
  const slackApiUrl = Environment?.Variables?.['SLACK_API_URL'] ?? '';
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: 'homeostat/slack' }));
  const { botToken, signingSecret } = JSON.parse(SecretString);
  expect(signingSecret).toMatch(/^[0-9a-f]{32}$/);
  const client = new WebClient(botToken, { slackApiUrl });
  const { ts } = await client.chat.postMessage({ channel: 'C0APPROVALS', text: 'From where the functions are' });
  const page = await (await fetch(slack)).text();
  expect(page).toContain(`id="C0APPROVALS-${ts}"`);
});
