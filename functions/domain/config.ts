import * as z from 'zod';
import { matchesAny } from './glob.ts';

export const Consent = z.enum(['observe', 'ask', 'automatic']);
export type Consent = z.infer<typeof Consent>;

const accountId = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');
const isUnique = (values: readonly string[]) => new Set(values).size === values.length;
const patterns = z.array(z.string().min(1)).min(1);

const Account = z.strictObject({
  id: accountId,
  name: z.string().optional(),
  environment: z.string().optional(),
  ou: z.string().optional(),
  regions: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region looks like eu-central-1'))
    .min(1)
    .refine(isUnique, 'a region is named twice'),
});

/** Which findings a rule speaks of, and what it consents to for each risk. All conditions that it names have to hold; `*` matches any run of characters. */
const Rule = z
  .strictObject({
    controls: patterns.optional(),
    accounts: patterns.optional(),
    environments: patterns.optional(),
    ous: patterns.optional(),
    regions: patterns.optional(),
    tags: z.record(z.string(), patterns).optional(),
    safe: Consent.optional(),
    disruptive: Consent.optional(),
    irreversible: z.enum(['observe', 'ask'], 'what cannot be undone is never automatic: say observe or ask').optional(),
  })
  .refine(
    (rule) => rule.safe ?? rule.disruptive ?? rule.irreversible,
    'says nothing: name safe, disruptive or irreversible',
  );

export const Config = z.strictObject({
  /** The accounts and regions it looks after. */
  accounts: z
    .array(Account)
    .min(1)
    .refine((accounts) => isUnique(accounts.map(({ id }) => id)), 'an account is named twice'),
  /** The controls that are at work, by id; `*` matches any run of characters. The roles hold what these need, and no more. */
  controls: patterns.default(['*']),
  /** The first rule that matches and names the risk decides; where none does, Homeostat observes. */
  policy: z.array(Rule).default([]),
  approvers: z.array(z.strictObject({ name: z.string().min(1), mail: z.email() })).default([]),
  /** Who may undo: ARN patterns of AWS identities. Nobody, until somebody is named. */
  operators: z.array(z.string().min(1)).default([]),
  channels: z
    .strictObject({
      mail: z
        .strictObject({
          from: z.email(),
          /** Whether the stack makes the SES identity of `from` (SES then sends it a mail to confirm), or finds it there. */
          identity: z.enum(['create', 'exists']).default('create'),
        })
        .optional(),
    })
    .default({}),
  limits: z
    .strictObject({
      /** Changes in one account within an hour; further ones are held. */
      changesPerHour: z.int().min(0).default(100),
      /** Mends of one resource by one control within an hour, after which it is held: somebody is working against it. */
      mendsPerResourceAndHour: z.int().min(1).default(3),
    })
    .prefault({}),
  /** ARNs that are never changed, besides Homeostat's own: the break-glass role, the audit trail. */
  protect: z.array(z.string()).default([]),
  /** Fresh resources of infrastructure tools are judged again after this time, so that a deploy is not broken in the middle. */
  settle: z
    .strictObject({
      seconds: z.int().min(0).max(3600).default(120),
      actors: z
        .array(z.string())
        .default([
          '*:assumed-role/cdk-*-cfn-exec-role-*',
          '*.cloudformation.amazonaws.com',
          'cloudformation.amazonaws.com',
        ]),
      userAgents: z
        .array(z.string())
        .default(['*HashiCorp/1.0 Terraform*', '*Pulumi*', 'cloudformation.amazonaws.com']),
    })
    .prefault({}),
  questions: z
    .strictObject({
      expireAfterHours: z
        .number()
        .min(0.001)
        .max(24 * 30)
        .default(72),
    })
    .prefault({}),
  exemptions: z.strictObject({ maximumDays: z.int().min(1).max(366).default(90) }).prefault({}),
  /** Parameters of controls, by control id. */
  settings: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
export type Config = z.infer<typeof Config>;
export type ConfigInput = z.input<typeof Config>;

/** Those of the controls that a configuration has at work. */
export function atWork<Control extends { readonly id: string }>(
  controls: readonly Control[],
  config: Config,
): Control[] {
  return controls.filter(({ id }) => matchesAny(config.controls, id));
}

/** Types a configuration while it is written; it is checked when the app is synthesized. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}

/**
 * Checks a configuration.
 * @throws {InvalidConfig} that names each field that is wrong and what would be right.
 */
export function parseConfig(input: unknown): Config {
  const parsed = Config.safeParse(input);
  if (!parsed.success) {
    throw new InvalidConfig(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'config'}: ${message}`),
    );
  }
  return parsed.data;
}

export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`homeostat.config.ts is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** What the policy can know of a finding. Tags are `undefined` where they could not be read. */
export interface Subject {
  readonly control: string;
  readonly account: string;
  readonly region: string;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What the policy allows for a risk, or `unknown` where it decides by tags that could not be read. */
export function consentFor(
  config: Config,
  subject: Subject,
  risk: 'safe' | 'disruptive' | 'irreversible',
): Consent | 'unknown' {
  for (const rule of config.policy) {
    const consent = rule[risk];
    if (consent === undefined || !matchesBeyondTags(config, rule, subject)) {
      continue;
    }
    if (rule.tags === undefined) {
      return consent;
    }
    if (subject.tags === undefined) {
      return 'unknown';
    }
    if (hasTags(subject.tags, rule.tags)) {
      return consent;
    }
  }
  return 'observe';
}

/** Whether any rule decides by tags for this control: only then are tags read at all. */
export function asksForTags(config: Config, control: string): boolean {
  return config.policy.some((rule) => rule.tags !== undefined && matchesAny(rule.controls ?? ['*'], control));
}

function matchesBeyondTags(
  config: Config,
  rule: Config['policy'][number],
  { control, account, region }: Subject,
): boolean {
  const { environment = '', ou = '' } = config.accounts.find(({ id }) => id === account) ?? {};
  return (
    matchesAny(rule.controls ?? ['*'], control) &&
    matchesAny(rule.accounts ?? ['*'], account) &&
    matchesAny(rule.environments ?? ['*'], environment) &&
    matchesAny(rule.ous ?? ['*'], ou) &&
    matchesAny(rule.regions ?? ['*'], region)
  );
}

function hasTags(tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(wanted).every(([key, values]) => tags[key] !== undefined && matchesAny(values, tags[key]));
}
