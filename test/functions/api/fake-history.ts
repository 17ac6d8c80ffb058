import { Finding } from '../../../functions/domain/finding.ts';
import { account, region, secondAccount } from '../environment.ts';
import { again, bucketDrift, roleDrift } from '../findings.ts';
import { type Chain, chainOf, failed, mended, opening } from './chains.ts';

const minute = 60_000;
const day = 86_400_000;

let made: { readonly at: number; readonly chains: readonly Chain[] } | undefined;

/** A few weeks of two accounts, newest first: something of every kind, and enough of it to be paged. */
export function fakeHistory(now: Date): readonly Chain[] {
  made = made?.at === now.getTime() ? made : { at: now.getTime(), chains: chainsBefore(now, 240) };
  return made.chains;
}

function chainsBefore(now: Date, count: number): readonly Chain[] {
  return Array.from({ length: count }, (_, index) =>
    chain(index, new Date(now.getTime() - minute - index * (day / 9))),
  );
}

/** What is open, held or failed now comes first in each account, so that no page of a fake is empty. */
function chain(index: number, opened: Date): Chain {
  const finding = findingAt(index, opened);
  switch (index % 12) {
    case 0:
    case 1:
      return index < 12
        ? chainOf(finding, opened, [opening(finding, 'ask', 'the policy asks a person first')])
        : chainOf(finding, opened, [
            opening(finding, 'apply', 'the policy lets Homeostat act by itself'),
            done(finding),
          ]);
    case 2:
      // The second account's, where there is one question of it, too.
      if (index < 12) {
        return chainOf(finding, opened, [opening(finding, 'ask', 'the policy asks a person first')]);
      }
      return chainOf(finding, opened, [
        opening(finding, 'observe', 'the policy observes disruptive changes of this control here'),
      ]);
    case 3:
      return chainOf(unread(finding), opened, [opening(unread(finding), 'hold', 'it could not be read: AccessDenied')]);
    case 4:
      return chainOf(finding, opened, [
        opening(finding, 'apply', 'the policy lets Homeostat act by itself'),
        failed(index % 24 === 4 ? 'failed' : 'verification-failed', 'AccessDenied: the call was refused'),
      ]);
    default:
      return chainOf(finding, opened, [
        opening(finding, 'apply', 'the policy lets Homeostat act by itself'),
        done(finding),
      ]);
  }
}

function done(finding: Finding) {
  return mended(finding, finding.readAt);
}

/** Every third one is in the second account. */
function findingAt(index: number, opened: Date): Finding {
  const isRole = index % 12 < 3;
  const place = index % 3 === 2 ? secondAccount : account;
  const base = isRole ? roleDrift() : bucketDrift();
  const moved = JSON.parse(
    JSON.stringify(base).replaceAll(account, place).replaceAll('arn:aws:s3:::logs', `arn:aws:s3:::logs-${index}`),
  );
  const name = isRole ? moved.target.arn.replace(/app$/, `app-${index}`) : `arn:aws:s3:::logs-${index}`;
  const target = { account: place, region: isRole ? 'us-east-1' : region, arn: name };
  const cause = { ...moved.cause, id: `e-${index}`, time: opened.toISOString() };
  return again(Finding.parse({ ...moved, target, cause, readAt: opened.toISOString() }), `e-${index}`);
}

function unread(finding: Finding): Finding {
  return { ...finding, state: null, verdict: { outcome: 'unreadable', because: 'it could not be read: AccessDenied' } };
}
