import type { Control } from '../control.ts';
import { code, page, table } from './markdown.ts';
import { iamAction, isAskedOfIam } from './statements.ts';

const about = {
  reads: {
    title: 'What Homeostat may read',
    says: 'All that its role `HomeostatReader` may do in an account, besides asking AWS Config for the ARN behind an id of its own (`config:BatchGetResourceConfig`).',
  },
  writes: {
    title: 'What Homeostat may change',
    says: 'All that its role `HomeostatWriter` may do in an account. It may do nothing to Homeostat’s own roles and policies, and each session is cut down further, to the calls of one plan and of its undo on the resource of that plan.',
  },
} as const;

/** The sum of what the controls read, or of what they write: every action, on what, and which controls ask for it. */
export function permissionsPage(controls: readonly Control[], kind: 'reads' | 'writes'): string {
  const rows = new Map<string, Set<string>>();
  for (const control of controls) {
    for (const permission of control[kind].filter(isAskedOfIam)) {
      const row = `${permission.on} ${iamAction(permission)}`;
      rows.set(row, (rows.get(row) ?? new Set()).add(control.id));
    }
  }
  const { title, says } = about[kind];
  return page([
    `# ${title}`,
    says,
    table(
      ['action', 'on', 'for'],
      [...rows]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([row, ids]) => {
          const [on = '', action = ''] = row.split(' ');
          return [
            code(action),
            code(on),
            [...ids]
              .toSorted()
              .map((id) => `[${id}](${id}.md)`)
              .join(', '),
          ];
        }),
    ),
  ]);
}
