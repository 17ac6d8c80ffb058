import { type Config, type Consent, consentFor } from '../../domain/config.ts';
import { modesAllowed } from '../../domain/console-config.ts';
import type { RiskLevel } from '../../domain/finding.ts';
import { matchesAny } from '../../domain/glob.ts';
import { consentedTo, type ModeSet } from '../../domain/switches.ts';
import type { Control } from '../shapes.ts';

type Mode = Control['modes'][number];
type Rule = Config['policy'][number];
type Consents = Readonly<Record<RiskLevel, Consent>>;
type Judged = Pick<Config, 'policy' | 'console'>;

const risks = ['safe', 'disruptive', 'irreversible'] as const satisfies readonly RiskLevel[];

/** What a control may do by itself: as admins set it, as the rules of the configuration say in their order, and otherwise. */
export function modesOf(control: string, config: Judged, sets: readonly ModeSet[]): Mode[] {
  const rules = config.policy.filter(({ controls }) => matchesAny(controls ?? ['*'], control));
  const everywhere = rules.filter(isEverywhere);
  const set = sets
    .filter((one) => one.control === control)
    .toSorted((a, b) => Number(a.account === '*') - Number(b.account === '*'))
    .map((mode): Mode => ({ scope: mode.account, from: 'console', ...asSet(mode, consents(everywhere), config) }));
  const configured = rules
    .filter((rule) => !isEverywhere(rule) || rule === everywhere[0])
    .map(
      (rule): Mode => ({
        scope: scopeOf(rule),
        from: 'configuration',
        ...consents(isEverywhere(rule) ? everywhere : [rule, ...everywhere]),
      }),
    );
  const otherwise: Mode[] = everywhere.length === 0 ? [{ scope: '*', from: 'default', ...consents([]) }] : [];
  return [...set, ...configured, ...otherwise];
}

/** What comes of a mode: it may be set only so far as the configuration lets it. */
function asSet(mode: ModeSet, configured: Consents, config: Judged): Consents {
  const { control, account } = mode;
  const consent = (risk: RiskLevel): Consent => {
    const policed = {
      control,
      account,
      risk,
      configured: configured[risk],
      modes: [mode],
      allowed: modesAllowed(config),
    };
    const { consent: consented } = consentedTo(policed);
    return consented === 'unknown' ? 'ask' : consented;
  };
  return { safe: consent('safe'), disruptive: consent('disruptive'), irreversible: consent('irreversible') };
}

/** The first that names a risk decides about it; where none does, Homeostat observes. */
function consents(rules: readonly Partial<Rule>[]): Consents {
  const [safe, disruptive, irreversible] = risks.map(
    (risk) => rules.find((rule) => rule[risk] !== undefined)?.[risk] ?? 'observe',
  ) as [Consent, Consent, Consent];
  return { safe, disruptive, irreversible };
}

function isEverywhere(rule: Rule): boolean {
  return scopeOf(rule) === '*';
}

/** What a rule speaks of, besides controls. */
function scopeOf({ accounts, environments, ous, regions, tags }: Rule): string {
  const named = Object.entries({ accounts, environments, OUs: ous, regions }).flatMap(([name, patterns]) =>
    patterns === undefined || patterns.includes('*') ? [] : [`${name} ${patterns.join(', ')}`],
  );
  const tagged = Object.entries(tags ?? {}).map(([key, values]) => `tag ${key}=${values.join(' or ')}`);
  return [...named, ...tagged].join('; ') || '*';
}

interface Wish {
  readonly control: string;
  readonly account: string;
  readonly safe: Consent | null;
  readonly disruptive: Consent | null;
}

interface Place {
  readonly account: string;
  readonly region: string;
  readonly risk: RiskLevel;
}

/** What is consented to somewhere once a wish came true. Tags are not known here: what only they decide counts as asked about. */
export function becomes({ control, account: where, safe, disruptive }: Wish, config: Config, place: Place): Consent {
  const { account, region, risk } = place;
  const { environment, ou } = config.accounts.find(({ id }) => id === account) ?? {};
  const configured = consentFor(config, { control, account, region, environment, ou }, risk);
  const wished = { ...(safe && { safe }), ...(disruptive && { disruptive }) };
  const modes = [{ control, account: where, ...wished, by: '', reason: '', at: '' }];
  const { consent } = consentedTo({ control, account, risk, configured, modes, allowed: modesAllowed(config) });
  return consent === 'unknown' ? 'ask' : consent;
}
