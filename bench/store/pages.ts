import type { Filter } from '../../functions/api/shapes.ts';
import { accounts, actors, controls, end, events, regions, resourceAt } from './organization.ts';

/** What a page asks of the store, or a filter in it. */
export interface Page {
  readonly name: string;
  /** Whether it may never read more than twice what it shows. */
  readonly isPromised: boolean;
  readonly limit: number;
  /** How many pages are turned before it. */
  readonly turned: number;
  readonly accounts: readonly string[];
  /** A different one each time. */
  readonly filter: (time: number) => Filter;
}

type Some = Partial<Omit<Page, 'name' | 'filter'>>;

const page = (name: string, filter: Page['filter'], some: Some = {}): Page => ({
  ...{ name, filter, isPromised: true, limit: 50, turned: 0, accounts: ['*'] },
  ...some,
});
const other = { isPromised: false };
const at = <T>(values: readonly T[], time: number): T => values[time % values.length] as T;
const first = <T>(values: readonly T[], count: number): T[] => values.slice(0, count);
const day = 86_400_000;
const ago = (days: number) => new Date(end - days * day).toISOString();
const arn = (time: number) => resourceAt(at(accounts, time), at(regions, time % 2), time * 3);

/** Every list that a page of the console is made from, and every filter that it offers. */
export const pages: readonly Page[] = [
  page('everything', () => ({})),
  page('everything, 200 a page', () => ({}), { limit: 200 }),
  page('everything, the 40th page', () => ({}), { turned: 39 }),
  page('a week, half a year ago', (time) => ({ from: ago(190 + time), to: ago(183 + time) })),
  page('one hour', (time) => ({ from: ago(20.5 + time), to: ago(20.5 - 1 / 24 + time) })),
  page('status: remediated', () => ({ status: ['remediated'] })),
  page('status: failed', () => ({ status: ['failed'] })),
  page('status: awaiting-approval', () => ({ status: ['awaiting-approval'] })),
  page('status: applying', () => ({ status: ['applying'] })),
  page('status: three of them', () => ({ status: ['failed', 'verification-failed', 'held'] })),
  page('status: held, 200 a page', () => ({ status: ['held'] }), { limit: 200 }),
  page('control: each', (time) => ({ control: [at(controls, time * 3)] })),
  page('control: ten', () => ({ control: first(controls, 10) })),
  page('control: fifty', () => ({ control: first(controls, 50) })),
  page('account: each', (time) => ({ account: [at(accounts, time)] })),
  page('account: ten', () => ({ account: first(accounts, 10) })),
  page('account: fifty', () => ({ account: accounts.slice() })),
  page('resource: each', (time) => ({ resource: [arn(time)] })),
  page('actor: each', (time) => ({ actor: [at(actors, time * 7)] })),
  page('actor: the busiest ten', () => ({ actor: first(actors, 10) })),
  page('risk: safe', () => ({ risk: ['safe'] })),
  page('risk: irreversible', () => ({ risk: ['irreversible'] })),
  page('region: each', (time) => ({ region: [at(regions, time)] })),
  page('event: each', (time) => ({ event: [at(events, time * 5)] })),
  page('account and status', (time) => ({ account: [at(accounts, time)], status: ['failed'] })),
  page('ten accounts and three statuses', () => ({
    account: first(accounts, 10),
    status: ['failed', 'held', 'verification-failed'],
  })),
  page('account and control', (time) => ({ account: [at(accounts, time)], control: [at(controls, time)] })),
  page('control and status', (time) => ({ control: [at(controls, time)], status: ['held'] })),
  page('status, the 20th page', () => ({ status: ['held'] }), { turned: 19 }),
  page('neighbours of a resource', (time) => ({
    account: [at(accounts, time)],
    region: [at(regions, time % 2)],
    resource: [arn(time)],
  })),
  page('seen by one account: everything', () => ({}), { accounts: first(accounts, 1) }),
  page('seen by five accounts: everything', () => ({}), { accounts: accounts.slice(20, 25) }),
  page('seen by fifty accounts: everything', () => ({}), { accounts }),
  page('seen by five accounts: a status', () => ({ status: ['held'] }), { accounts: accounts.slice(20, 25) }),
  page('seen by five accounts: a control', (time) => ({ control: [at(controls, time)] }), {
    accounts: accounts.slice(20, 25),
  }),
  page('status and region', (time) => ({ status: ['failed'], region: [at(regions, time)] }), other),
  page('actor and status', (time) => ({ actor: [at(actors, time)], status: ['held'] }), other),
  page(
    'control, account and status',
    (time) => ({
      control: [at(controls, time % 5)],
      account: [at(accounts, time % 5)],
      status: ['held'],
    }),
    other,
  ),
  page('a text that is in many', () => ({ contains: 'security-group' }), other),
  page('a text that is in few', (time) => ({ contains: `sg-${time * 2 + 1_001}` }), other),
  page('a text, of one control', (time) => ({ contains: 'sg-1', control: [at(controls, time)] }), other),
  page('seen by five accounts: a region', (time) => ({ region: [at(regions, time)] }), {
    ...other,
    accounts: accounts.slice(20, 25),
  }),
];
