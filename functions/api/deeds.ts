import { modesAllowed } from '../domain/console-config.ts';
import { byMail } from '../domain/identity.ts';
import type { Person } from '../domain/person.ts';
import { badInput, conflict, missing, notAllowed } from './problems.ts';
import type { Body } from './routes.ts';
import type { Export, Pause } from './shapes.ts';
import type { View } from './view.ts';
import type { World } from './world.ts';

interface Doer {
  readonly world: World;
  /** What they may see by the roles that let them do this. */
  readonly view: View;
  readonly who: Person;
  readonly now: Date;
}

type WithoutReason<Wish> = Omit<Wish, 'reason'>;

/** What one person does. Each deed makes sure first that it stays within what they may see. */
export class Deeds {
  private readonly doer: Doer;

  constructor(doer: Doer) {
    this.doer = doer;
  }

  private get by() {
    return { by: this.doer.who.mail, now: this.doer.now };
  }

  async previewUndo(id: string) {
    await this.doer.view.remediation(id);
    return this.doer.world.undoing.preview({ id, owner: this.doer.who.mail });
  }

  async undo(id: string, { reason, days }: Body<'undo'>) {
    const { view, world, who } = this.doer;
    await view.remediation(id);
    const undo = await world.undoing.start({ id, owner: who.mail, reason, days });
    if (undo.outcome === 'refused') {
      throw conflict(undo.because);
    }
    return { remediation: undo.remediation, says: [...undo.says] };
  }

  /** The voter is the approver who has the mail address of whoever is signed in: their role only opens the door. */
  async vote(id: string, { planDigest, ballot }: Body<'vote'>) {
    const { view, world, who, now } = this.doer;
    await view.remediation(id);
    const person = byMail(world.config.approvers, who.mail);
    if (person === undefined) {
      throw notAllowed(`${who.mail} is no approver: the configuration names who is, under approvers.`);
    }
    const { outcome, says } = await world.questions.vote({
      remediation: id,
      planDigest,
      person,
      via: 'console',
      ballot,
      now,
    });
    if (outcome === 'unknown') {
      throw missing(`question ${id}`);
    }
    if (outcome === 'refused') {
      throw conflict(says);
    }
    return { says };
  }

  async exempt(wish: Body<'exempt'>) {
    const { view, world, who, now } = this.doer;
    view.insistOn(wish.scope);
    return done(await world.exempting.make(wish, { owner: who.mail, now }));
  }

  async endExemption(id: string, { reason }: Body<'endExemption'>) {
    const { view, world } = this.doer;
    const exemption = (await view.exemptions()).find((one) => one.id === id);
    if (exemption === undefined) {
      throw missing(`running exemption ${id}`);
    }
    view.insistOn(exemption.scope);
    return done(await world.exempting.end(id, { reason, ...this.by }));
  }

  async pause({ scope, reason }: Body<'pause'>): Promise<Pause> {
    const { view, world } = this.doer;
    view.insistOn(scope);
    insistOnKnown(scope, view);
    return world.switches.pause({ scope, reason, ...this.by });
  }

  async resume(id: string, { reason }: Body<'resume'>): Promise<Pause> {
    const { view, world } = this.doer;
    const pause = (await view.inForce()).pauses.find((one) => one.id === id);
    if (pause === undefined) {
      throw missing(`stop ${id} in force`);
    }
    view.insistOn(pause.scope);
    const ended = await world.switches.resume({ id, reason, ...this.by });
    if (ended === undefined) {
      throw conflict('Somebody else has ended it a moment ago.');
    }
    return ended;
  }

  /** @throws {Refused} where the configuration would not let the mode do what it says. */
  async setMode(control: string, wish: Body<'setMode'>): Promise<void> {
    this.insistOnModes(wish);
    const allowed = modesAllowed(this.doer.world.config);
    if (allowed === 'off') {
      throw conflict('The configuration lets nobody set modes here: see console.modes.');
    }
    if (allowed === 'narrower' && [wish.safe, wish.disruptive].includes('automatic')) {
      throw conflict('Modes may only lower what the configuration consents to here: see console.modes.');
    }
    await this.doer.world.switches.setMode({ control, ...wish, ...this.by });
  }

  insistOnModes({ account }: WithoutReason<Body<'setMode'>>): void {
    this.doer.view.insistOn({ kind: 'account', account });
    if (account !== '*') {
      insistOnKnown({ kind: 'account', account }, this.doer.view);
    }
  }

  startExport({ format, filter }: Body<'startExport'>): Promise<Export> {
    const { view, world, who } = this.doer;
    return world.exporting.start({ format, filter, accounts: view.accounts, by: who.mail });
  }

  async export(id: string): Promise<Export> {
    const { world, who } = this.doer;
    const found = await world.exporting.get({ id, by: who.mail });
    if (found === undefined) {
      throw missing(`export ${id} of yours`);
    }
    return found;
  }
}

/** Whoever mistypes a name is told, and does not rely on a stop that stops nothing. */
function insistOnKnown(scope: Pause['scope'], view: View): void {
  if (scope.kind === 'account' && !view.known.some(({ id }) => id === scope.account)) {
    throw badInput(`scope.account: ${scope.account} is no account that Homeostat looks after`);
  }
  if (scope.kind === 'control' && !view.common.cards.all().some(({ id }) => id === scope.control)) {
    throw badInput(`scope.control: there is no control ${scope.control}`);
  }
}

function done(came: Awaited<ReturnType<World['exempting']['make']>>): { says: string } {
  if (came.outcome === 'refused') {
    throw conflict(came.because);
  }
  return { says: came.says };
}
