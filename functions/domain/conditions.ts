import * as z from 'zod';
import { matchesAny } from './glob.ts';

const patterns = z.array(z.string().min(1)).min(1);

/** Which findings a rule speaks of. All conditions that it names have to hold; `*` matches any run of characters. */
export const conditions = {
  controls: patterns.optional(),
  accounts: patterns.optional(),
  environments: patterns.optional(),
  ous: patterns.optional(),
  regions: patterns.optional(),
  tags: z.record(z.string(), patterns).optional(),
};
const Conditions = z.object(conditions);
type Conditions = z.infer<typeof Conditions>;

/** What a rule can know of a finding. Tags are `undefined` where they could not be read. */
export interface Subject {
  readonly control: string;
  readonly account: string;
  readonly region: string;
  readonly environment?: string | undefined;
  readonly ou?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Whether a rule speaks of a finding, or `unknown` where only tags that could not be read would tell. */
export function speaksOf(rule: Conditions, subject: Subject): boolean | 'unknown' {
  const { control, account, region, environment = '', ou = '' } = subject;
  const isNamed =
    matchesAny(rule.controls ?? ['*'], control) &&
    matchesAny(rule.accounts ?? ['*'], account) &&
    matchesAny(rule.environments ?? ['*'], environment) &&
    matchesAny(rule.ous ?? ['*'], ou) &&
    matchesAny(rule.regions ?? ['*'], region);
  if (!isNamed || rule.tags === undefined) {
    return isNamed;
  }
  return subject.tags === undefined ? 'unknown' : hasTags(subject.tags, rule.tags);
}

/** Whether any of the rules decides by tags for this control: only then do they have to be read. */
export function askForTags(rules: readonly Conditions[], control: string): boolean {
  return rules.some(({ tags, controls }) => tags !== undefined && matchesAny(controls ?? ['*'], control));
}

function hasTags(tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(wanted).every(([key, values]) => tags[key] !== undefined && matchesAny(values, tags[key]));
}
