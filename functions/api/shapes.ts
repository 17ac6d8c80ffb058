import * as z from 'zod';
import { Role } from '../domain/access.ts';
import { Ballot } from '../domain/approval.ts';
import { Consent } from '../domain/config.ts';
import { Scope } from '../domain/exemption.ts';
import { Actor, Change, Check, RiskLevel, Status, Verdict } from '../domain/finding.ts';
import { Remediation } from '../domain/history.ts';
import { Pause } from '../domain/switches.ts';

/** What the API takes and gives. Times are ISO 8601 UTC, days `2026-01-31`. What a page shows is checked against these on both sides. */

const time = z.iso.datetime();
const day = z.iso.date();
const text = z.string().trim().min(1).max(500);
const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z.string().max(2_000).optional();
const remediationId = z.string().regex(/^r-[0-9a-z]{16}$/, 'looks like r-7k2m9qc4x1d8w0ze');

export { Role };

/** Who is signed in. `accounts` is `['*']` for all. */
export const Me = z.object({
  name: z.string(),
  mail: z.string(),
  roles: z.array(Role),
  accounts: z.array(z.string()),
  /** When the session ends, however much it is used. */
  until: time,
});
export type Me = z.infer<typeof Me>;

/** What a list of remediations is cut down to. Several values of one field are alternatives; the fields all have to hold. */
export const Filter = z.object({
  status: z.array(Status).optional(),
  control: z.array(z.string()).optional(),
  account: z.array(z.string()).optional(),
  region: z.array(z.string()).optional(),
  resource: z.array(z.string()).optional(),
  actor: z.array(z.string()).optional(),
  risk: z.array(RiskLevel).optional(),
  event: z.array(z.string()).optional(),
  /** Opened from, inclusive, and before. */
  from: time.optional(),
  to: time.optional(),
  /** Found anywhere in control, resource, actor, event, id or reason, without regard to case. */
  contains: z.string().max(200).optional(),
});
export type Filter = z.infer<typeof Filter>;

const several = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === undefined ? undefined : [value].flat()), z.array(schema).max(50).optional());

/** The same in a query string: a field is repeated for several values. */
const FilterQuery = z.object({
  status: several(Status),
  control: several(z.string()),
  account: several(z.string()),
  region: several(z.string()),
  resource: several(z.string()),
  actor: several(z.string()),
  risk: several(RiskLevel),
  event: several(z.string()),
  from: time.optional(),
  to: time.optional(),
  contains: z.string().max(200).optional(),
});

export const Page = z.object({ limit, cursor });
export const ListQuery = FilterQuery.extend(Page.shape);

export const Remediations = z.object({
  items: z.array(Remediation),
  /** Where the next page begins; null at the end. */
  cursor: z.string().nullable(),
  /** Whether the store was read as far as one page may, with less than `limit` found: the next page goes on. */
  partial: z.boolean(),
});
export type Remediations = z.infer<typeof Remediations>;

export const Call = z.object({
  call: z.string(),
  says: z.string(),
  requestId: z.string().nullable(),
  milliseconds: z.number(),
});

/** One entry of a remediation's history, as its timeline shows it. `detail` is what was recorded. */
export const Step = z.object({
  sequence: z.int(),
  at: time,
  status: Status,
  because: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

const DiffLine = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });

export const Vote = z.object({
  person: z.string(),
  name: z.string(),
  via: z.string(),
  decision: z.string(),
  comment: z.string().optional(),
  at: time,
});

export const Detail = z.object({
  head: Remediation,
  /** The control's title and why, if it still exists. */
  control: z.object({ title: z.string(), why: z.string(), impact: z.string() }).nullable(),
  cause: z.object({ id: z.string(), name: z.string(), time: z.string(), actor: Actor }),
  verdict: Verdict,
  /** What was read, and what the plan leads to. */
  before: z.unknown(),
  after: z.unknown(),
  diff: z.array(DiffLine),
  steps: z.array(Step),
  calls: z.array(Call),
  votes: z.array(Vote),
  /** What was read back, and when. */
  verified: z.object({ state: z.unknown(), at: z.string() }).nullable(),
  /** What is wrong with its chain of entries; empty where it is whole. */
  flaws: z.array(z.string()),
  /** The states of the workflow that it went through, in order, by the names in `remediate.asl.json`. */
  way: z.array(z.string()),
  undoneBy: z.string().nullable(),
  /** Where it stands in AWS's own console: the resource, the event and the execution. */
  links: z.object({ resource: z.string(), event: z.string().nullable(), execution: z.string().nullable() }),
});
export type Detail = z.infer<typeof Detail>;

