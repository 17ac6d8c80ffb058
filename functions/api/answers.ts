import { approvals } from './answers/approvals.ts';
import { controls } from './answers/controls.ts';
import { exemptions } from './answers/exemptions.ts';
import { exports } from './answers/exports.ts';
import { filters } from './answers/filters.ts';
import { overview } from './answers/overview.ts';
import { pauses } from './answers/pauses.ts';
import { remediations } from './answers/remediations.ts';
import { settings } from './answers/settings.ts';
import type { Answers } from './asked.ts';

/** What answers each door. */
export const answers: Answers = {
  ...overview,
  ...remediations,
  ...approvals,
  ...exemptions,
  ...controls,
  ...pauses,
  ...settings,
  ...exports,
  ...filters,
};
