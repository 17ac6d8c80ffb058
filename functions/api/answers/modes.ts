import { type Config, type Consent, consentFor } from '../../domain/config.ts';
import type { RiskLevel } from '../../domain/finding.ts';
import { matchesAny } from '../../domain/glob.ts';
import type { ModeSet } from '../needs.ts';
import type { Control } from '../shapes.ts';

type Mode = Control['modes'][number];
type Rule = Config['policy'][number];
type Consents = Readonly<Record<RiskLevel, Consent>>;

const risks = ['safe', 'disruptive', 'irreversible'] as const satisfies readonly RiskLevel[];

/** What a control may do by itself: as admins set it, as the rules of the configuration say in their order, and otherwise. */
export function modesOf(control: string, { policy }: Pick<Config, 'policy'>, sets: readonly ModeSet[]): Mode[] {
  const rules = policy.filter(({ controls }) => matchesAny(controls ?? ['*'], control));
  const everywhere = rules.filter(isEverywhere);
  const set = sets
    .filter((one) => one.control === control)
    .toSorted((one) => (one.account === '*' ? 1 : -1))
    .map(
      ({ account, safe, disruptive }): Mode => ({
        scope: account,
        from: 'console',
        ...consents([{ safe, disruptive }, ...everywhere]),
      }),
    );
  const configured = rules
    .filter((rule, index) => !isEverywhere(rule) || rules.findIndex(isEverywhere) === index)
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

/** What a risk is consented to in an account once a wish came true; tags are not known here, so what they decide is asked. */
export function becomes({ control, safe, disruptive }: Wish, config: Config, place: Place): Consent {
  const { account, region, risk } = place;
  const wished = { safe, disruptive, irreversible: null }[risk];
  const { environment, ou } = config.accounts.find(({ id }) => id === account) ?? {};
  const configured = consentFor(config, { control, account, region, environment, ou }, risk);
  return wished ?? (configured === 'unknown' ? 'ask' : configured);
}

interface Place {
  readonly account: string;
  readonly region: string;
  readonly risk: RiskLevel;
}
