import * as z from 'zod';
import { saysCheck } from '../catalogue/checks.ts';
import { Approval, saysDecision, Vote } from '../functions/domain/approval.ts';
import { Finding } from '../functions/domain/finding.ts';
import type { Entry, Remediation } from '../functions/domain/history.ts';
import { diffOf, type Line, readable } from '../functions/question/diff.ts';
import pc from './colour.ts';
import { paceOf } from './pace.ts';

/** What entries keep besides their status; each part is there where it happened. */
const Detail = z.object({
  finding: Finding.optional(),
  vote: Vote.optional(),
  approval: Approval.nullish(),
  applied: z
    .object({
      calls: z.array(
        z.object({ call: z.string(), says: z.string(), requestId: z.string().nullable(), milliseconds: z.number() }),
      ),
    })
    .nullish(),
  verified: z.object({ state: z.unknown(), at: z.string() }).nullish(),
});

/** A remediation told from its beginning to its end, line by line. */
export function storyOf(head: Remediation, entries: readonly Entry[]): readonly string[] {
  return [
    pc.bold(`${head.id}  ${head.status}`),
    `${head.control} on ${head.resource} (account ${head.account}, ${head.region})`,
    ...(head.undoes ? [`undoes ${head.undoes}`] : []),
    ...entries.flatMap((entry, index) => [...chapter(entry, entries[index - 1]), ...told(entry)]),
    '',
    pc.bold('How long each step took'),
    ...paceOf(entries).map(({ step, at, seconds }) => `   ${at}  +${seconds.toFixed(2)} s  ${step}`),
  ];
}

function chapter({ at, status, sequence }: Entry, before: Entry | undefined): readonly string[] {
  const took = before ? `  (+${((Date.parse(at) - Date.parse(before.at)) / 1000).toFixed(2)} s)` : '';
  return ['', pc.bold(`${sequence}. ${at}  ${status}${took}`)];
}

function told(entry: Entry): readonly string[] {
  const { finding, vote, approval, applied, verified } = Detail.parse(JSON.parse(entry.detail));
  return [
    ...(finding ? opening(finding) : []),
    ...(vote
      ? [
          `   ${vote.name} (${vote.person}) voted by ${vote.via}: ${vote.decision}${vote.comment ? `, “${vote.comment}”` : ''}`,
        ]
      : []),
    ...(approval
      ? [`   ${saysDecision(approval)} at ${approval.at}, for plan ${approval.planDigest.slice(0, 16)}`]
      : []),
    ...(applied?.calls ?? []).map(
      ({ call, says, requestId, milliseconds }) =>
        `   called ${call} in ${milliseconds} ms (request ${requestId ?? 'unknown'}): ${says}`,
    ),
    ...(verified ? [`   read back at ${verified.at}:`, ...indented(readable(verified.state))] : []),
  ];
}

function opening({ cause, readAt, state, verdict, exemption }: Finding): readonly string[] {
  const who = [
    `   caused by ${cause.actor.arn} with ${cause.name} at ${cause.time}${cause.actor.sourceIp ? ` from ${cause.actor.sourceIp}` : ''}`,
    ...(exemption
      ? [
          `   leaves the resource alone for ${exemption.control} until ${exemption.until}, says ${exemption.owner}: ${exemption.reason}`,
        ]
      : []),
    `   read at ${readAt}${verdict.outcome === 'change' ? '; what changes:' : ':'}`,
  ];
  if (verdict.outcome !== 'change') {
    return [...who, ...indented(readable(state)), `   ${verdict.because}`];
  }
  const { plan } = verdict;
  return [
    ...who,
    ...diffOf(state, plan.after).map((line) => `     ${painted(line)}`),
    `   risk ${plan.risk.level}: ${plan.risk.because}`,
    `   plan ${plan.digest}`,
    ...(plan.proof ?? []).map((check) => `   checked: ${saysCheck(check)}`),
    ...plan.apply.flatMap(({ call, input, says }) => [`   to call ${call}: ${says}`, ...indented(readable(input))]),
  ];
}

function painted({ kind, text }: Line): string {
  switch (kind) {
    case 'added':
      return pc.green(`+ ${text}`);
    case 'removed':
      return pc.red(`- ${text}`);
    case 'same':
      return `  ${text}`;
    default:
      return kind satisfies never;
  }
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => `     ${line}`);
}
