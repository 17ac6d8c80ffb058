import pMap from 'p-map';
import type { Control } from '../catalogue/control.ts';
import { type Place, regionOf } from '../catalogue/derive/place.ts';
import { ResourceGone, readerFor } from './aws/caller.ts';
import { type Send, sharing } from './aws/sender.ts';
import type { Target, Verdict } from './domain/finding.ts';
import { look } from './mend.ts';

/** What a control has to say of a resource that is not as it should be, with the state that it read. */
export interface Found {
  readonly control: string;
  readonly target: Target;
  readonly state: unknown;
  /** ISO 8601 UTC. */
  readonly readAt: string;
  readonly verdict: Verdict;
}

/** What could not be judged: one resource, or, where they could not be listed, all of a control. */
export interface Unread {
  readonly control: string;
  /** An ARN. */
  readonly resource: string | null;
  readonly because: string;
}

export interface Scan {
  /** How many resources there are, how many times a control judged one, and how often it had nothing to say. */
  readonly resources: number;
  readonly checks: number;
  readonly compliant: number;
  /** AWS calls, each distinct one once. */
  readonly calls: number;
  readonly found: readonly Found[];
  readonly unread: readonly Unread[];
}

export interface Scanning {
  readonly controls: readonly Control[];
  readonly place: Place;
  /** A control's parameters, whole. */
  readonly settingsOf: (control: Control) => unknown;
  readonly send: Send;
  /** Told how many checks are done, of how many. */
  readonly progress?: (done: number, of: number) => void;
}

/** As many resources are read at a time; each read is a handful of calls. */
const atOnce = 24;

type Check = Readonly<{ control: Control; arn: string }>;
type Outcome = Found | Unread | 'compliant' | 'gone';

/** Reads every resource that the controls know in an account and region, and judges it. Changes nothing. */
export async function scan(scanning: Scanning): Promise<Scan> {
  let calls = 0;
  const send = sharing((call) => {
    calls += 1;
    return scanning.send(call);
  });
  const listed = await pMap(scanning.controls, (control) => list(control, scanning.place, send), {
    concurrency: atOnce,
  });
  // The controls of one resource follow each other, and so share what they read while it is fresh.
  const checks = listed.flatMap((one) => ('because' in one ? [] : one.checks)).toSorted(byArn);
  let done = 0;
  const outcomes = await pMap(
    checks,
    async (check) => {
      const outcome = await judged(check, { ...scanning, send });
      done += 1;
      scanning.progress?.(done, checks.length);
      return outcome;
    },
    { concurrency: atOnce },
  );
  return {
    resources: new Set(checks.map(({ arn }) => arn)).size,
    checks: checks.length,
    compliant: outcomes.filter((outcome) => outcome === 'compliant').length,
    calls,
    found: outcomes.filter((outcome): outcome is Found => typeof outcome === 'object' && 'verdict' in outcome),
    unread: [...listed, ...outcomes].filter(
      (outcome): outcome is Unread => typeof outcome === 'object' && 'because' in outcome,
    ),
  };
}

type Listed = Readonly<{ checks: readonly Check[] }> | Unread;

async function list(control: Control, place: Place, send: Send): Promise<Listed> {
  const checks: Check[] = [];
  try {
    for await (const arn of control.list(place, readerFor(control, place, send))) {
      checks.push({ control, arn });
    }
    return { checks };
  } catch (error) {
    return { control: control.id, resource: null, because: `its resources could not be listed: ${reasonOf(error)}` };
  }
}

async function judged({ control, arn }: Check, { place, settingsOf, send }: Scanning): Promise<Outcome> {
  const target = { account: place.account, region: regionOf(arn, place), arn };
  try {
    const seen = await look({ control, target, settings: settingsOf(control), send });
    return seen.verdict === undefined
      ? 'compliant'
      : { control: control.id, target: seen.target, state: seen.state, readAt: seen.readAt, verdict: seen.verdict };
  } catch (error) {
    return error instanceof ResourceGone
      ? 'gone'
      : { control: control.id, resource: arn, because: `it could not be read: ${reasonOf(error)}` };
  }
}

function byArn(a: Check, b: Check): number {
  return a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
}
