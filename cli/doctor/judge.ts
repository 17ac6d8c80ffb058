import type {
  ChannelFacts,
  Examined,
  PlaceFacts,
  RoleFacts,
  RuleFacts,
  TrailFacts,
} from '../../functions/domain/examination.ts';
import type { HubFacts } from './hub-facts.ts';

/** One thing that was looked at: how it is, and what to do where it is not as it should be. */
export interface Line {
  readonly state: 'ok' | 'warning' | 'broken';
  /** An account and region, or `hub`. */
  readonly where: string;
  readonly check: string;
  readonly says: string;
  readonly todo?: string;
}

/** What is seen of a deployment, as lines. `isLocal`: the local cloud has no CloudTrail, but an event trail of its own. */
export function judge(examined: Examined, hub: HubFacts, isLocal: boolean): readonly Line[] {
  return [
    ...hubLines(hub),
    ...examined.channels.map(channelLine),
    ...(examined.channels.length === 0 ? [noChannel] : []),
    ...examined.roles.map(roleLine),
    ...examined.places.flatMap((place) => placeLines(place, isLocal)),
  ];
}

function hubLines({ tables, waiting, ringing, listeners }: HubFacts): readonly Line[] {
  const where = 'hub';
  return [
    'error' in tables
      ? broken({ where, check: 'tables', says: tables.error }, 'Give whoever runs this the policy HomeostatCommand.')
      : ok({ where, check: 'tables', says: 'history and state can be read' }),
    counted(
      { where, check: 'dead letters', seen: waiting, none: 'none wait', some: 'wait' },
      'See docs/operations.md, “What waits in the dead letters”.',
    ),
    'error' in ringing
      ? warning({ where, check: 'alarms', says: ringing.error }, 'Give whoever runs this the policy HomeostatCommand.')
      : ringing.ok.length > 0
        ? broken(
            { where, check: 'alarms', says: `ringing: ${ringing.ok.join(', ')}` },
            'See docs/operations.md, “Alarms”.',
          )
        : ok({ where, check: 'alarms', says: 'none rings' }),
    'error' in listeners
      ? warning(
          { where, check: 'alarms reach', says: listeners.error },
          'Give whoever runs this the policy HomeostatCommand.',
        )
      : listeners.ok === 0
        ? warning(
            { where, check: 'alarms reach', says: 'nobody: the topic has no subscription' },
            'Subscribe to it: docs/operations.md, “Alarms”.',
          )
        : ok({
            where,
            check: 'alarms reach',
            says: `${listeners.ok} ${listeners.ok === 1 ? 'subscriber' : 'subscribers'}`,
          }),
  ];
}

interface Counted extends Where {
  readonly seen: HubFacts['waiting'];
  readonly none: string;
  readonly some: string;
}

function counted({ where, check, seen, none, some }: Counted, todo: string): Line {
  if ('error' in seen) {
    return warning({ where, check, says: seen.error }, 'Give whoever runs this the policy HomeostatCommand.');
  }
  return seen.ok === 0 ? ok({ where, check, says: none }) : broken({ where, check, says: `${seen.ok} ${some}` }, todo);
}

const noChannel: Line = warning(
  { where: 'hub', check: 'channels', says: 'there is none: what is to be asked about is held' },
  'Name a channel in homeostat.config.ts, under channels.',
);

function channelLine({ channel, reached }: ChannelFacts): Line {
  const at = { where: 'hub', check: `channel ${channel}` };
  const todo =
    channel === 'mail'
      ? 'Verify the address or its domain in SES, and ask for production access: docs/operations.md.'
      : 'Put the app’s token into its secret, and invite the app into the channel: docs/operations.md.';
  if ('error' in reached) {
    return broken({ ...at, says: reached.error }, todo);
  }
  const { says, problem } = reached.ok;
  return problem === null ? ok({ ...at, says }) : broken({ ...at, says: problem }, todo);
}

