import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { signAgain } from './sign.ts';

/** DynamoDB's read and write request units. */
export type Units = Readonly<{ table: string; read: number; write: number }>;

/** One HTTP request: from the moment it was handed to Node until its answer was complete. */
export type Wait = { readonly start: number; end: number; units?: readonly Units[] };

/** Watches every request that this process makes from now on; `askUnits` has DynamoDB say what each one costs. */
export function watchRequests({ askUnits }: { askUnits: boolean }): { take: () => readonly Wait[] } {
  const waits: Wait[] = [];
  const original = http.request;
  http.request = ((...args: Parameters<typeof http.request>) => {
    const wait: Wait = { start: performance.now(), end: Number.POSITIVE_INFINITY };
    waits.push(wait);
    const outgoing = original(...args);
    const target = String(outgoing.getHeader('x-amz-target') ?? '');
    if (askUnits && target.startsWith('DynamoDB')) addQuestion(outgoing);
    outgoing.once('response', (answer: IncomingMessage) => watchEnd(answer, wait, target));
    outgoing.once('error', () => (wait.end = performance.now()));
    return outgoing;
  }) as typeof http.request;
  // The bundles import `request` by name.
  syncBuiltinESMExports();
  return { take: () => waits.splice(0) };
}

/** Milliseconds of `from` to `to` in which no request was under way. */
export function withoutWaits(from: number, to: number, waits: readonly Wait[]): number {
  let own = 0;
  let free = from;
  for (const { start, end } of waits.toSorted((a, b) => a.start - b.start)) {
    own += Math.max(0, start - free);
    free = Math.max(free, Math.min(end, to));
  }
  return own + Math.max(0, to - free);
}

/** Adds to a request what its caller did not ask for. */
function addQuestion(outgoing: ClientRequest): void {
  const end = outgoing.end.bind(outgoing);
  outgoing.end = ((body: string | Uint8Array) => {
    const asked = JSON.stringify({ ...JSON.parse(Buffer.from(body).toString()), ReturnConsumedCapacity: 'TOTAL' });
    signAgain(outgoing, asked);
    return end(asked);
  }) as typeof outgoing.end;
}

/** Node pushes an answer's chunks as they come and `null` after the last: nobody who reads it notices. */
function watchEnd(answer: IncomingMessage, wait: Wait, target: string): void {
  const chunks: Buffer[] = [];
  const push = answer.push.bind(answer);
  answer.push = (chunk: Buffer | null, encoding) => {
    if (chunk !== null) chunks.push(chunk);
    else finish(wait, target, chunks);
    return push(chunk, encoding);
  };
}

function finish(wait: Wait, target: string, chunks: readonly Buffer[]): void {
  wait.end = performance.now();
  if (!target.startsWith('DynamoDB') || chunks.length === 0) return;
  const text = Buffer.concat(chunks).toString();
  if (text.includes('ConsumedCapacity')) wait.units = unitsIn(JSON.parse(text), /Get|Query|Scan/.test(target));
}

type Consumed = Readonly<{ TableName: string; CapacityUnits: number }>;

function unitsIn(
  { ConsumedCapacity: consumed }: { ConsumedCapacity: Consumed | readonly Consumed[] },
  isRead: boolean,
): readonly Units[] {
  return [consumed].flat().map(({ TableName, CapacityUnits }) => ({
    table: TableName,
    read: isRead ? CapacityUnits : 0,
    write: isRead ? 0 : CapacityUnits,
  }));
}
