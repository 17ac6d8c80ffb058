import { describe, expect, test } from '@jest/globals';
import {
  asksForTags,
  type Config,
  type ConfigInput,
  consentFor,
  InvalidConfig,
  parseConfig,
  subjectOf,
} from '../../../functions/domain/config.ts';

const id = '111122223333';
const account = { id, regions: ['eu-central-1'] };
const ann = { name: 'Ann', mail: 'ann@example.com' };
type Rules = NonNullable<ConfigInput['policy']>;

describe('a configuration', () => {
  test('observes, and asks nobody, where it says nothing more than its accounts', () => {
    const config = parseConfig({ accounts: [account] });
    expect(config).toMatchObject({
      policy: [],
      approvers: [],
      limits: { changesPerHour: 100, mendsPerResourceAndHour: 3 },
    });
    expect(consentFor(config, { control: 's3.x', account: id, region: 'eu-central-1' }, 'safe')).toBe('observe');
  });

  test.each([
    ['no accounts', { accounts: [] }, 'accounts:'],
    ['a short account id', { accounts: [{ ...account, id: '12' }] }, 'accounts.0.id: an AWS account id has 12 digits'],
    [
      'a word for a region',
      { accounts: [{ ...account, regions: ['Frankfurt'] }] },
      'accounts.0.regions.0: a region looks like eu-central-1',
    ],
    ['an account twice', { accounts: [account, account] }, 'accounts: an account is named twice'],
    [
      'a region twice',
      { accounts: [{ ...account, regions: ['eu-west-1', 'eu-west-1'] }] },
      'accounts.0.regions: a region is named twice',
    ],
    ['an unknown field', { accounts: [account], polices: [] }, 'polices'],
    ['an unknown field in a rule', { accounts: [account], policy: [{ control: ['*'], safe: 'ask' }] }, 'policy.0: '],
    [
      'a rule that says nothing',
      { accounts: [account], policy: [{ controls: ['*'] }] },
      'policy.0: says nothing: name safe, disruptive or irreversible',
    ],
    ['an unknown consent', { accounts: [account], policy: [{ safe: 'yes' }] }, 'policy.0.safe: '],
    [
      'irreversible changes by itself',
      { accounts: [account], policy: [{ irreversible: 'automatic' }] },
      'policy.0.irreversible: what cannot be undone is never automatic',
    ],
    [
      'an approver without an address',
      { accounts: [account], approvers: [{ name: 'Ann', mail: 'ann' }] },
      'approvers.0.mail: ',
    ],
    ['a negative limit', { accounts: [account], limits: { changesPerHour: -1 } }, 'limits.changesPerHour: '],
    [
      'a question without end',
      { accounts: [account], questions: { expireAfterHours: 1e6 } },
      'questions.expireAfterHours: ',
    ],
    ['an endless exemption', { accounts: [account], exemptions: { maximumDays: 9999 } }, 'exemptions.maximumDays: '],
    [
      'an approver twice',
      { accounts: [account], approvers: [ann, { ...ann, mail: 'ANN@example.com' }] },
      'approvers: ann@',
    ],
    [
      'a Slack id of two people',
      {
        accounts: [account],
        approvers: [
          { ...ann, slack: 'U0X' },
          { name: 'B', mail: 'b@example.com', slack: 'U0X' },
        ],
      },
      'approvers: U0X is named twice',
    ],
    [
      'a group of strangers',
      { accounts: [account], groups: { g: ['x@example.com'] } },
      'groups.g: x@example.com is no',
    ],
    [
      'a rule that asks nobody there is',
      { accounts: [account], questions: { rules: [{ groups: ['g'] }] } },
      'questions.rules.0.groups: there is no group g',
    ],
    ['nothing at all', undefined, 'config: '],
  ])('with %s is refused with a message that names the field', (_, input, message) => {
    expect(() => parseConfig(input)).toThrow(InvalidConfig);
    expect(() => parseConfig(input)).toThrow(message);
  });

  test('has all its faults named at once', () => {
    expect(() => parseConfig({ accounts: [{ id: '1', regions: [] }] })).toThrow(
      /accounts\.0\.id[\s\S]*accounts\.0\.regions/,
    );
  });
});

