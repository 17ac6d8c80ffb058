import { randomBytes } from 'node:crypto';
import type { Block, Modal } from './blocks/blocks.ts';
import type { Channel, Person, SlackApp, Team } from './team.ts';

/** A message of the app. */
export type Message = Readonly<{
  channel: string;
  ts: string;
  text: string;
  blocks: readonly Block[];
  threadTs?: string;
  editedTs?: string;
  /** Only this person sees it. */
  onlyFor?: string;
}>;

/** A modal as one person has it open; the last of a person's is on top. */
export type OpenView = Readonly<{
  id: string;
  hash: string;
  person: string;
  modal: Modal;
  rootId: string;
  previousId: string | null;
  /** What the app has said is wrong, by block. */
  errors: Readonly<Record<string, string>>;
  /** What the person had entered when it did. */
  entered: Entered;
}>;

/** What somebody has filled in: by block and action a text, or the values of the chosen options. */
export type Entered = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What Slack tells somebody when the app did not do its part. */
type Trouble = Readonly<{ person: string; channel?: string; ts?: string; viewId?: string; says: string }>;

export type Mode =
  | Readonly<{ mode: 'ok' }>
  | Readonly<{ mode: 'down' }>
  | Readonly<{ mode: 'rate-limited'; retryAfter: number }>
  | Readonly<{ mode: 'slow'; milliseconds: number }>;

type Trigger = { readonly person: string; readonly at: number; used: boolean };

type ResponsePost = Readonly<{ url: string; at: string; contentType: string; body: string }>;

/** Everything that Slack would remember. */
export type Workspace = {
  readonly team: Team;
  readonly app: SlackApp;
  /** Goes up with every change, so that the page knows when to look again. */
  version: number;
  mode: Mode;
  people: readonly Person[];
  channels: readonly Channel[];
  messages: readonly Message[];
  views: readonly OpenView[];
  troubles: readonly Trouble[];
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Set<string>;
  responsePosts: readonly ResponsePost[];
  readonly now: () => number;
  lastTs: number;
};

export type WorkspaceOptions = Readonly<{
  team: Team;
  app: SlackApp;
  people: readonly Person[];
  channels: readonly Channel[];
  now?: () => number;
}>;

export function newWorkspace({ now = Date.now, ...given }: WorkspaceOptions): Workspace {
  return {
    ...given,
    now,
    version: 0,
    mode: { mode: 'ok' },
    messages: [],
    views: [],
    troubles: [],
    triggers: new Map(),
    responseUrls: new Set(),
    responsePosts: [],
    lastTs: 0,
  };
}

/** Changes what is remembered. */
export function change(workspace: Workspace, changes: Partial<Workspace>): void {
  Object.assign(workspace, changes, { version: workspace.version + 1 });
}

/** Seconds since 1970 with six digits behind the point, never the same twice: Slack's id of a message. */
export function nextTs(workspace: Workspace): string {
  workspace.lastTs = Math.max(workspace.lastTs + 1, workspace.now() * 1000);
  const text = String(workspace.lastTs);
  return `${text.slice(0, -6)}.${text.slice(-6)}`;
}

/** Good for opening one modal, within three seconds. */
export function newTrigger(workspace: Workspace, person: string): string {
  const id = `${workspace.now()}.${randomInt()}.${randomBytes(16).toString('hex')}`;
  workspace.triggers.set(id, { person, at: workspace.now(), used: false });
  return id;
}

/** A new id in Slack's style. */
export function newId(letter: string): string {
  return `${letter}0${randomBytes(5).toString('hex').toUpperCase()}`;
}

export function personOf(workspace: Workspace, id: string): Person | undefined {
  return workspace.people.find((person) => person.id === id);
}

/** The modal somebody has in front of them. */
export function topView(workspace: Workspace, person: string): OpenView | undefined {
  return workspace.views.findLast((view) => view.person === person);
}

function randomInt(): number {
  return randomBytes(6).readUIntBE(0, 6);
}
