import type { NormalizedSchema } from '@smithy/core/schema';
import { cloudTrailForm } from './cloudtrail-form.ts';
import type { Parameters } from './exchange.ts';

type Tree = { [name: string]: Tree | string };

/** The form fields of the Query protocol (`Tags.member.1.Key=…`) as CloudTrail's nested parameters. */
export function queryForm(form: URLSearchParams, service: string, schema?: NormalizedSchema): Parameters | null {
  const tree: Tree = branch();
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version' && !name.startsWith('X-Amz-')) plant(tree, name.split('.'), value);
  }
  const action = form.get('Action') ?? '';
  if (service === 'ec2' && asRequest.has(action)) return { [`${action}Request`]: requested(tree) };
  if (Object.keys(tree).length === 0) return null;
  if (service === 'ec2') return cloudTrailForm(grown(tree, inItems)) as Parameters;
  return cloudTrailForm(
    grown(tree, (items) => items),
    schema,
  ) as Parameters;
}

/**
 * Calls of EC2 that are recorded as the request that was sent, in its own spelling. There are more: these are the ones that
 * controls listen to. Seen in public recordings, such as those of Invictus IR, https://github.com/invictus-ir/aws_dataset
 */
const asRequest = new Set([
  'CreateFlowLogs',
  'DeleteFlowLogs',
  'DisableEbsEncryptionByDefault',
  'EnableEbsEncryptionByDefault',
  'ModifyInstanceMetadataOptions',
  'ModifySecurityGroupRules',
]);

/** Elements of a list are numbered by `tag`; one element alone stands for itself. */
function requested(tree: Tree): unknown {
  const members = Object.entries(tree).map(([name, value]): [string, unknown] => {
    if (typeof value === 'string') return [name, ec2Value(value)];
    if (!isList(value)) return [name, requested(value)];
    const numbered = elements(value).map((item, index) => element(item, index + 1));
    return [name, numbered.length === 1 ? numbered[0] : numbered];
  });
  return members.length === 0 ? '' : Object.fromEntries(members);
}

function element(item: Tree | string, tag: number): Parameters {
  return typeof item === 'string' ? { tag, content: ec2Value(item) } : { ...(requested(item) as Parameters), tag };
}

/** EC2's record wraps every list. */
function inItems(items: unknown[]): unknown {
  return { items };
}

// The wrapping keeps EC2's values from the SDK's schema; ports and counts are short numbers, account ids are not.
function ec2Value(text: string): unknown {
  if (/^-?\d{1,6}$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

function plant(tree: Tree, path: readonly string[], value: string): void {
  let at = tree;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    const inside = typeof next === 'object' ? next : branch();
    at[step] = inside;
    at = inside;
  }
  at[path.at(-1) ?? ''] = value;
}

// A field may have any name, `__proto__` as well.
function branch(): Tree {
  return Object.create(null);
}

function grown(tree: Tree | string, lists: (items: unknown[]) => unknown): unknown {
  if (typeof tree === 'string') return lists === inItems ? ec2Value(tree) : tree;
  const keys = Object.keys(tree);
  if (isList(tree)) return lists(elements(tree).map((item) => grown(item, lists)));
  const only = keys.length === 1 ? tree[keys[0] ?? ''] : undefined;
  if (typeof only === 'object' && isList(only)) return keys[0] === 'entry' ? map(only, lists) : grown(only, lists);
  return Object.fromEntries(keys.map((key) => [key, grown(tree[key] ?? '', lists)]));
}

function isList(tree: Tree): boolean {
  const keys = Object.keys(tree);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
}

/** In the order of their numbers, whatever gaps there are. */
function elements(tree: Tree): readonly (Tree | string)[] {
  return Object.entries(tree)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, item]) => item);
}

function map(tree: Tree, lists: (items: unknown[]) => unknown): Map<string, unknown> {
  const entries = elements(tree).flatMap((entry): [string, unknown][] => {
    if (typeof entry === 'string') return [];
    return [[String(entry['key'] ?? entry['Name'] ?? ''), grown(entry['value'] ?? entry['Value'] ?? '', lists)]];
  });
  return new Map(entries);
}
