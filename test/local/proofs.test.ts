import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Input } from '../../catalogue/calls.ts';
import { regionOf } from '../../catalogue/derive/place.ts';
import { candidates } from '../../catalogue/derive/targets.ts';
import { triggersOf } from '../../catalogue/derive/triggers.ts';
import { controlById } from '../../catalogue/index.ts';
import { type Reading, readerFor } from '../../functions/aws/caller.ts';
import { type Send, sendingAs } from '../../functions/aws/sender.ts';
import { DriftEvent } from '../../functions/domain/event.ts';
import { sessionPolicy } from '../../functions/domain/session-policy.ts';
import { restored } from '../../functions/domain/shows.ts';
import { type Look, look, mend, undo, verify } from '../../functions/mend.ts';
import type { CloudTrailRecord } from '../../local/trail/record.ts';
import { awsAt, drifted } from './proofs/harness.ts';
import { proofs } from './proofs/index.ts';
import type { Proof } from './proofs/proof.ts';
import { makeRoles, type Roles } from './proofs/roles.ts';

const emulator = process.env['HOMEOSTAT_TEST_EMULATOR'] ?? '';
const place = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
process.env['AWS_ENDPOINT_URL'] = emulator.replace('localhost', '127.0.0.1');
const atOnce = 8;

/** What Homeostat's roles may do here is what they may do in an account. */
let roles: Roles;

/** What came of each proof. They run side by side, before the tests that tell of them one by one. */
const outcomes = new Map<Proof, Promise<void>>();
beforeAll(async () => {
  roles = await makeRoles(awsAt(emulator, place), place);
  const waiting = Object.values(proofs).flat();
  const workers = Array.from({ length: atOnce }, async () => {
    for (let proof = waiting.shift(); proof !== undefined; proof = waiting.shift()) {
      const outcome = prove(proof);
      outcomes.set(proof, outcome);
      await Promise.allSettled([outcome]);
    }
  });
  await Promise.all(workers);
}, 300_000);

describe.each(Object.entries(proofs))('%s', (_, ofService) => {
  test.each(
    ofService.map((proof) =>
      proof.leaves === undefined
        ? ([`${proof.control} mends ${proof.of}, and its undo brings everything back`, proof] as const)
        : ([`${proof.control} finds ${proof.of}, and leaves it to a person`, proof] as const),
    ),
  )('%s', async (_, proof) => {
    await outcomes.get(proof);
  });
});

async function prove(proof: Proof): Promise<void> {
  const { arn, records } = await drifted(proof, emulator, place);
  const aws = awsAt(emulator, place);
  const before = await proof.witness(aws, arn);

  const seen = await look(caseOf(proof, arn));
  // Written so that a verdict of another kind is shown with its reason.
  const outcome = proof.leaves === undefined ? 'change' : 'leave';
  expect(seen.verdict).toEqual(expect.objectContaining({ outcome }));
  if (triggersOf(seen.control, 'sweep').length === 0) {
    expect(await wokenBy(records.at(-1), proof)).toContain(seen.target.arn);
  }
  expect(await listedBy(seen)).toContain(seen.target.arn);

  if (proof.leaves !== undefined) {
    const told = JSON.stringify([seen.state, seen.verdict, records]);
    expect(proof.leaves.untold.filter((secret) => told.includes(secret))).toEqual([]);
    expect(await proof.witness(aws, arn)).toEqual(before);
    return;
  }
  const acting = { ...seen, send: await asWriter(seen) };
  const mended = await mend(acting);
  await verify(seen);
  expect((await look(seen)).verdict?.outcome).not.toBe('change');
  expect(await proof.witness(aws, arn)).not.toEqual(before);
  if (mended.undo === null) {
    return;
  }
  const state = await undo(acting, mended);
  expect(restored(seen.control, state)).toBe(restored(seen.control, seen.state));
  expect(await proof.witness(aws, arn)).toEqual(before);
}

function caseOf(proof: Proof, arn: string) {
  const { control: id, settings } = proof;
  const control = controlById(id);
  if (control === undefined) {
    throw new Error(`there is no control ${id}`);
  }
  return {
    control,
    target: { account: place.account, region: regionOf(arn, place), arn },
    settings: control.settings?.parse(settings ?? {}) ?? {},
    send: withUsage(
      proof,
      sendingAs(async () => roles.reader),
    ),
  };
}

/** No sweep runs here: what one would have gathered, the proof gives. */
function withUsage({ usage }: Proof, send: Send): Send {
  return async (call) => {
    if (call.call !== 'homeostat:GetUsage' || usage === undefined) {
      return send(call);
    }
    const { principals } = call.input as Input<'homeostat:GetUsage'>;
    const output = { ...(await usage(awsAt(emulator, place), principals)) };
    return { output, requestId: undefined, milliseconds: 0 };
  };
}

/** Reads as the reading role; changes in a session of the writing role that is cut down to the plan. */
async function asWriter({ control, target, verdict, send }: Look): Promise<Send> {
  const plan = verdict?.outcome === 'change' ? verdict.plan : undefined;
  const policy = sessionPolicy(control, target, [...(plan?.apply ?? []), ...(plan?.undo ?? [])]);
  const writer = await roles.writer(policy);
  const write = sendingAs(async () => writer);
  const writes = new Set<string>(control.writes.map(({ call }) => call));
  return (call) => (writes.has(call.call) ? write(call) : send(call));
}

/** What a scan would find. */
async function listedBy({ control, target, send }: Reading): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const arn of control.list(place, readerFor(control, target, send))) {
    found.push(arn);
  }
  return found;
}

/** The resources that the record of a call leads a control to, by their full ARNs. */
async function wokenBy(record: CloudTrailRecord | undefined, proof: Proof): Promise<readonly string[]> {
  const event = DriftEvent.parse({
    id: 'proof',
    account: place.account,
    region: place.region,
    time: '2026-01-01T00:00:00Z',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: record,
  });
  const { control, send } = caseOf(proof, '');
  const found = candidates([control], event).flatMap((one) => ('target' in one ? [one.target] : []));
  return Promise.all(
    found.map(async (target) => (await control.locate?.(target, readerFor(control, target, send))) ?? target.arn),
  );
}