function roleLine({ from, account, role, assumed }: RoleFacts): Line {
  const at = { where: account, check: `${role} from ${from}` };
  return 'error' in assumed
    ? broken(
        { ...at, says: assumed.error },
        `Deploy the member stack of ${account} again; a policy of the organization may also forbid it.`,
      )
    : ok({ ...at, says: 'can be assumed' });
}

function placeLines({ account, region, trails, rules, echo }: PlaceFacts, isLocal: boolean): readonly Line[] {
  const where = `${account} ${region}`;
  return [
    'error' in trails
      ? broken({ where, check: 'trail', says: trails.error }, redeploy(account))
      : trailLine(where, trails.ok, isLocal),
    ...('error' in rules
      ? [broken({ where, check: 'rules', says: rules.error }, redeploy(account))]
      : ruleLines(where, rules.ok)),
    'error' in echo
      ? broken(
          { where, check: 'events arrive', says: echo.error },
          'Look at the dead letters of the member stack and of the hub, and at the log of Homeostat-triage.',
        )
      : ok({
          where,
          check: 'events arrive',
          says: `an event of ours was at the hub after ${(echo.ok / 1000).toFixed(1)} s`,
        }),
  ];
}

function redeploy(account: string): string {
  return `Deploy the member stack of ${account} again.`;
}

function trailLine(where: string, trails: readonly TrailFacts[], isLocal: boolean): Line {
  const check = 'trail';
  const useful = trails.filter(({ isLogging, hasWrites }) => isLogging && hasWrites);
  const best = useful.find(({ isMultiRegion }) => isMultiRegion) ?? useful[0];
  if (best?.isMultiRegion) {
    return ok({ where, check, says: `${best.name} logs the calls of all regions` });
  }
  if (best !== undefined) {
    return warning(
      { where, check, says: `${best.name} logs the calls of one region only` },
      'Let it record all regions: calls of IAM are otherwise seen nowhere.',
    );
  }
  if (isLocal) {
    return ok({ where, check, says: 'none; the event trail of the local cloud takes its place' });
  }
  const says =
    trails.length === 0
      ? 'there is none: EventBridge delivers no call'
      : `none of ${trails.map(({ name }) => name).join(', ')} logs management events that write`;
  return broken({ where, check, says }, 'Make a trail of all regions that logs management events, and start it.');
}

function ruleLines(where: string, { count, disabled, untargeted, deaf, tested, refused }: RuleFacts): readonly Line[] {
  const check = 'rules';
  if (count === 0) {
    return [broken({ where, check, says: 'there is none of Homeostat' }, 'Deploy the member stack.')];
  }
  const problems: readonly (readonly [string, string])[] = [
    ...(disabled.length > 0
      ? [[`disabled: ${few(disabled)}`, 'Enable them: aws events enable-rule --name NAME.'] as const]
      : []),
    ...(untargeted.length > 0
      ? [[`without a target: ${few(untargeted)}`, 'Deploy the member stack again.'] as const]
      : []),
    ...(refused.length > 0
      ? [
          [
            `EventBridge does not let a fitting event through: ${few(refused)}`,
            'Deploy the member stack again.',
          ] as const,
        ]
      : []),
    ...(deaf.length > 0
      ? [
          [
            `nothing wakes these controls: ${few(deaf)}`,
            'Deploy the member stack again: its rules are not those of this configuration.',
          ] as const,
        ]
      : []),
  ];
  return problems.length === 0
    ? [
        ok({
          where,
          check,
          says: `${count} enabled, each with a target; EventBridge matched a test event with ${tested}`,
        }),
      ]
    : problems.map(([says, todo]) => broken({ where, check, says }, todo));
}

function few(names: readonly string[]): string {
  const more = names.length - 5;
  return `${names.slice(0, 5).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

interface Where {
  readonly where: string;
  readonly check: string;
}
type Said = Where & { readonly says: string };

function ok(said: Said): Line {
  return { state: 'ok', ...said };
}

function warning(said: Said, todo: string): Line {
  return { state: 'warning', ...said, todo };
}

function broken(said: Said, todo: string): Line {
  return { state: 'broken', ...said, todo };
}