describe('consent', () => {
  const accounts = [
    { ...account, environment: 'production', ou: 'root/shop' },
    { id: '444455556666', regions: ['us-east-1'] },
  ];
  const shop = { control: 's3.bucket-closed-to-public', account: id, region: 'eu-central-1' };
  const other = { ...shop, account: '444455556666', region: 'us-east-1' };
  type Place = typeof shop & { readonly tags?: Record<string, string> };
  const known = (config: Config, { control, account: of, region, tags }: Place) =>
    subjectOf(config, { control, target: { account: of, region, arn: 'arn:aws:s3:::x' }, tags });
  const cattle: Rules = [{ tags: { kind: ['cattle'] }, safe: 'automatic' }, { safe: 'ask' }];

  test.each<[string, Rules, object, string]>([
    ['the first rule that matches', [{ safe: 'ask' }, { safe: 'automatic' }], shop, 'ask'],
    ['the first rule that names the risk', [{ disruptive: 'ask' }, { safe: 'automatic' }], shop, 'automatic'],
    ['a rule for the control', [{ controls: ['s3.*'], safe: 'automatic' }], shop, 'automatic'],
    ['no rule for another control', [{ controls: ['iam.*'], safe: 'automatic' }], shop, 'observe'],
    ['no rule for another account', [{ accounts: ['4*'], safe: 'automatic' }], shop, 'observe'],
    ['a rule for the region', [{ regions: ['eu-*'], safe: 'automatic' }], shop, 'automatic'],
    ['no rule for another region', [{ regions: ['eu-*'], safe: 'automatic' }], other, 'observe'],
    ['a rule for the environment', [{ environments: ['prod*'], safe: 'ask' }], shop, 'ask'],
    [
      'no rule for an environment that the account does not name',
      [{ environments: ['prod*'], safe: 'ask' }],
      other,
      'observe',
    ],
    ['a rule for the OU', [{ ous: ['root/*'], safe: 'ask' }], shop, 'ask'],
    ['no rule for an OU that the account does not name', [{ ous: ['root/*'], safe: 'ask' }], other, 'observe'],
    [
      'a rule whose conditions all hold',
      [{ ous: ['root/*'], regions: ['eu-*'], controls: ['s3.*'], safe: 'ask' }],
      shop,
      'ask',
    ],
    [
      'no rule of which one condition fails',
      [{ ous: ['root/*'], regions: ['us-*'], safe: 'automatic' }],
      shop,
      'observe',
    ],
    ['a rule for the tags', cattle, { ...shop, tags: { kind: 'cattle', more: 'x' } }, 'automatic'],
    ['the next rule where a tag differs', cattle, { ...shop, tags: { kind: 'pet' } }, 'ask'],
    ['the next rule where a tag is missing', cattle, { ...shop, tags: {} }, 'ask'],
    ['nothing while the tags are unknown', cattle, shop, 'unknown'],
    ['an earlier rule although the tags are unknown', [{ safe: 'ask' }, ...cattle], shop, 'ask'],
    [
      'a later rule where the one with tags is for another place',
      [{ ...cattle[0], regions: ['us-*'] } as Rules[0], { safe: 'ask' }],
      shop,
      'ask',
    ],
  ])('follows %s', (_, policy, subject, expected) => {
    const config = parseConfig({ accounts, policy });
    expect(consentFor(config, known(config, subject as Place), 'safe')).toBe(expected);
  });

  test('asks for tags where a rule or an exemption decides by them, or a person is asked', () => {
    const asks = (input: object, control: string) =>
      asksForTags(parseConfig({ accounts, ...input }), { ...shop, control }, 'safe');
    const byTags = { policy: [{ controls: ['s3.*'], tags: { kind: ['x'] }, safe: 'ask' }] };
    expect([asks(byTags, 's3.a'), asks(byTags, 'iam.a')]).toEqual([true, false]);
    expect(asks({ policy: [{ safe: 'ask' }] }, 's3.a')).toBe(true);
    expect(asks({ policy: [{ safe: 'automatic' }] }, 's3.a')).toBe(false);
    expect(asks({ policy: [{ safe: 'automatic' }], exemptions: { tagKeys: ['team'] } }, 's3.a')).toBe(true);
  });
});
