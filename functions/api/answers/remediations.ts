import { eventLink, executionLink, resourceLink } from '../../domain/console-links.ts';
import type { Finding } from '../../domain/finding.ts';
import { flaws } from '../../domain/history.ts';
import { diffOf } from '../../question/diff.ts';
import type { Answers } from '../asked.ts';
import type { Detail } from '../shapes.ts';
import { keptIn, stepOf } from './steps.ts';
import { wayOf } from './way.ts';

export const remediations: Answers<'remediations' | 'remediation' | 'resource' | 'previewUndo' | 'undo' | 'changes'> = {
  remediations: async ({ query: { limit, cursor, ...filter }, view }) => view.list({ filter, limit, cursor }),

  async remediation({ params: { id }, view }) {
    const { head, entries } = await view.course(id);
    const steps = entries.map(stepOf);
    const { finding, execution, ...kept } = keptIn(steps);
    return {
      head,
      control: view.common.cards.all().find((card) => card.id === head.control) ?? null,
      ...aboutFinding(head, finding),
      ...kept,
      steps,
      flaws: [...flaws(entries, head)],
      way: wayOf(steps),
      links: {
        resource: resourceLink({ arn: head.resource, region: head.region }),
        event: finding ? eventLink(finding.cause, head.region) : null,
        execution: execution ? executionLink(execution, view.common.hub.region) : null,
      },
    };
  },

  resource: async ({ query: { account, region, arn, limit, cursor }, view }) =>
    view.list({ filter: { account: [account], region: [region], resource: [arn] }, limit, cursor }),

  previewUndo: ({ params: { id }, deeds }) => deeds.previewUndo(id),

  undo: ({ params: { id }, body, deeds }) => deeds.undo(id, body),

  changes: async ({ query: { after }, view }) => view.changes(after),
};

type AboutFinding = Pick<Detail, 'cause' | 'verdict' | 'before' | 'after' | 'diff'>;

/** What was found. A history that does not hold it any more says so, and its chain has a flaw. */
function aboutFinding({ event, openedAt, actor }: Detail['head'], finding: Finding | undefined): AboutFinding {
  if (finding === undefined) {
    return {
      cause: { id: '', name: event, time: openedAt, actor: { type: 'unknown', arn: actor } },
      verdict: { outcome: 'unreadable', because: 'the history does not hold what was found' },
      before: null,
      after: null,
      diff: [],
    };
  }
  const { cause, verdict, state = null } = finding;
  const after = verdict.outcome === 'change' ? verdict.plan.after : null;
  return {
    cause,
    verdict,
    before: state,
    after,
    diff: verdict.outcome === 'change' ? [...diffOf(state, after)] : [],
  };
}
