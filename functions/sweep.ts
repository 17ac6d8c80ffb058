import * as z from 'zod';
import { partitionOf, regionOf } from '../catalogue/derive/place.ts';
import { TrimSettings } from '../catalogue/trim/settings.ts';
import { asReader } from './aws/credentials.ts';
import { type Send, sendingAs } from './aws/sender.ts';
import { config } from './config.ts';
import { environment } from './environment.ts';
import { complete } from './sweep/complete.ts';
import { judge } from './sweep/judge.ts';
import { list } from './sweep/list.ts';
import { readQuery, startQuery } from './sweep/query.ts';
import { report } from './sweep/report.ts';
import { trail } from './sweep/trail.ts';
import { logger, traced } from './telemetry.ts';

const sweep = z.object({ account: z.string().regex(/^\d{12}$/), sweep: z.string().min(1) });
const onPiece = sweep.extend({ piece: z.string() });
const round = z.int().min(0);
const token = z.string().nullable();
const time = z.iso.datetime();

/** What the workflow asks for, one step at a time. */
const Step = z.discriminatedUnion('step', [
  sweep.extend({ step: z.literal('list') }),
  onPiece.extend({ step: z.literal('report') }),
  sweep.extend({ step: z.literal('trail'), region: z.string(), from: time, to: time, token, round }),
  sweep.extend({ step: z.literal('start-query') }),
  sweep.extend({
    step: z.literal('read-query'),
    query: z.object({ id: z.string(), from: time, to: time }),
    token,
    round,
  }),
  onPiece.extend({ step: z.literal('complete'), trails: z.array(z.string()) }),
  onPiece.extend({ step: z.literal('judge') }),
]);
type Step = z.infer<typeof Step>;

/** What the owner set for the control that trims; the sweep goes by the same. */
const settings = TrimSettings.parse(config.settings['iam.policy-trimmed'] ?? {});

/** One step of finding out what an account's roles and users use. Each may be tried again, and waits for nothing. */
export const handler = traced(async (input: unknown): Promise<unknown> => {
  const step = Step.parse(input);
  const { account } = step;
  const regions = config.accounts.find(({ id }) => id === account)?.regions;
  if (regions === undefined) {
    throw new ForeignAccount(`${account} is none of the configured accounts`);
  }
  const [first = ''] = regions;
  const region = regionOf(`arn:aws:iam::${account}:account`, { partition: partitionOf(first), account, region: first });
  const calls = { made: 0 };
  const answer = await taken(step, { region, regions, calls });
  logger.info('evidence step taken', { step: step.step, account, calls: calls.made, answer });
  return answer;
});

interface Place {
  /** IAM's home. */
  readonly region: string;
  readonly regions: readonly string[];
  readonly calls: { made: number };
}

async function taken(step: Step, { region, regions, calls }: Place): Promise<unknown> {
  const send = counting(asReader({ account: step.account, region }), calls);
  const common = { ...step, region, config, settings };
  switch (step.step) {
    case 'list': {
      const pieces = await list({ ...step, region }, send);
      return {
        ...pieces,
        regions: [...new Set([region, ...regions])],
        asksAthena: config.evidence.athena !== undefined,
      };
    }
    case 'report':
      return report({ ...step, region }, send);
    case 'trail':
      return trail(step, send);
    case 'start-query':
      return startQuery({ ...step, ...athena() }, counting(sendingAs(), calls));
    case 'read-query':
      return readQuery({ ...step, ...athena() }, counting(sendingAs(), calls));
    case 'complete':
      return complete({ ...common, ...step });
    case 'judge':
      return judge({ ...common, ...step });
    default:
      return step satisfies never;
  }
}

function athena() {
  if (config.evidence.athena === undefined) {
    throw new TypeError('no table of Athena is configured');
  }
  return { athena: config.evidence.athena, windowDays: settings.windowDays, region: environment.region };
}

function counting(send: Send, calls: { made: number }): Send {
  return (call) => {
    calls.made += 1;
    return send(call);
  };
}

/** Nobody configured it: whatever asks for it, it is not looked into. */
class ForeignAccount extends Error {
  override readonly name = 'ForeignAccount';
}
