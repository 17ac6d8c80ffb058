import type { Asked } from '../aws/questions.ts';
import type { Vote } from '../domain/approval.ts';
import type { Config } from '../domain/config.ts';
import type { Scope } from '../domain/exemption.ts';
import type { Entry, Remediation } from '../domain/history.ts';
import type { ModeSet } from '../domain/switches.ts';
import { cutDown } from './cut-down.ts';
import type { Count, Listing } from './needs.ts';
import { missing, notAllowed } from './problems.ts';
import type { Changes, Pause, Remediations } from './shapes.ts';
import type { RunningExemption, World } from './world.ts';

/** How many open questions are looked through. Each is about a resource of its own that drifts and waits. */
const mostQuestions = 2_000;

/**
 * The world as one person may see it. Answers are made from this and from what `Deeds` lets them do, so that here is the one
 * place where all is cut down to the accounts of who asks.
 */
export class View {
  readonly accounts: readonly string[];
  private readonly world: World;

  /** `accounts` is `['*']` for all. */
  constructor(world: World, accounts: readonly string[]) {
    this.world = world;
    this.accounts = accounts;
  }

  sees(account: string): boolean {
    return this.accounts.includes('*') || this.accounts.includes(account);
  }

  /** What decides. To be judged by, not to be shown. */
  get rules(): Config {
    return this.world.config;
  }

  /** The accounts that Homeostat looks after, of those that they may see. */
  get known(): Config['accounts'] {
    return this.world.config.accounts.filter(({ id }) => this.sees(id));
  }

  /** The configuration as they may read it. */
  get shownConfig(): Config {
    const { config } = this.world;
    const foreign = config.accounts.map(({ id }) => id).filter((id) => !this.sees(id));
    return cutDown(config, foreign);
  }

  /** What is the same for everybody. */
  get common(): Pick<World, 'cards' | 'hub' | 'version' | 'filters'> {
    return this.world;
  }

  list(listing: Omit<Listing, 'accounts'>): Promise<Remediations> {
    return this.world.store.list({ ...listing, accounts: this.accounts });
  }

  counts(days: { readonly from: string; readonly to: string }): Promise<readonly Count[]> {
    return this.world.store.counts({ ...days, accounts: this.accounts });
  }

  async changes(after: string | undefined): Promise<Changes> {
    const changes = await this.world.store.changes(after);
    if (this.accounts.includes('*')) {
      return changes;
    }
    const seen = await Promise.all(changes.ids.map((id) => this.seesChange(id)));
    return { ...changes, ids: changes.ids.filter((_, index) => seen[index]) };
  }

  /** Of other things than remediations it says only that some of them changed. */
  private async seesChange(id: string): Promise<boolean> {
    const head = id.startsWith('r-') ? await this.world.history.head(id) : undefined;
    return !id.startsWith('r-') || (head !== undefined && this.sees(head.account));
  }

  /** @throws {Refused} where there is none, or none for them to see. */
  async remediation(id: string): Promise<Remediation> {
    const head = await this.world.history.head(id);
    if (head === undefined || !this.sees(head.account)) {
      throw missing(`remediation ${id}`);
    }
    return head;
  }

  /** @throws {Refused} where there is none, or none for them to see. */
  async course(id: string): Promise<{ readonly head: Remediation; readonly entries: readonly Entry[] }> {
    const head = await this.remediation(id);
    return { head, entries: await this.world.history.entries(id) };
  }

  async openQuestions(): Promise<readonly Asked[]> {
    const open = await this.world.questions.open(mostQuestions);
    return open.filter(({ finding }) => this.sees(finding.target.account));
  }

  async votesOn(question: Asked): Promise<readonly Vote[]> {
    return this.sees(question.finding.target.account) ? this.world.questions.votes(question.finding.id) : [];
  }

  async exemptions(): Promise<readonly RunningExemption[]> {
    const running = await this.world.exempting.running();
    return running.filter(({ scope }) => this.seesScope(scope));
  }

  /** What holds in one of their accounts: a tag may be in any, an OU is where one of their accounts is. */
  private seesScope(scope: Scope): boolean {
    switch (scope.kind) {
      case 'resource':
      case 'account':
        return this.sees(scope.account);
      case 'ou':
        return this.known.some(({ ou }) => ou === scope.ou);
      case 'tag':
        return true;
      default:
        return scope satisfies never;
    }
  }

  async inForce(): Promise<{ readonly pauses: readonly Pause[]; readonly modes: readonly ModeSet[] }> {
    const { pauses, modes } = await this.world.switches.inForce();
    return {
      pauses: pauses.filter((pause) => this.seesPause(pause)),
      modes: modes.filter(({ account }) => account === '*' || this.sees(account)),
    };
  }

  async pauses(page: { readonly limit: number; readonly cursor?: string | undefined }) {
    const { items, cursor } = await this.world.switches.history(page);
    return { items: items.filter((pause) => this.seesPause(pause)), cursor };
  }

  private seesPause({ scope }: Pause): boolean {
    return scope.kind !== 'account' || this.sees(scope.account);
  }

  /** @throws {Refused} unless all that a scope reaches lies within their accounts. */
  insistOn(scope: Scope | Pause['scope']): void {
    const account = scope.kind === 'resource' || scope.kind === 'account' ? scope.account : '*';
    if (!this.sees(account)) {
      throw notAllowed(account === '*' ? 'That reaches beyond your accounts.' : `${account} is none of your accounts.`);
    }
  }
}
