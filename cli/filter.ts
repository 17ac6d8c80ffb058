import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Filter } from '../functions/api/shapes.ts';
import { RiskLevel, Status } from '../functions/domain/finding.ts';

/** What the history is cut down to, as options give it. */
export interface FilterOptions {
  readonly status?: Status[];
  readonly control?: string[];
  readonly account?: string[];
  readonly region?: string[];
  readonly resource?: string[];
  readonly actor?: string[];
  readonly risk?: RiskLevel[];
  readonly event?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly contains?: string;
  readonly days?: number;
}

/** Several values of one option are alternatives; the options all have to hold. */
export function filterOptions(command: Command): Command {
  return command
    .addOption(new Option('--status <status...>', 'with one of these').choices(Status.options))
    .option('--control <id...>', 'of these controls')
    .option('--account <id...>', 'in these accounts')
    .option('--region <region...>', 'in these regions')
    .option('--resource <arn...>', 'of these resources')
    .option('--actor <arn...>', 'caused by these')
    .addOption(new Option('--risk <risk...>', 'of this risk').choices(RiskLevel.options))
    .option('--event <name...>', 'after these calls, such as PutBucketPolicy')
    .option('--from <time>', 'opened then or later: a day such as 2026-01-31, or a time, UTC', time)
    .option('--to <time>', 'opened before', time)
    .option('--contains <text>', 'that text in control, resource, actor, event, id or reason');
}

export function filterOf({ days, from, ...options }: FilterOptions, now: Date): Filter {
  const { status, control, account, region, resource, actor, risk, event, to, contains } = options;
  const begin = from ?? (days && new Date(now.getTime() - days * 86_400_000).toISOString());
  return {
    ...(status && { status }),
    ...(control && { control }),
    ...(account && { account }),
    ...(region && { region }),
    ...(resource && { resource }),
    ...(actor && { actor }),
    ...(risk && { risk }),
    ...(event && { event }),
    ...(begin && { from: begin }),
    ...(to && { to }),
    ...(contains && { contains }),
  };
}

function time(text: string): string {
  const date = /^\d{4}-\d\d-\d\d(T.*)?$/.test(text) ? new Date(text) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('a day such as 2026-01-31, or a time such as 2026-01-31T09:00:00Z.');
  }
  return date.toISOString();
}

/** A number of things as an option's value. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new InvalidArgumentError('a whole number from 1 on, please.');
  }
  return Number(text);
}
