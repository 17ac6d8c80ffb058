import type { Change, Plan, Undo } from '../control.ts';
import { nothingMore, type Trimmed, withoutAdministration } from '../policy/admin.ts';
import { partsOf } from './arn.ts';
import type { Call } from './calls.ts';
import type { Grants, Inline, Managed, Principal } from './grants.ts';
import { spelling } from './spelling.ts';
import { newDefault } from './versions.ts';

/** The role through which AWS Organizations' management account gets into a member account. */
export const wayIn = 'OrganizationAccountAccessRole';

type Judged = Trimmed & { readonly policy: Inline };

/** Takes the blanket administration out of the inline policies of a role, user or group. */
export function planPrincipal(principal: Principal): Plan<Grants, Call> {
  const { type, name, inline } = principal;
  const judged = inline.map((policy) => ({ policy, ...withoutAdministration(policy.document) }));
  const doubts = judged.flatMap(({ policy, doubts }) =>
    doubts.map((doubt) => `in inline policy ${policy.name}, ${doubt}`),
  );
  const [first, ...rest] = judged.filter(({ removed }) => removed > 0);
  if (first === undefined) {
    return untouched(`${type} ${name}`, doubts);
  }
  const keeper = keeperOf(principal);
  if (keeper !== undefined) {
    return { outcome: 'leave', because: keeper };
  }
  const loss = lossOfPrincipal(principal, [first, ...rest]);
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: [loss, ...leftToAPerson(doubts)].join('; ') },
    apply: [trim(principal, first), ...rest.map((each) => trim(principal, each))],
    undo: [restore(principal, first, 0), ...rest.map((each, index) => restore(principal, each, index + 1))],
    after: {
      ...principal,
      inline: judged.flatMap(({ policy, document }) => (document === null ? [] : [{ ...policy, document }])),
    },
  };
}

/** Why a principal is somebody else's to change. */
export function keeperOf({ type, name, path }: Pick<Principal, 'type' | 'name' | 'path'>): string | undefined {
  if (/^\/aws-(service-role|reserved)\//.test(path)) {
    return `${type} ${name} is kept by AWS (path ${path}), which alone can change it`;
  }
  return type === 'role' && name === wayIn
    ? `role ${name} is the organization’s own way into the account, so a person decides`
    : undefined;
}

function lossOfPrincipal({ type, name }: Principal, trimmed: readonly Judged[]): string {
  const who = type === 'group' ? `everybody in group ${name}` : `${type} ${name}`;
  const policies = trimmed.map(({ policy }) => `inline policy ${policy.name}`).join(', ');
  return `${who} loses administration of the whole account (${policies}); what else the policies grant stays`;
}

function trim({ type, name }: Principal, { policy, document, kept }: Judged): Change<Call> {
  const whose = `inline policy ${policy.name} of ${type} ${name}`;
  return document === null
    ? spelling[type].remove(name, policy.name, `Delete ${whose}: it grants nothing but blanket administration`)
    : spelling[type].put(
        name,
        { ...policy, document },
        `Take the blanket administration out of ${whose}; ${others(kept)}`,
      );
}

function restore({ type, name }: Principal, { policy }: Judged, undoes: number): Undo<Call> {
  const says = `Give inline policy ${policy.name} of ${type} ${name} its earlier text back`;
  return { ...spelling[type].put(name, policy, says), undoes };
}

/** Takes the blanket administration out of a managed policy. */
export function planManaged({ kind, arn, document, use }: Managed): Plan<Grants, Call> {
  const { name } = partsOf(arn);
  const trimmed = withoutAdministration(document);
  if (trimmed.removed === 0 || use === null) {
    return untouched(`policy ${name}`, trimmed.doubts);
  }
  if (use.boundary) {
    return {
      outcome: 'leave',
      because: `policy ${name} is the permissions boundary of a principal, so a person decides`,
    };
  }
  if (use.holders.includes(`role ${wayIn}`)) {
    return {
      outcome: 'leave',
      because: `role ${wayIn}, the organization’s own way into the account, holds policy ${name}, so a person decides`,
    };
  }
  const because = [lossOfHolders(name, use.holders), ...leftToAPerson(trimmed.doubts)].join('; ');
  const says =
    trimmed.document === null
      ? `Empty policy ${name} with a new default version: it grants nothing but blanket administration`
      : `Take the blanket administration out of policy ${name} with a new default version; ${others(trimmed.kept)}`;
  const rest = trimmed.document ?? nothingMore;
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because },
    ...newDefault({ arn, use, document: rest, says }),
    ...(use.holders.length > 0 && { affects: use.holders.map((holder) => arnOf(arn, holder)) }),
    after: { kind, arn, document: rest, use: null },
  };
}

/** The ARN of a holder (`role app`) of a policy, without its path, which IAM does not tell. */
function arnOf(policy: string, holder: string): string {
  return `${policy.split(':').slice(0, 5).join(':')}:${holder.replace(' ', '/')}`;
}

function lossOfHolders(policy: string, holders: readonly string[]): string {
  if (holders.length === 0) {
    return `policy ${policy} is attached to nobody today; whatever else names it loses administration of the whole account`;
  }
  const lose = holders.length === 1 ? 'loses' : 'lose';
  return `${holders.join(', ')} ${lose} administration of the whole account (policy ${policy}); what else it grants stays`;
}

function untouched(whose: string, doubts: readonly string[]): Plan<never, never> {
  return doubts.length === 0
    ? { outcome: 'compliant' }
    : { outcome: 'leave', because: `${whose}: ${doubts.join('; ')}; so a person decides` };
}

function leftToAPerson(doubts: readonly string[]): readonly string[] {
  return doubts.length === 0 ? [] : [`left to a person: ${doubts.join('; ')}`];
}

function others(kept: number): string {
  return kept === 1 ? '1 other statement stays' : `${kept} other statements stay`;
}
