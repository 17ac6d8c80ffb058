import { eventually, type Mail, mails } from './cloud.ts';

export interface Invitation {
  readonly mail: Mail;
  readonly link: string;
}

/** The mail that asks about a resource, once it has come. */
export function invitationFor(resource: string): Promise<Invitation> {
  return eventually(async () => {
    const mail = (await mails()).find(
      ({ Subject, BodyText }) => Subject.startsWith('Approve?') && BodyText.includes(resource),
    );
    const link = /https?:\/\/\S+\/questions\/\S+/.exec(mail?.BodyText ?? '')?.[0];
    return mail && link ? { mail, link } : undefined;
  });
}

/** Decides as the approver would: has a code mailed, types it, presses a button. Answers with the page's notice. */
export async function decide(link: string, id: string, decision: 'approve' | 'reject'): Promise<string> {
  await post(link, 'code', {});
  return post(link, 'decide', { code: await codeFor(id), decision });
}

export async function post(link: string, step: 'code' | 'decide', form: Record<string, string>): Promise<string> {
  const answer = await fetch(`${link}?step=${step}`, {
    method: 'POST',
    headers: { origin: new URL(link).origin },
    body: new URLSearchParams(form),
  });
  return noticeOn(await answer.text());
}

export function noticeOn(page: string): string {
  return /role="status">([^<]*)/.exec(page)?.[1] ?? '';
}

function codeFor(id: string): Promise<string> {
  return eventually(async () => {
    const mail = (await mails()).find(({ Subject }) => Subject === `Your Homeostat code for ${id}`);
    return /\b\d{8}\b/.exec(mail?.BodyText ?? '')?.[0];
  });
}
