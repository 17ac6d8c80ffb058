import type { Control, Practice, RiskLevel, Severity } from '../control.ts';
import { settingsOf } from './settings.ts';

/** A control as the console and the command line list it. */
export interface Card {
  readonly id: string;
  readonly title: string;
  readonly practice: Practice;
  readonly severity: Severity;
  readonly resources: readonly string[];
  readonly standards: Readonly<Record<string, readonly string[]>>;
  readonly why: string;
  readonly impact: string;
  /** The risks that its examples show, the smallest first. */
  readonly risks: readonly RiskLevel[];
  readonly settings: readonly string[];
}

const levels: readonly RiskLevel[] = ['safe', 'disruptive', 'irreversible'];

export function card(control: Control): Card {
  const { id, title, practice, severity, resources, standards, why, impact, examples } = control;
  const shown = examples.flatMap(({ plan }) => (plan.outcome === 'change' ? [plan.risk.level] : []));
  return {
    id,
    title,
    practice,
    severity,
    resources: Object.keys(resources),
    standards,
    why,
    impact,
    risks: levels.filter((level) => shown.includes(level)),
    settings: settingsOf(control).map(({ name }) => name),
  };
}
