import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { policyGiven, put } from './event.ts';
import { eventually, type Mended, runsOf } from './mend.ts';
import type { Setting } from './setting.ts';

const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
const admin = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Makes a role that may do everything, approves its mend as a person would, and waits until that has ended. */
export async function mendRole(setting: Setting, RoleName: string): Promise<Mended> {
  const { iam, cloud } = setting;
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'anything', PolicyDocument: policy(admin) }));
  const drift = policyGiven(RoleName, 'anything');
  const putAt = Date.now();
  await put(setting, drift);
  const { mailbox } = cloud.endpoints;
  const link = await inMail(
    mailbox,
    (mail) => mail.Subject.startsWith('Approve?') && mail.BodyText.includes(drift.arn),
    /https?:\/\/\S+\/questions\/\S+/,
  );
  await fetch(link);
  const page = await post(link, 'code', {});
  const of = /name="of" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const code = await inMail(
    mailbox,
    (mail) => mail.Subject === `Your Homeostat code for ${drift.remediation}`,
    /\b\d{8}\b/,
  );
  await post(link, 'decide', { code, decision: 'approve', of });
  return { putAt, ...(await runsOf(setting, drift, putAt)) };
}

type Mail = Readonly<{ Subject: string; BodyText: string }>;

function inMail(mailbox: string, isIt: (mail: Mail) => boolean, what: RegExp): Promise<string> {
  return eventually(async () => {
    const mails = (await (await fetch(`${mailbox}/messages.json`)).json()) as readonly Mail[];
    return what.exec(mails.find(isIt)?.BodyText ?? '')?.[0];
  });
}

async function post(link: string, step: 'code' | 'decide', form: Record<string, string>): Promise<string> {
  const headers = { origin: new URL(link).origin };
  const answer = await fetch(`${link}?step=${step}`, { method: 'POST', headers, body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`the page answered ${answer.status} to ${step}`);
  return answer.text();
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
