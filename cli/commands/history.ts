import { Command, InvalidArgumentError } from 'commander';
import { Status } from '../../functions/domain/finding.ts';
import type { Remediation } from '../../functions/domain/history.ts';
import { connect } from '../connect.ts';
import { coloured, printJson, printTable } from '../print.ts';

interface Options {
  readonly limit: number;
  readonly days: number;
  readonly status?: Status;
  readonly control?: string;
  readonly json?: boolean;
}

export function historyCommand(): Command {
  return new Command('history')
    .description('what happened, newest first')
    .option('--limit <number>', 'how many at most', positive, 50)
    .option('--days <number>', 'how far back', positive, 90)
    .option('--status <status>', `only with this status: ${Status.options.join(', ')}`, status)
    .option('--control <id>', 'only of this control')
    .option('--json', 'as one JSON array')
    .action(history);
}

async function history({ limit, days, status: wanted, control, json }: Options): Promise<void> {
  await connect();
  const { list } = await import('../../functions/aws/history-list.ts');
  const from = new Date(Date.now() - days * 86_400_000).toISOString();
  const filter = { from, ...(wanted && { status: [wanted] }), ...(control && { control: [control] }) };
  const shown: Remediation[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ filter, accounts: ['*'], limit: Math.min(limit - shown.length, 200), cursor });
    shown.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined && shown.length < limit);
  if (json) {
    printJson(shown.map(listed));
  } else if (shown.length === 0) {
    console.log('Nothing happened yet.');
  } else {
    printTable(['when', 'id', 'status', 'control', 'resource', 'by', 'because'], shown.map(row));
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

function positive(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new InvalidArgumentError('a whole number from 1 on, please.');
  }
  return Number(text);
}

function status(text: string): Status {
  const parsed = Status.safeParse(text);
  if (!parsed.success) {
    throw new InvalidArgumentError(`one of ${Status.options.join(', ')}.`);
  }
  return parsed.data;
}
