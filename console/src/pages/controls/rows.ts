import type { Control, Mode } from '../../../../functions/api/shapes.ts';

/** A control as a row, with what it is found and sorted by. */
export interface Row extends Pick<Control, 'id' | 'title' | 'practice' | 'severity'> {
  readonly atWork: string;
  readonly safe: string;
  readonly disruptive: string;
  readonly drifts: number;
  readonly mended: number;
  readonly open: number;
  readonly rank: number;
}

const ranks: Readonly<Record<string, number>> = { critical: 3, high: 2, medium: 1, low: 0 };

export function rowOf({ id, title, practice, severity, isAtWork, lacking, modes, counts }: Control): Row {
  const count = (...statuses: readonly string[]) => statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  return {
    id,
    title,
    practice,
    severity,
    atWork: isAtWork ? 'At work' : lacking.length > 0 ? 'Lacks settings' : 'Off',
    safe: sumOf(modes, 'safe'),
    disruptive: sumOf(modes, 'disruptive'),
    drifts: count(...Object.keys(counts)),
    mended: count('remediated'),
    open: count('held', 'failed', 'verification-failed', 'awaiting-approval', 'applying'),
    rank: ranks[severity] ?? 0,
  };
}

/** The mode where it is one everywhere; otherwise that it is not. */
function sumOf(modes: readonly Mode[], risk: 'safe' | 'disruptive'): string {
  const different = new Set(modes.map((mode) => mode[risk]));
  return different.size > 1 ? 'by scope' : ([...different][0] ?? 'observe');
}

const operators = ['=', '!='] as const;
export const properties = [
  { key: 'practice', propertyLabel: 'Practice', groupValuesLabel: 'Practices', operators: [...operators] },
  { key: 'severity', propertyLabel: 'Severity', groupValuesLabel: 'Severities', operators: [...operators] },
  { key: 'atWork', propertyLabel: 'State', groupValuesLabel: 'States', operators: [...operators] },
  { key: 'safe', propertyLabel: 'Mode, safe', groupValuesLabel: 'Modes', operators: [...operators] },
  { key: 'disruptive', propertyLabel: 'Mode, disruptive', groupValuesLabel: 'Modes', operators: [...operators] },
  { key: 'id', propertyLabel: 'Id', groupValuesLabel: 'Ids', operators: ['=', ':' as const] },
] as const satisfies readonly object[];
