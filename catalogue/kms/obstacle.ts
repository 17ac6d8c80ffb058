import type { Senders } from '../policy/senders.ts';
import { isKeptByAws, type KeyUse } from './key-use.ts';

export interface Wish {
  /** What is to be encrypted, such as `topic alerts`. */
  readonly what: string;
  /** As the settings name it. */
  readonly key: string;
  readonly senders: Senders;
  readonly wanted: KeyUse;
}

/**
 * A clause about who could no longer send if it were encrypted with the key, or about what is not known of that; `null` where
 * nothing stands against it. AWS services and other accounts cannot use AWS's own keys.
 * Source: Amazon SNS developer guide, "Managing Amazon SNS encryption keys and costs"; Amazon SQS developer guide, "Key management".
 */
export function obstacleTo({ what, key, senders, wanted }: Wish): string | null {
  if (senders.unread !== null) {
    return `who sends to ${what} is not known, as its policy could not be read: ${senders.unread}`;
  }
  if (wanted.unfit !== null) {
    return wanted.unfit;
  }
  const refused = wanted.refuses.join(' and ');
  if (refused !== '') {
    return isKeptByAws(key)
      ? `AWS’s own key ${key} lets in no AWS service, and ${what} takes messages of ${refused}: a key of your own has to be set`
      : `the policy of ${key} does not certainly let in ${refused}, of which ${what} takes messages`;
  }
  const outsiders = senders.outsiders.map(whoIs).join(' and ');
  return isKeptByAws(key) && outsiders !== ''
    ? `AWS’s own key ${key} lets in the account alone, and ${what} takes messages of ${outsiders}: a key of your own has to be set`
    : null;
}

function whoIs(principal: string): string {
  return principal === '*' ? 'everybody' : principal;
}
