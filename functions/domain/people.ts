import * as z from 'zod';
import { conditions } from './conditions.ts';

/** A person who may approve, and all the ways in which they are known: whatever way they come, they are one person. */
export const Approver = z.strictObject({
  name: z.string().min(1),
  mail: z.email(),
  /** Their Slack user id. Without it, they are the member whose mail Slack has confirmed to be this one. */
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]{2,}$/, 'a Slack user id looks like U024BE7LH')
    .optional(),
  /**
   * ARN patterns of the AWS identities that are this person. In a role whose callers name their own session, any of them
   * could come as this person: use roles of IAM Identity Center, which names sessions itself, or IAM users.
   */
  aws: z.array(z.string().min(1)).default([]),
});
export type Approver = z.infer<typeof Approver>;

export const Groups = z.record(z.string(), z.array(z.email()).min(1));

const RiskQuorum = z.strictObject({
  safe: z.int().min(1).default(1),
  disruptive: z.int().min(1).default(1),
  irreversible: z.int().min(1).default(2),
});

const hours = z
  .number()
  .min(0.0005)
  .max(24 * 30);

/** Who is asked about which findings. The first rule that matches decides; where none does, all approvers are one group. */
const AskingRule = z.strictObject({
  ...conditions,
  risks: z
    .array(z.enum(['safe', 'disruptive', 'irreversible']))
    .min(1)
    .optional(),
  /** Groups in the order in which they are asked: the next one where the one before it did not answer. */
  groups: z.array(z.string().min(1)).min(1),
  /** How many have to approve; otherwise what `quorum` says for the risk. */
  quorum: z.int().min(1).optional(),
  /** Other times than the usual ones. */
  remindAfterHours: hours.optional(),
  nextGroupAfterHours: hours.optional(),
  expireAfterHours: hours.optional(),
});

export const Questions = z.strictObject({
  /** Whoever did not answer is reminded once after this time. */
  remindAfterHours: hours.default(8),
  /** The next group of a rule is asked after this time. */
  nextGroupAfterHours: hours.default(24),
  /** A question without an answer ends after this time, and nothing is changed. */
  expireAfterHours: hours.default(72),
  /** Questions about the same control that come within this time are asked as one. */
  collectSeconds: z.int().min(0).max(300).default(5),
  quorum: RiskQuorum.prefault({}),
  rules: z.array(AskingRule).default([]),
  /** Tags that say whose a resource is; they are shown with a question. */
  ownerTags: z.array(z.string()).default(['owner', 'Owner', 'team', 'Team', 'contact', 'cost-center']),
});

const Mail = z.strictObject({
  from: z.email(),
  /** Whether the stack makes the SES identity of `from` (SES then sends it a mail to confirm), or finds it there. */
  identity: z.enum(['create', 'exists']).default('create'),
  /** Questions in ten minutes, to all approvers together; further ones wait, are asked together and say so. */
  messagesPerTenMinutes: z.int().min(1).default(60),
});

const slackId = (letter: string) =>
  z.string().regex(new RegExp(`^${letter}[A-Z0-9]{2,}$`), `starts with ${letter[0]}, as Slack shows it`);

const Slack = z.strictObject({
  /** The workspace and the app that answers may come from. */
  team: slackId('T'),
  app: slackId('A'),
  /** Where questions are asked; a group may have a channel of its own. */
  channel: slackId('[CG]'),
  channels: z.record(z.string(), slackId('[CG]')).default({}),
  /** Name of the secret in Secrets Manager: JSON with `botToken` and `signingSecret`. Change it there at any time. */
  secret: z.string().min(1).default('homeostat/slack'),
  messagesPerTenMinutes: z.int().min(1).default(20),
});

export const Channels = z.strictObject({ mail: Mail.optional(), slack: Slack.optional() });
export type Channels = z.infer<typeof Channels>;
export type ChannelName = keyof Channels;

interface Named {
  readonly approvers: readonly Approver[];
  readonly groups: z.infer<typeof Groups>;
  readonly questions: z.infer<typeof Questions>;
  readonly channels: Channels;
}

/** What does not fit together in what a configuration says about people. */
export function peopleProblems({ approvers, groups, questions, channels }: Named): readonly Problem[] {
  const mails = approvers.map(({ mail }) => mail.toLowerCase());
  const slackIds = approvers.flatMap(({ slack }) => slack ?? []);
  return [
    ...doubled(mails).map((mail) => problem(['approvers'], `${mail} is named twice: one person is one approver`)),
    ...doubled(slackIds).map((id) => problem(['approvers'], `${id} is named twice: one person is one approver`)),
    ...Object.entries(groups).flatMap(([group, members]) =>
      members
        .filter((member) => !mails.includes(member.toLowerCase()))
        .map((member) => problem(['groups', group], `${member} is no approver: name them under approvers`)),
    ),
    ...questions.rules.flatMap((rule, index) =>
      rule.groups
        .filter((group) => !Object.hasOwn(groups, group))
        .map((group) => problem(['questions', 'rules', index, 'groups'], `there is no group ${group}`)),
    ),
    ...Object.keys(channels.slack?.channels ?? {})
      .filter((group) => !Object.hasOwn(groups, group))
      .map((group) => problem(['channels', 'slack', 'channels', group], `there is no group ${group}`)),
  ];
}

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

function problem(path: Problem['path'], message: string): Problem {
  return { path, message };
}

function doubled(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
