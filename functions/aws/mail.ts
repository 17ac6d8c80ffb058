import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { Mail } from '../question/mail-parts.tsx';

const ses = new SESv2Client({ maxAttempts: 5 });

/** Sends one mail through SES. */
export async function sendMail(from: string, { to, subject, text, html }: Mail): Promise<void> {
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: subject, Charset: 'UTF-8' },
          Body: { Text: { Data: text, Charset: 'UTF-8' }, Html: { Data: html, Charset: 'UTF-8' } },
        },
      },
    }),
  );
}

/** Whether mail can be sent from an address, as SES says: the address or its domain is verified, and SES is out of its sandbox. */
export async function mailFacts(from: string): Promise<{ readonly says: string; readonly problem: string | null }> {
  const identities = [from, from.split('@')[1] ?? from];
  const found = await Promise.all(identities.map(isVerified));
  const { ProductionAccessEnabled, SendingEnabled } = await ses.send(new GetAccountCommand({}));
  const problems = [
    ...(found.includes(true) ? [] : [`neither ${identities.join(' nor ')} is verified in SES`]),
    ...(SendingEnabled === false ? ['SES has paused sending for this account'] : []),
    ...(ProductionAccessEnabled === false ? ['SES is in its sandbox, and sends to verified addresses only'] : []),
  ];
  return { says: from, problem: problems.length > 0 ? problems.join('; ') : null };
}

async function isVerified(identity: string): Promise<boolean> {
  try {
    const { VerifiedForSendingStatus = false } = await ses.send(
      new GetEmailIdentityCommand({ EmailIdentity: identity }),
    );
    return VerifiedForSendingStatus;
  } catch (error) {
    if (error instanceof NotFoundException) {
      return false;
    }
    throw error;
  }
}
