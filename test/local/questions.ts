import { eventually, type Mail, mails } from './cloud.ts';

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
  return post(link, 'decide', { code: await codeFor(id), decision, of: await choiceOn(link, id), ...more });
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

export function codeFor(id: string): Promise<string> {
  return eventually(async () => {
    const mail = (await mails()).find(({ Subject }) => Subject === `Your Homeostat code for ${id}`);
    return /\b\d{8}\b/.exec(mail?.BodyText ?? '')?.[0];
  });
}