/** What an undo would do now; `possible: false` says why it cannot. */
export const UndoPreview = z.discriminatedUnion('possible', [
  z.object({ possible: z.literal(false), because: z.string() }),
  z.object({
    possible: z.literal(true),
    calls: z.array(Change),
    diff: z.array(DiffLine),
    risk: z.object({ level: RiskLevel, because: z.string() }),
    /** What the policy says to a change of this risk: whether an approver is asked first. */
    consent: z.enum(['ask', 'automatic']),
    /** Whether the resource is still as the mend left it, as far as that could be read. */
    moved: z.enum(['no', 'yes', 'unknown']),
    maximumDays: z.int(),
  }),
]);
export type UndoPreview = z.infer<typeof UndoPreview>;
export const UndoWish = z.object({ reason: text, days: z.int().min(1) });
export const Started = z.object({ remediation: z.string(), says: z.array(z.string()) });

export const Question = z.object({
  id: z.string(),
  control: z.string(),
  title: z.string(),
  why: z.string(),
  impact: z.string(),
  resource: z.string(),
  account: z.string(),
  region: z.string(),
  facts: z.array(z.tuple([z.string(), z.string()])),
  risk: z.object({ level: RiskLevel, because: z.string() }),
  calls: z.array(Change),
  /** What would take it back; null where nothing can. */
  undo: z.array(Change).nullable(),
  /** What was checked of the plan. */
  proof: z.array(Check),
  diff: z.array(DiffLine),
  planDigest: z.string(),
  askedAt: time,
  expiresAt: time,
  votes: z.array(Vote),
  missing: z.int(),
  /** Why the signed-in person may not decide it; null where they may. */
  notYours: z.string().nullable(),
});
export type Question = z.infer<typeof Question>;
export const Questions = z.object({ items: z.array(Question), cursor: z.string().nullable() });
export const VoteWish = z.object({ planDigest: z.string(), ballot: Ballot });
export const Said = z.object({ says: z.string() });

const Exemption = z.object({
  id: z.string(),
  control: z.string(),
  scope: Scope,
  /** The scope as a phrase. */
  says: z.string(),
  owner: z.string(),
  reason: z.string(),
  from: z.string(),
  until: z.string(),
});
export const Exemptions = z.object({ items: z.array(Exemption), cursor: z.string().nullable() });
export const ExemptionWish = z.object({
  control: z.string().regex(/^[a-z0-9.*-]{1,80}$/),
  scope: Scope,
  days: z.int().min(1),
  reason: text,
});
export const Reason = z.object({ reason: text });

/** What a control may do by itself, for each risk, in one scope of the configuration or of what an admin set since. */
export const Mode = z.object({
  /** `*`, an account, or what a rule of the configuration speaks of. */
  scope: z.string(),
  from: z.enum(['configuration', 'console', 'default']),
  safe: Consent,
  disruptive: Consent,
  irreversible: Consent,
});
export type Mode = z.infer<typeof Mode>;

export const Control = z.object({
  id: z.string(),
  title: z.string(),
  practice: z.string(),
  severity: z.string(),
  resources: z.array(z.string()),
  standards: z.record(z.string(), z.array(z.string())),
  why: z.string(),
  impact: z.string(),
  risks: z.array(z.string()),
  settings: z.array(z.string()),
  isAtWork: z.boolean(),
  /** Settings that it needs and that nobody set. */
  lacking: z.array(z.string()),
  modes: z.array(Mode),
  /** What it did within 30 days, by status. */
  counts: z.record(z.string(), z.int()),
});
export type Control = z.infer<typeof Control>;
export const Controls = z.object({ items: z.array(Control), cursor: z.string().nullable() });
export const ControlPage = z.object({
  control: Control,
  /** Its page, Markdown. */
  page: z.string(),
});

