import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  EventBridgeClient,
  type Rule as ListedRule,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import type { AwsCredentialIdentity } from '@smithy/types';
import pMap from 'p-map';
import { looked, type PlaceFacts, type RuleFacts, type TrailFacts } from '../domain/examination.ts';
import { type Expected, type Rule, ruleFacts, samples } from '../domain/rule-check.ts';
import { echoOf } from './echo.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
  /** Of the doctor's role there. */
  readonly credentials: AwsCredentialIdentity;
}

/** How the stacks of members name their rules. */
const rulePrefix = 'HomeostatMember';
const echoMs = 20_000;

/** How an account and region looks to whoever reads it. */
export async function placeFacts(place: Place, expected: readonly Expected[]): Promise<PlaceFacts> {
  const { account, region, credentials } = place;
  const events = new EventBridgeClient({ region, credentials, maxAttempts: 8 });
  const [trails, rules, echo] = await Promise.all([
    looked(() => trailsOf(place)),
    looked(() => rulesOf(events, expected)),
    looked(() => echoFrom(events, place)),
  ]);
  return { account, region, trails, rules, echo };
}

/** The trails that record what happens here, those of other regions and of the organization among them. */
async function trailsOf({ region, credentials }: Place): Promise<TrailFacts[]> {
  const client = new CloudTrailClient({ region, credentials, maxAttempts: 5 });
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  return pMap(
    trailList,
    async ({ Name = '', TrailARN, IsMultiRegionTrail = false }) => {
      const [status, selectors] = await Promise.all([
        client.send(new GetTrailStatusCommand({ Name: TrailARN ?? Name })),
        client.send(new GetEventSelectorsCommand({ TrailName: TrailARN ?? Name })),
      ]);
      const isLogging = status.IsLogging ?? false;
      return { name: Name, isLogging, isMultiRegion: IsMultiRegionTrail, hasWrites: hasWrites(selectors) };
    },
    { concurrency: 3 },
  );
}

/** A trail that says nothing of it records all management events. */
function hasWrites({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsCommandOutput): boolean {
  const advanced = AdvancedEventSelectors.map(({ FieldSelectors = [] }) => FieldSelectors);
  const isManagement = advanced.some(
    (fields) =>
      fields.some(({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management')) &&
      !fields.some(({ Field, Equals }) => Field === 'readOnly' && Equals?.includes('true')),
  );
  const isBasic = EventSelectors.some(
    ({ IncludeManagementEvents = true, ReadWriteType = 'All' }) =>
      IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
  );
  return isManagement || isBasic || advanced.length + EventSelectors.length === 0;
}

/** Every rule with its targets, tried with an event that it should let through. */
async function rulesOf(events: EventBridgeClient, expected: readonly Expected[]): Promise<RuleFacts> {
  const rules = await pMap(await listed(events), (rule) => withTargets(events, rule), { concurrency: 5 });
  const tests = await pMap(
    samples(rules, expected),
    async ([{ name, pattern }, event]) => {
      const test = { EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) };
      const { Result = false } = await events.send(new TestEventPatternCommand(test));
      return { name, isLet: Result };
    },
    { concurrency: 5 },
  );
  const refused = tests.filter(({ isLet }) => !isLet).map(({ name }) => name);
  return ruleFacts(rules, expected, { count: tests.length, refused });
}

async function listed(events: EventBridgeClient): Promise<readonly ListedRule[]> {
  const rules: ListedRule[] = [];
  let next: string | undefined;
  do {
    const { Rules = [], NextToken } = await events.send(
      new ListRulesCommand({ NamePrefix: rulePrefix, ...(next && { NextToken: next }) }),
    );
    rules.push(...Rules);
    next = NextToken;
  } while (next !== undefined);
  return rules;
}

async function withTargets(events: EventBridgeClient, { Name = '', State, EventPattern }: ListedRule): Promise<Rule> {
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const pattern = JSON.parse(EventPattern ?? '{}') as object;
  return { name: Name, isEnabled: State !== 'DISABLED', targets: Targets.length, pattern };
}

/** Sends an event by the way that all events take, and waits until it has arrived at the hub. Answers with milliseconds. */
async function echoFrom(events: EventBridgeClient, { account, region }: Place): Promise<number> {
  const nonce = randomUUID();
  const start = performance.now();
  const { FailedEntryCount, Entries } = await events.send(
    new PutEventsCommand({
      Entries: [{ Source: 'homeostat', DetailType: 'Doctor Asks', Detail: JSON.stringify({ nonce }) }],
    }),
  );
  if (FailedEntryCount) {
    throw new Error(`EventBridge did not take the event: ${Entries?.[0]?.ErrorCode}`);
  }
  while (performance.now() - start < echoMs) {
    const echo = await echoOf(nonce);
    if (echo?.account === account && echo.region === region) {
      return Math.round(performance.now() - start);
    }
    await wait(300);
  }
  throw new NoEcho(`the event did not arrive within ${echoMs / 1000} s`);
}

class NoEcho extends Error {
  override readonly name = 'NoEcho';
}
