/** Somebody who may be in the workspace, with what Slack says of them. */
export type Person = Readonly<{
  id: string;
  name: string;
  realName: string;
  email?: string;
  emailConfirmed?: boolean;
  /** A guest in several channels (`restricted`) or in one (`ultra-restricted`). */
  guest?: 'restricted' | 'ultra-restricted';
  bot?: boolean;
  deleted?: boolean;
  /** Somebody of another workspace, who came in through a shared channel. */
  from?: Team;
}>;

export type Team = Readonly<{ id: string; name: string; domain: string }>;

/** The Slack app that is being developed, as it is installed in the workspace. */
export type SlackApp = Readonly<{ id: string; name: string; botId: string; botUserId: string }>;

export type Channel = Readonly<{
  id: string;
  name: string;
  /** The app has not been invited. */
  appIsOutside?: boolean;
  archived?: boolean;
  /** The person on the other side of a direct message. */
  directTo?: string;
}>;

/** What the stand-in of the local cloud is set up with. */
export const localTeam: Team = { id: 'T0HOMEOSTAT', name: 'Local workspace', domain: 'local' };

export const localApp: SlackApp = {
  id: 'A0HOMEOSTAT',
  name: 'Homeostat',
  botId: 'B0HOMEOSTAT',
  botUserId: 'U0HOMEOSTAT',
};

export const localChannels: readonly Channel[] = [
  { id: 'C0APPROVALS', name: 'approvals' },
  { id: 'C0ESCALATION', name: 'escalation' },
  { id: 'C0OUTSIDE', name: 'without-the-app', appIsOutside: true },
  { id: 'C0ARCHIVED', name: 'archived', archived: true },
];

const elsewhere: Team = { id: 'T0ELSEWHERE', name: 'Somewhere else', domain: 'elsewhere' };

/** Two who may decide, and one of each kind that may not. The stranger claims the operator's mail in a workspace of their own. */
export const localPeople: readonly Person[] = [
  member('U0OPERATOR', 'operator'),
  member('U0SECOND', 'second'),
  { ...member('U0GUEST', 'guest'), guest: 'restricted' },
  { ...member('U0VISITOR', 'visitor'), guest: 'ultra-restricted' },
  { ...member('U0BOT', 'bot'), bot: true },
  { ...member('U0LEFT', 'left'), deleted: true },
  { ...member('U0UNCONFIRMED', 'unconfirmed'), emailConfirmed: false },
  { ...member('U0STRANGER', 'stranger'), email: 'operator@example.com', from: elsewhere },
];

function member(id: string, name: string): Person {
  const realName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return { id, name, realName, email: `${name}@example.com`, emailConfirmed: true };
}
