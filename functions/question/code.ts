import { randomInt, timingSafeEqual } from 'node:crypto';
import { type Link, saveCode, useTry } from '../aws/links.ts';
import { sendMail } from '../aws/mail.ts';
import { config } from '../config.ts';
import { sha256 } from '../domain/digest.ts';
import { byMail } from '../domain/identity.ts';
import type { Approver } from '../domain/people.ts';
import { codeMail } from './mail-parts.tsx';

const codeMinutes = 10;
const codeTries = 5;
const secondsBetweenCodes = 20;

/** What came of an attempt, in words for the person at the page, and the form that fits now. */
export interface Told {
  readonly notice: string;
  readonly form: 'code' | 'decide' | 'none';
}

/** What the code is for, as its mail says it: a question's title, and its id or that of the questions together. */
export interface About {
  readonly title: string;
  readonly id: string;
}

/** Mails the approver a code, not more often than every few seconds. */
export async function sendCode(link: Link, secret: string, about: About, now: Date): Promise<Told> {
  const { mail } = config.channels;
  const person = ownerOf(link);
  if (person === undefined || mail === undefined) {
    return strange(link);
  }
  const { codeUntil } = link;
  const sentMsAgo =
    codeUntil === undefined ? Number.POSITIVE_INFINITY : now.getTime() - (Date.parse(codeUntil) - codeMinutes * 60_000);
  if (sentMsAgo < secondsBetweenCodes * 1000) {
    return { notice: 'A code was sent a moment ago. Look into your mail.', form: 'decide' };
  }
  const code = String(randomInt(100_000_000)).padStart(8, '0');
  await saveCode(link.link, digestOf(code, secret), new Date(now.getTime() + codeMinutes * 60_000).toISOString());
  await sendMail(mail.from, codeMail({ to: person.mail, ...about, code, minutes: codeMinutes }));
  return { notice: `A code was sent to ${person.mail}. It holds for ${codeMinutes} minutes.`, form: 'decide' };
}

/** The approver whom a link and its code prove to be at the page, or what to tell whoever is. */
export async function proven(
  link: Link,
  secret: string,
  code: string,
  now: Date,
): Promise<{ readonly person: Approver } | { readonly told: Told }> {
  const person = ownerOf(link);
  if (person === undefined) {
    return { told: strange(link) };
  }
  if (!(await useTry(link.link, codeTries))) {
    return { told: { notice: 'That code was tried too often. Have another one sent.', form: 'code' } };
  }
  return isCode(link, code, secret, now)
    ? { person }
    : {
        told: {
          notice: 'That is not the code, or it is too old. Try again, or have another one sent.',
          form: 'decide',
        },
      };
}

/** Whom a link was mailed to, if they are still an approver: who has left decides nothing any more. */
function ownerOf({ mail }: Link): Approver | undefined {
  return mail === undefined ? undefined : byMail(config.approvers, mail);
}

function strange({ mail }: Link): Told {
  const notice =
    mail === undefined
      ? 'This link only shows. Decide with the buttons of the message, with the link in your own mail, or with the command.'
      : `${mail} is no approver any more.`;
  return { notice, form: 'none' };
}

function isCode(link: Link, code: string, secret: string, now: Date): boolean {
  if (link.codeDigest === undefined || link.codeUntil === undefined || new Date(link.codeUntil) <= now) {
    return false;
  }
  return timingSafeEqual(Buffer.from(digestOf(code, secret), 'hex'), Buffer.from(link.codeDigest, 'hex'));
}

/** Bound to the link: a code is worth nothing on another one. */
function digestOf(code: string, secret: string): string {
  return sha256(`${secret}:${code}`).toString('hex');
}
