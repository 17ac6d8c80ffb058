import { Command } from 'commander';
import type { Remediation } from '../../functions/domain/history.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { type FilterOptions, filterOf, filterOptions, positive } from '../filter.ts';
import { pages } from '../pages.ts';
import { coloured, printJson, printTable } from '../print.ts';
import { counter } from '../progress.ts';

interface Options extends FilterOptions {
  readonly limit: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function historyCommand(): Command {
  const command = new Command('history')
    .description('what happened, newest first')
    .option('--limit <number>', 'how many at most', positive, 50)
    .option('--all', 'as many as there are')
    .option('--days <number>', 'how far back, where --from says nothing', positive, 90);
  filterOptions(command).option('--json', 'as one JSON array').action(history);
  return withExamples(command, [
    ['homeostat history', 'the latest 50 of the last 90 days'],
    ['homeostat history --status held failed', 'what somebody should look at'],
    ['homeostat history --control s3.bucket-closed-to-public --from 2026-01-01 --all', 'of one control this year'],
    ['homeostat history --contains terraform --json', 'one JSON array, for jq'],
  ]);
}

async function history({ limit, all, json, ...options }: Options): Promise<void> {
  await connect();
  const show = counter('remediations');
  const found: Remediation[] = [];
  for await (const page of pages(filterOf(options, new Date()), all ? Number.POSITIVE_INFINITY : limit)) {
    found.push(...page);
    show.at(found.length);
  }
  show.end();
  if (json) {
    printJson(found.map(listed));
  } else if (found.length === 0) {
    console.log('Nothing happened that is like that.');
  } else {
    printTable(['when', 'id', 'status', 'control', 'resource', 'by', 'because'], found.map(row));
  }
}

/** The form that other programs rely on. */
function listed({
  id,
  control,
  resource,
  account,
  region,
  status,
  risk,
  actor,
  openedAt,
  closedAt,
  planDigest,
  because,
  undoes,
}: Remediation) {
  return {
    id,
    control,
    resource,
    account,
    region,
    status,
    risk: risk ?? null,
    actor,
    openedAt,
    closedAt: closedAt ?? null,
    planDigest: planDigest ?? null,
    because,
    ...(undoes && { undoes }),
  };
}

function row({ openedAt, id, status: is, control, resource, actor, because }: Remediation): string[] {
  return [openedAt.slice(0, 19).replace('T', ' '), id, coloured(is), control, resource, actor, because];
}
