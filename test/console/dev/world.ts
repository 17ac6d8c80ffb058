import type { World } from '../../../functions/api/world.ts';
import type { Status } from '../../../functions/domain/finding.ts';
import { type Chain, chainOf, mended, type Turn } from '../../functions/api/chains.ts';
import { fakeWorld } from '../../functions/api/fake-world.ts';
import { type Drift, freshDrift, someDrifts } from './drifts.ts';
import { config, earlierStops, someExemptions } from './organization.ts';

/** A made-up organization behind the real API: for looking at the page, and for its tests. */
export interface Organization {
  readonly world: World;
  /** One more drift, now. */
  drift(status: Status): Chain['head'];
}

export function organization(now = new Date(), count = 420): Organization {
  const drifts = new Map(someDrifts(now, count).map((one) => [one.finding.id, one]));
  const chains = new Map([...drifts].map(([id, one]) => [id, chainOf(one.finding, one.opened, one.turns)]));
  const world = fakeWorld(now, { chains, config, pauses: earlierStops(now), exemptions: someExemptions(now) });
  const keep = (one: Drift): Chain['head'] => {
    const chain = chainOf(one.finding, one.opened, one.turns);
    drifts.set(one.finding.id, one);
    chains.set(one.finding.id, chain);
    return chain.head;
  };
  /** Lets something happen to one of them now. */
  const turn = (id: string, made: (one: Drift) => Omit<Turn, 'after'>) => {
    const [one, chain] = [drifts.get(id), chains.get(id)];
    if (one === undefined || chain === undefined) return;
    const after = Math.max(1, Date.now() - Date.parse(chain.head.updatedAt));
    keep({ ...one, turns: [...one.turns, { ...made(one), after }] });
  };
  const drift = (status: Status) => keep(freshDrift(new Date(), drifts.size, status));
  return { world: { ...world, ...moving(world, { turn, drift }) }, drift };
}

interface Moving {
  readonly turn: (id: string, made: (one: Drift) => Omit<Turn, 'after'>) => void;
  readonly drift: Organization['drift'];
}

/** What people do shows in the history, as the workflow would write it. */
function moving({ questions, undoing }: World, { turn, drift }: Moving): Pick<World, 'questions' | 'undoing'> {
  return {
    questions: {
      ...questions,
      async vote(cast) {
        const outcome = await questions.vote(cast);
        const { decision } = cast.ballot;
        if (outcome.outcome === 'decided') {
          turn(cast.remediation, ({ finding }) =>
            decision === 'approve'
              ? mended(finding, new Date().toISOString())
              : { status: 'rejected', because: `${cast.person.mail} rejected`, detail: {} },
          );
        }
        return outcome;
      },
    },
    undoing: {
      ...undoing,
      async start(of) {
        const started = await undoing.start(of);
        if (started.outcome === 'refused') return started;
        const { id } = drift('applying');
        turn(of.id, () => ({ status: 'undone', because: `${of.owner}: ${of.reason}`, detail: { by: id } }));
        return { ...started, remediation: id, says: ['The undo has begun.'] };
      },
    },
  };
}
