import * as z from 'zod';

/** What the stack tells every function. Read once, here and nowhere else. */
const Environment = z.object({
  HISTORY_TABLE: z.string().default('unset'),
  STATE_TABLE: z.string().default('unset'),
  /** Role name and session prefix are the same in every account that Homeostat looks after. */
  READER_ROLE: z.string().default('HomeostatReader'),
  WRITER_ROLE: z.string().default('HomeostatWriter'),
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
  /** Where Slack's Web API is; Slack's own address where nothing is said. */
  SLACK_API_URL: z.string().default('https://slack.com/api/'),
});

const read = Environment.parse(process.env);

export const environment = {
  historyTable: read.HISTORY_TABLE,
  stateTable: read.STATE_TABLE,
  readerRole: read.READER_ROLE,
  writerRole: read.WRITER_ROLE,
  ownResources: read.OWN_RESOURCES.split(',').filter((pattern) => pattern !== ''),
  pagesUrl: read.PAGES_URL,
  remediateStateMachine: read.REMEDIATE_STATE_MACHINE,
  triageStateMachine: read.TRIAGE_STATE_MACHINE,
  deliveries: read.DELIVERIES,
  region: read.AWS_REGION,
  slackApiUrl: read.SLACK_API_URL,
} as const;
