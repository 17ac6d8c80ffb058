import type { Card } from '../../catalogue/derive/card.ts';
import type { Asked } from '../aws/questions.ts';
import type { Vote } from '../domain/approval.ts';
import type { Config } from '../domain/config.ts';
import type { Exemption, Scope } from '../domain/exemption.ts';
import type { Entry, Remediation } from '../domain/history.ts';
import type { Exempted, ExemptionWish } from '../exempting.ts';
import type { Cast, Outcome } from '../question/vote.ts';
import type { Needs } from './needs.ts';
import type { SavedFilter } from './shapes.ts';

/** Everything that answers are made from: the parts, and what there was before them. Tests hand in others. */
export interface World extends Needs {
  readonly config: Config;
  readonly version: string;
  readonly hub: { readonly account: string; readonly region: string };
  readonly history: History;
  readonly questions: Questions;
  readonly exempting: Exempting;
  readonly filters: Filters;
  readonly cards: Cards;
}

interface History {
  head(id: string): Promise<Remediation | undefined>;
  /** Oldest first. */
  entries(id: string): Promise<readonly Entry[]>;
}

interface Questions {
  /** Oldest first. */
  open(limit: number): Promise<readonly Asked[]>;
  votes(id: string): Promise<readonly Vote[]>;
  vote(cast: Cast): Promise<Outcome>;
}

export interface RunningExemption extends Exemption {
  readonly scope: Scope;
  readonly from: string;
}

interface Exempting {
  /** Soonest end first. */
  running(): Promise<readonly RunningExemption[]>;
  make(wish: ExemptionWish, by: { readonly owner: string; readonly now: Date }): Promise<Exempted>;
  end(id: string, by: { readonly by: string; readonly reason: string; readonly now: Date }): Promise<Exempted>;
}

/** One person's filters, by their names. */
interface Filters {
  of(mail: string): Promise<readonly SavedFilter[]>;
  save(mail: string, filter: SavedFilter): Promise<void>;
  drop(mail: string, name: string): Promise<boolean>;
}

interface Cards {
  all(): readonly (Card & { readonly needs?: readonly string[] })[];
  /** A control's page, Markdown. */
  page(id: string): string | undefined;
}
