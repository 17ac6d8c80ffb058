import type { Statement } from '../policy/document.ts';

/** Who tags a policy or a principal with this wants its permissions left alone: `owner=ann@example.com until=2027-01-31`. */
const optOutTag = 'homeostat:keep-permissions';

/** Why a statement stays by its owner's wish; undefined where none was wished. */
export function optedOutBySid(prefix: string): (statement: Statement) => string | undefined {
  return ({ Sid = '' }) => (Sid.startsWith(prefix) ? `is opted out: its Sid begins with ${prefix}` : undefined);
}

/**
 * Why a policy is left alone by the tag of somebody who answers for it, a clause; undefined where there is none, or its time is
 * over. A tag that does not say who and until when is none that anybody answers for: it holds, and says what is amiss.
 */
export function optedOutByTag(whose: string, tags: Readonly<Record<string, string>>, now: Date): string | undefined {
  const tag = Object.hasOwn(tags, optOutTag) ? tags[optOutTag] : undefined;
  if (tag === undefined) {
    return undefined;
  }
  const [, owner] = /(?:^|\s)owner=(\S+)/.exec(tag) ?? [];
  const [, until] = /(?:^|\s)until=(\d{4}-\d{2}-\d{2})(?:\s|$)/.exec(tag) ?? [];
  const end = Date.parse(`${until}T23:59:59.999Z`);
  if (owner === undefined || Number.isNaN(end)) {
    return `the tag ${optOutTag} of ${whose} does not say who owns it and until when: owner=NAME until=YYYY-MM-DD`;
  }
  return now.getTime() > end ? undefined : `${owner} keeps the permissions of ${whose} until ${until}, says its tag`;
}
