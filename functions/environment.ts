import * as z from 'zod';

/** What the stack tells every function. Read once, here and nowhere else. */
const Environment = z.object({
  HISTORY_TABLE: z.string().default('unset'),
  STATE_TABLE: z.string().default('unset'),
  TALLY_TABLE: z.string().default('unset'),
  /** Where what is older than the history keeps is archived; empty where everything is kept. */
  ARCHIVE_BUCKET: z.string().default(''),
  /** Role name and session prefix are the same in every account that Homeostat looks after. */
  READER_ROLE: z.string().default('HomeostatReader'),
  WRITER_ROLE: z.string().default('HomeostatWriter'),
  FINDINGS_ROLE: z.string().default('HomeostatFindings'),
  /** Told to the function that looks around for the doctor. */
  DOCTOR_ROLE: z.string().default('HomeostatDoctor'),
  /** ARN patterns of what belongs to Homeostat itself, comma-separated. */
  OWN_RESOURCES: z.string().default(''),
  /** Where an approver's browser finds the pages; ends with a slash. */
  PAGES_URL: z.string().default(''),
  REMEDIATE_STATE_MACHINE: z.string().default(''),
  TRIAGE_STATE_MACHINE: z.string().default(''),
  /** The queue that messages to people are sent from. */
  DELIVERIES: z.string().default(''),
  /** The region that the function runs in. */
  AWS_REGION: z.string().default(''),
  /** Where exports lie until they are fetched, and the function that writes them. */
  EXPORTS_BUCKET: z.string().default(''),
  EXPORT_FUNCTION: z.string().default(''),
  /** Where the operators' console is, if there is one; ends with a slash. */
  CONSOLE_URL: z.string().default(''),
  /** Where Slack's Web API is; Slack's own address where nothing is said. */
  SLACK_API_URL: z.string().default('https://slack.com/api/'),
  /** Who signs people in, and what the console is to them. */
  OIDC_ISSUER: z.string().default(''),
  OIDC_CLIENT_ID: z.string().default(''),
  USER_POOL: z.string().default(''),
  /** Where the issuer really is, in a local cloud; nowhere else is it anywhere but at its own address. */
  OIDC_AT: z.string().default(''),
  HOMEOSTAT_VERSION: z.string().default('unknown'),
});

const read = Environment.parse(process.env);

export const environment = {
  historyTable: read.HISTORY_TABLE,
  stateTable: read.STATE_TABLE,
  tallyTable: read.TALLY_TABLE,
  archiveBucket: read.ARCHIVE_BUCKET,
  readerRole: read.READER_ROLE,
  writerRole: read.WRITER_ROLE,
  findingsRole: read.FINDINGS_ROLE,
  doctorRole: read.DOCTOR_ROLE,
  ownResources: read.OWN_RESOURCES.split(',').filter((pattern) => pattern !== ''),
  pagesUrl: read.PAGES_URL,
  remediateStateMachine: read.REMEDIATE_STATE_MACHINE,
  triageStateMachine: read.TRIAGE_STATE_MACHINE,
  deliveries: read.DELIVERIES,
  region: read.AWS_REGION,
  exportsBucket: read.EXPORTS_BUCKET,
  exportFunction: read.EXPORT_FUNCTION,
  consoleUrl: read.CONSOLE_URL,
  slackApiUrl: read.SLACK_API_URL,
  oidcIssuer: read.OIDC_ISSUER,
  oidcClientId: read.OIDC_CLIENT_ID,
  userPool: read.USER_POOL,
  oidcAt: read.OIDC_AT,
  version: read.HOMEOSTAT_VERSION,
} as const;
