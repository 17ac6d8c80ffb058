import type { Look } from './functions.ts';
import { prices } from './prices.ts';
import { sum } from './statistics.ts';
import type { Calls } from './tap.ts';

/** US dollars, by what they are paid for. */
export type Bill = Readonly<Record<string, number>>;

/** What was used, as the executions and the wire tell. Durations in milliseconds. */
export type Used = Readonly<{
  functions: Readonly<Record<string, number>>;
  memoryMb: number;
  /** States entered in the Standard workflow. */
  transitions: number;
  /** Duration of the Express workflow. */
  express: number;
  units: Look['units'];
  customEvents: number;
  s3: Calls[string];
  logBytes: number;
}>;

export function billOf(used: Used): Bill {
  const times = Object.values(used.functions);
  const gbSeconds = sum(times.map((time) => Math.ceil(time) / 1000)) * (used.memoryMb / 1024);
  const calls = Object.entries(used.s3);
  const puts = sum(calls.filter(([name]) => /^(Put|Delete)/.test(name)).map(([, count]) => count));
  const gets = sum(calls.map(([, count]) => count)) - puts;
  const { read, write } = used.units;
  return {
    'Step Functions Standard': used.transitions * prices.stateTransition,
    'Step Functions Express': prices.expressRequest + expressGbSeconds(used.express) * prices.expressGbSecond,
    Lambda: gbSeconds * prices.lambdaGbSecond + times.length * prices.lambdaRequest,
    DynamoDB: write * prices.dynamodbWriteUnit + read * prices.dynamodbReadUnit,
    EventBridge: used.customEvents * prices.customEvent,
    S3: puts * prices.s3Put + gets * prices.s3Get,
    'logs (estimate)': (used.logBytes / 1024 ** 3) * prices.logGb,
  };
}

export function totalOf(bill: Bill): number {
  return sum(Object.values(bill));
}

/** `Step Functions Standard $200.00, Lambda $2.10`, the dearest first, nothing that costs nothing. */
export function itemized(bill: Bill, times: number): string {
  return Object.entries(bill)
    .filter(([, dollars]) => dollars > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([item, dollars]) => `${item} ${(dollars * times).toFixed(2)}`)
    .join(', ');
}

/** A definition and its data of some hundred KB stay within the first 64 MB. */
function expressGbSeconds(milliseconds: number): number {
  return (Math.ceil(milliseconds / 100) / 10) * (64 / 1024);
}