/** A mode to set for a control in an account, or in all: `null` gives it back to the configuration. */
export const ModeWish = z.object({
  account: z.string().regex(/^(\*|\d{12})$/),
  safe: Consent.nullable(),
  disruptive: Consent.nullable(),
  reason: text,
});
/** What is observed, held or asked about today and would be changed, or asked about, with another mode. */
export const ModePreview = z.object({
  items: z.array(Remediation.extend({ becomes: Consent })),
  partial: z.boolean(),
});

/** One stop: of everything, of an account, or of a control. */
export { Pause };
export const Pauses = z.object({ items: z.array(Pause), cursor: z.string().nullable() });
export const PauseWish = z.object({ scope: Pause.shape.scope, reason: text });

const Tally = z.object({ name: z.string(), count: z.int() });
export const Overview = z.object({
  /** For each day, oldest first: how many were opened and how many mended. */
  days: z.array(z.object({ day, opened: z.int(), remediated: z.int(), held: z.int(), failed: z.int() })),
  /** From the event to the verified mend, without those that a person was asked about; null where there was none. Seconds. */
  timeToSafe: z.object({ p50: z.number().nullable(), p95: z.number().nullable(), count: z.int() }),
  /** By practice, of the last 30 days: what drifted, and what of it is open, held or failed now. */
  practices: z.array(z.object({ practice: z.string(), opened: z.int(), remediated: z.int(), unsafe: z.int() })),
  accounts: z.array(
    z.object({ account: z.string(), name: z.string(), opened: z.int(), remediated: z.int(), unsafe: z.int() }),
  ),
  openQuestions: z.int(),
  waiting: z.array(Remediation),
  held: z.array(z.object({ because: z.string(), count: z.int(), example: z.string() })),
  noisyControls: z.array(Tally),
  noisyActors: z.array(Tally),
  pauses: z.array(Pause),
  /** One sentence for each thing that needs somebody now; empty where nothing does. */
  needs: z.array(z.object({ says: z.string(), to: z.string(), severity: z.enum(['error', 'warning', 'info']) })),
});
export type Overview = z.infer<typeof Overview>;
export const OverviewQuery = z.object({
  days: z.coerce.number().int().min(1).max(92).default(30),
  account: z.string().optional(),
});

export const Settings = z.object({
  /** The configuration as it is deployed, without secrets. */
  config: z.record(z.string(), z.unknown()),
  version: z.string(),
  hub: z.object({ account: z.string(), region: z.string() }),
});

export const ExportWish = z.object({ format: z.enum(['csv', 'jsonl']), filter: Filter });
export const Export = z.object({
  id: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  rows: z.int(),
  /** Where it is fetched, for some minutes; null while it runs. */
  url: z.string().nullable(),
  because: z.string().nullable(),
});
export type Export = z.infer<typeof Export>;

export const SavedFilter = z.object({ name: z.string().trim().min(1).max(60), filter: Filter });
export type SavedFilter = z.infer<typeof SavedFilter>;
export const SavedFilters = z.object({ items: z.array(SavedFilter), cursor: z.string().nullable() });

/** What changed after a cursor: the pages that show one of these are brought up to date. */
export const Changes = z.object({ cursor: z.string(), ids: z.array(z.string()), more: z.boolean() });
export type Changes = z.infer<typeof Changes>;

export const ById = z.object({ id: remediationId });
export const ByName = z.object({ id: z.string().regex(/^[\w.-]{1,100}$/) });
export const ByFilter = z.object({ id: SavedFilter.shape.name });
export const ResourceQuery = Page.extend({
  account: z.string(),
  region: z.string(),
  arn: z.string().startsWith('arn:'),
});
export const ChangesQuery = z.object({ after: z.string().max(200).optional() });
export const Problem = z.object({ error: z.string(), says: z.string() });
