import * as z from 'zod';
import { Baseline } from '../../catalogue/wafv2/baseline-rules.ts';
import { askForTags, conditions, type Subject, speaksOf } from './conditions.ts';
import { Console, consoleProblems, modesAllowed } from './console-config.ts';
import { EvidenceSettings } from './evidence-config.ts';
import type { Finding, RiskLevel } from './finding.ts';
import { matchesAny } from './glob.ts';
import { Approver, Channels, Groups, peopleProblems, Questions } from './people.ts';
import { Reports, reportProblems } from './report-config.ts';

export const Consent = z.enum(['observe', 'ask', 'automatic']);
export type Consent = z.infer<typeof Consent>;

const accountId = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');
const isUnique = (values: readonly string[]) => new Set(values).size === values.length;

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

/** What the policy consents to for each risk, for the findings that the conditions speak of. */
const Rule = z
  .strictObject({
    ...conditions,
    safe: Consent.optional(),
    disruptive: Consent.optional(),
    irreversible: z.enum(['observe', 'ask'], 'what cannot be undone is never automatic: say observe or ask').optional(),
  })
  .refine(
    (rule) => rule.safe ?? rule.disruptive ?? rule.irreversible,
    'says nothing: name safe, disruptive or irreversible',
  );

/** How long what happened stays in the history's table, and how it is archived then. */
const History = z
  .strictObject({
    /** Remediations that ended longer ago go to the archive, and then from the table. For ever where nothing is said. */
    keepDays: z.int().min(30).max(36_500).optional(),
    archive: z
      .strictObject({
        /** For so long nobody can delete or change what is archived: not Homeostat, not an admin, not AWS. */
        objectLockDays: z.int().min(1).max(36_500).optional(),
      })
      .prefault({}),
  })
  .refine(
    ({ keepDays, archive }) => keepDays !== undefined || archive.objectLockDays === undefined,
    'nothing is archived: say keepDays, too',
  );

const Fields = z.strictObject({
  /** The accounts and regions it looks after. */
  accounts: z
    .array(Account)
    .min(1)
    .refine((accounts) => isUnique(accounts.map(({ id }) => id)), 'an account is named twice'),
  /** The controls that are at work, by id; `*` matches any run of characters. The roles hold what these need, and no more. */
  controls: z.array(z.string().min(1)).min(1).default(['*']),
  /** The first rule that matches and names the risk decides; where none does, Homeostat observes. */
  policy: z.array(Rule).default([]),
  /** Who may approve. Without groups, any of them is asked about everything. */
  approvers: z.array(Approver).default([]),
  /** Approvers by the name of their group, each named by their mail. */
  groups: Groups.default({}),
  /** Who may undo: ARN patterns of AWS identities. Nobody, until somebody is named. */
  operators: z.array(z.string().min(1)).default([]),
  channels: Channels.default({}),
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
  questions: Questions.prefault({}),
  watch: z
    .strictObject({
      /** What happens when somebody is refused what a mend took from them: it is taken back by itself, or people are told. */
      undoOnRefusal: z.enum(['automatic', 'tell']).default('automatic'),
    })
    .prefault({}),
  /** How it is found out what roles and users use, where a control judges by that. */
  evidence: EvidenceSettings.prefault({}),
  history: History.prefault({}),
  exemptions: z
    .strictObject({
      maximumDays: z.int().min(1).max(366).default(90),
      /** Tags by which resources may be exempted. They are read for every drift then, and one that cannot be read is held. */
      tagKeys: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
  /**
   * Homeostat's own Web ACL, which the controls of `wafv2` attach to what has none: made in each region of each account where
   * one of them is at work and names no other. Each costs about 9 USD a month, so none is made unless this is set.
   */
  baselineWebAcl: Baseline.optional(),
  /** The operators' page and its API. */
  console: Console.optional(),
  reports: Reports.prefault({}),
  /** Whether Security Hub is told of what drifts and what is mended, in each account and region where it is on. */
  securityHub: z.enum(['on', 'off']).default('off'),
  /** Parameters of controls, by control id. */
  settings: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

export const Config = Fields.superRefine((config, context) => {
  for (const { path, message } of [...peopleProblems(config), ...consoleProblems(config), ...reportProblems(config)]) {
    context.addIssue({ code: 'custom', path, message });
  }
});
export type Config = z.infer<typeof Config>;
export type ConfigInput = z.input<typeof Config>;

/** Those of the controls that a configuration has at work. */
export function atWork<Control extends Needing>(controls: readonly Control[], config: Config): Control[] {
  return controls.filter((control) => isAtWork(control, config));
}

interface Needing {
  readonly id: string;
  readonly needs?: readonly string[];
}

/** Whether a configuration names a control, and says all that the control needs to know. */
export function isAtWork(control: Needing, config: Config): boolean {
  return matchesAny(config.controls, control.id) && lacking(control, config).length === 0;
}

/** The parameters that a control needs and that a configuration does not set. */
export function lacking({ id, needs = [] }: Needing, config: Config): readonly string[] {
  const settings = config.settings[id] ?? {};
  return needs.filter((name) => [undefined, null, ''].includes(settings[name] as null) || isEmptyList(settings[name]));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
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

/** What the policy allows for a risk, or `unknown` where it decides by tags that could not be read. */
export function consentFor(config: Config, subject: Subject, risk: RiskLevel): Consent | 'unknown' {
  for (const rule of config.policy) {
    const consent = rule[risk];
    const speaks = consent !== undefined && speaksOf(rule, subject);
    if (speaks === 'unknown') {
      return 'unknown';
    }
    if (speaks) {
      return consent ?? 'observe';
    }
  }
  return 'observe';
}

/** A finding as the rules know it. */
export function subjectOf(
  { accounts }: Config,
  { control, target, tags }: Pick<Finding, 'control' | 'target' | 'tags'>,
): Subject {
  const { environment, ou } = accounts.find(({ id }) => id === target.account) ?? {};
  return { control, account: target.account, region: target.region, environment, ou, tags };
}

/**
 * Whether the tags of a drift are needed: where a rule or an exemption decides by them, and where a person is asked, who
 * wants to know whose the resource is. What is mended without asking pays for no such read; but whom a mode has asked after
 * all must not depend on tags that nobody read.
 */
export function asksForTags(config: Config, subject: Subject, risk: RiskLevel): boolean {
  return (
    config.exemptions.tagKeys.length > 0 ||
    askForTags(config.policy, subject.control) ||
    (modesAllowed(config) !== 'off' && askForTags(config.questions.rules, subject.control)) ||
    consentFor(config, subject, risk) === 'ask'
  );
}
