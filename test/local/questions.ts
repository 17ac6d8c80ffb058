import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { eventually, type Mail, mails, outputs, tables } from './cloud.ts';

export interface Invitation {
  readonly mail: Mail;
  readonly link: string;
}

/** The mail that asks about a resource, once it has come. */
export function invitationFor(resource: string, to = 'operator@example.com'): Promise<Invitation> {
  return eventually(async () => {
    const mail = (await mails()).find(
      ({ Subject, BodyText, To }) => Subject.startsWith('Approve?') && BodyText.includes(resource) && To.includes(to),
    );
    const link = /https?:\/\/\S+\/questions\/\S+/.exec(mail?.BodyText ?? '')?.[0];
    return mail && link ? { mail, link } : undefined;
  });
}

/** Decides as the approver would: has a code mailed, types it, presses a button. Answers with the page's notice. */
export async function decide(
  link: string,
  id: string,
  decision: 'approve' | 'reject' | 'exempt',
  more: Record<string, string> = {},
): Promise<string> {
  await post(link, 'code', {});
  return post(link, 'decide', { code: await codeFor(link), decision, of: await choiceOn(link, id), ...more });
}

/** What stands for a question on its page: its id, and the plan that is shown. */
export async function choiceOn(link: string, id: string): Promise<string> {
  return new RegExp(`${id}:[0-9a-f]{64}`).exec(await post(link, 'code', {}, 'page'))?.[0] ?? '';
}

export async function post(
  link: string,
  step: 'code' | 'decide',
  form: Record<string, string>,
  answerWith: 'notice' | 'page' = 'notice',
): Promise<string> {
  const answer = await fetch(`${link}?step=${step}`, {
    method: 'POST',
    headers: { origin: new URL(link).origin },
    body: new URLSearchParams(form),
  });
  const page = await answer.text();
  return answerWith === 'page' ? page : noticeOn(page);
}

export function noticeOn(page: string): string {
  return /role="status">([^<]*)/.exec(page)?.[1] ?? '';
}

/** The code that was mailed for a link: for its one question, or for those that were asked together with it. */
export async function codeFor(link: string): Promise<string> {
  const digest = createHash('sha256')
    .update(link.split('/').at(-1) ?? '')
    .digest('hex');
  const Key = { pk: `LINK#${digest}`, sk: 'LINK' };
  const { Item } = await tables.send(new GetCommand({ TableName: outputs['StateTable'], Key }));
  const page = await (await fetch(link)).text();
  const ids = [String(Item?.['batch']), ...page.matchAll(/r-[0-9a-z]{16}/g)].map(String);
  return eventually(async () => {
    const about = ids.map((id) => `Your Homeostat code for ${id}`);
    const mail = (await mails()).find(
      ({ Subject, To }) => about.includes(Subject) && To.includes(String(Item?.['mail'])),
    );
    return /\b\d{8}\b/.exec(mail?.BodyText ?? '')?.[0];
  });
}
