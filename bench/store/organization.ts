import { createHash } from 'node:crypto';
import { catalogue } from '../../catalogue/index.ts';
import type { Status } from '../../functions/domain/finding.ts';
import { isClosed, type Remediation } from '../../functions/domain/history.ts';
import { byWeight, randomFrom, skewed } from './random.ts';

/** What an organization's history looks like after some time: who, what and where are skewed, and sometimes all at once. */

const days = 400;
export const end = Date.UTC(2026, 10, 1);
const day = 86_400_000;

export const controls = catalogue.map(({ id }) => id).slice(0, 77);
export const accounts = Array.from({ length: 50 }, (_, one) => String(100_000_000_000 + one * 7_919_191));
export const regions = ['us-east-1', 'eu-central-1', 'eu-west-1', 'us-west-2', 'ap-southeast-1', 'sa-east-1'];
export const actors = Array.from({ length: 2_000 }, (_, one) => actorAt(one));
export const events = Array.from({ length: 150 }, (_, one) => `PutSomethingOfKind${one}`);
const resources = 200_000;
const risks = ['safe', 'disruptive', 'irreversible', undefined];

const statuses: readonly (readonly [Status, number])[] = [
  ['remediated', 0.785],
  ['observed', 0.08],
  ['held', 0.06],
  ['expired', 0.02],
  ['undone', 0.015],
  ['failed', 0.015],
  ['rejected', 0.01],
  ['stale', 0.0095],
  ['verification-failed', 0.005],
  ['awaiting-approval', 0.0004],
  ['applying', 0.0001],
];

function actorAt(one: number): string {
  const account = accounts[one % accounts.length];
  return one % 3 === 0
    ? `arn:aws:iam::${account}:user/person-${one}`
    : `arn:aws:sts::${account}:assumed-role/deploy-${one % 40}/session-${one}`;
}

export function resourceAt(account: string, region: string, one: number): string {
  return one % 2 === 0
    ? `arn:aws:s3:::${account}-data-${one}`
    : `arn:aws:ec2:${region}:${account}:security-group/sg-${one}`;
}

const pick = {
  control: skewed(controls.length),
  account: skewed(accounts.length),
  region: byWeight([0.5, 0.25, 0.12, 0.08, 0.04, 0.01]),
  actor: skewed(actors.length),
  event: skewed(events.length),
  resource: skewed(resources),
  status: byWeight(statuses.map(([, weight]) => weight)),
  risk: byWeight([0.7, 0.22, 0.01, 0.07]),
};

/** Columns, so that a million fit: a head is made from its row when it is read. */
export class Organization {
  private readonly openedAt: Float64Array;
  private readonly seeds: Uint32Array;

  constructor(count: number) {
    const random = randomFrom(20_261_101);
    this.openedAt = Float64Array.from({ length: count }, () => timeOf(random)).sort();
    this.seeds = Uint32Array.from({ length: count }, () => random() * 4_294_967_296);
  }

  get count(): number {
    return this.seeds.length;
  }

  readonly head = (row: number): Remediation => {
    const random = randomFrom(this.seeds[row] ?? 0);
    const opened = this.openedAt[row] ?? 0;
    // In an outbreak one person changes one kind of thing in one account.
    const burst = burstAt(opened);
    const one = burst ?? random;
    const account = accounts[pick.account(one())] ?? '';
    const control = controls[pick.control(one())] ?? '';
    const actor = actors[pick.actor(one())] ?? '';
    const event = events[pick.event(one())] ?? '';
    const region = regions[pick.region(random())] ?? '';
    const [status] = statuses[pick.status(random())] ?? ['held' as const];
    const risk = risks[pick.risk(random())];
    const hash = createHash('sha256').update(`${row}`).digest('hex');
    const openedAt = new Date(opened).toISOString();
    const updatedAt = new Date(opened + 4_000).toISOString();
    return {
      id: `r-${BigInt(`0x${hash}`).toString(32).slice(0, 16)}`,
      control,
      account,
      region,
      resource: resourceAt(account, region, pick.resource(random())),
      status,
      because: 'the first rule of the policy that matches lets it act on what is safe',
      ...(risk && { risk, planDigest: hash }),
      actor,
      event,
      openedAt,
      updatedAt,
      ...(isClosed(status) && { closedAt: updatedAt }),
      sequence: 3,
      tip: hash,
    };
  };
}

/** More by day than at night, and a tenth of all within outbreaks of ten minutes, one every ten days. */
function timeOf(random: () => number): number {
  if (random() < 0.1) {
    const start = end - (1 + Math.floor(random() * (days / 10))) * 10 * day;
    return start + Math.floor(random() * 600_000);
  }
  const hour = random() < 0.7 ? 8 + random() * 10 : random() * 24;
  return Math.floor(end - (1 + Math.floor(random() * days)) * day + hour * 3_600_000);
}

function burstAt(time: number): (() => number) | undefined {
  const since = (end - time) / (10 * day);
  const number = Math.ceil(since);
  const isIn = number * 10 * day - (end - time) < 600_000;
  return isIn ? randomFrom(number * 1_000 + 77) : undefined;
}
