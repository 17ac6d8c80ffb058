import type { UndoPreview } from './api/shapes.ts';
import { ResourceGone } from './aws/caller.ts';
import { entriesOf, latest } from './aws/history.ts';
import { inForce } from './aws/in-force.ts';
import { config } from './config.ts';
import { controlById } from './controls.ts';
import { decide } from './domain/decide.ts';
import { digest } from './domain/digest.ts';
import type { Finding } from './domain/finding.ts';
import { undoOf } from './domain/undo.ts';
import { environment } from './environment.ts';
import { diffOf } from './question/diff.ts';
import { readState } from './read.ts';
import { withTags } from './undoing.ts';

/** Everything that a preview is made from; only who asks for it decides whether somebody else could approve it. */
export interface Previewed {
  readonly id: string;
  readonly owner: string;
}

/** What an undo would do now, and whether somebody would be asked first. Changes nothing. */
export async function previewUndo({ id, owner }: Previewed): Promise<UndoPreview> {
  const [head, entries] = await Promise.all([latest(id), entriesOf(id)]);
  const now = new Date();
  const undo = undoOf({ ...{ id, event: 'preview', head, entries, owner, now }, reason: 'a preview', days: 1 });
  if (!undo.possible || undo.finding.verdict.outcome !== 'change') {
    return { possible: false, because: undo.possible ? 'there is nothing to take back' : undo.because };
  }
  const { plan } = undo.finding.verdict;
  const [consent, moved] = await Promise.all([consentTo(undo.finding, now), hasMoved(undo.finding)]);
  return 'because' in consent
    ? { possible: false, ...consent }
    : {
        possible: true,
        calls: plan.apply,
        diff: [...diffOf(undo.finding.state, plan.after)],
        risk: { level: plan.risk.level, because: `it takes ${id} back, which was ${plan.risk.level}` },
        ...consent,
        moved,
        maximumDays: config.exemptions.maximumDays,
      };
}

type Consent = { readonly consent: 'ask' | 'automatic' } | { readonly because: string };

async function consentTo(finding: Finding, now: Date): Promise<Consent> {
  const [tagged, switches] = await Promise.all([withTags(finding), inForce()]);
  const decision = decide({
    ...{ finding: tagged, config, own: environment.ownResources, switches, now },
    ...{ exemptions: [], earlier: [], changesThisHour: 0, settled: true },
  });
  switch (decision.action) {
    case 'apply':
      return { consent: 'automatic' };
    case 'ask':
      return { consent: 'ask' };
    case 'hold':
    case 'observe':
    case 'settle':
      return { because: decision.because };
    default:
      return decision satisfies never;
  }
}

/** Whether the resource is another than the mend left behind; what cannot be read may be. */
async function hasMoved({ control: id, target, state }: Finding): Promise<'yes' | 'no' | 'unknown'> {
  const control = await controlById(id);
  try {
    return control === undefined
      ? 'unknown'
      : digest(await readState(control, target)) === digest(state)
        ? 'no'
        : 'yes';
  } catch (error) {
    return error instanceof ResourceGone ? 'yes' : 'unknown';
  }
}
