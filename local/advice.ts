import pc from 'picocolors';
import type { Endpoints } from './cloud.ts';

/** Where everything is and what to try first, for people. */
export function advice(endpoints: Endpoints): string {
  const { aws, api, mailbox, console, slack, operator } = endpoints;
  const places = Object.entries({
    'AWS endpoint': aws,
    Mailbox: mailbox,
    'Approval pages': api,
    Console: console,
    Slack: slack,
  });
  const known = places.flatMap(([name, url]) => (url ? [`  ${name.padEnd(16)}${pc.cyan(url)}`] : []));
  const signIn = console ? [`  ${'Sign in as'.padEnd(16)}${operator.user}  ${operator.password}`] : [];
  return [
    ...known,
    ...signIn,
    '',
    'Try it, in another terminal:',
    '',
    ...indented(environment(endpoints)),
    '',
    ...indented(lines),
    '',
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

function indented(text: readonly string[]): readonly string[] {
  return text.map((line) => (line ? `    ${line}` : line));
}

function environment({ aws, region }: Endpoints): readonly string[] {
  const credentials = 'AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test';
  return [`export AWS_ENDPOINT_URL=${aws} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} ${credentials} AWS_PAGER=`];
}

const readable =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::open-door/*"}]}';
const anything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const trust =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

const lines = [
  '# 1. A bucket that becomes public is closed again.',
  'aws s3api create-bucket --bucket open-door',
  'aws s3api delete-public-access-block --bucket open-door',
  `aws s3api put-bucket-policy --bucket open-door --policy '${readable}'`,
  'npx homeostat history',
  '',
  '# 2. A role that may do anything waits for a person: the question is in the mailbox.',
  `aws iam create-role --role-name too-much --assume-role-policy-document '${trust}'`,
  `aws iam put-role-policy --role-name too-much --policy-name anything --policy-document '${anything}'`,
  'npx homeostat history',
];
