import { describe, expect, test } from '@jest/globals';
import { askingFor, entitled, roundsOf, unreachable } from '../../../functions/domain/asking.ts';
import { type ConfigInput, parseConfig } from '../../../functions/domain/config.ts';
import { actingConfig } from '../environment.ts';
import { bucketDrift, cause, roleDrift } from '../findings.ts';

const people = ['ann', 'bob', 'eve'].map((name) => ({ name, mail: `${name}@example.com` }));
const groups = { first: ['ann@example.com', 'bob@example.com'], second: ['eve@example.com'] };
const configOf = (questions: ConfigInput['questions'] = {}) =>
  parseConfig({ ...actingConfig, approvers: people, groups, questions });
const asked = (questions: ConfigInput['questions'], finding = roleDrift()) => askingFor(configOf(questions), finding);
const names = (asking: ReturnType<typeof asked>) =>
  asking === 'unknown' ? asking : asking.groups.map(({ name }) => name);

describe('who is asked', () => {
  test.each<[string, ConfigInput['questions'], unknown]>([
    ['is everybody, where no rule speaks', {}, ['approvers']],
    [
      'is whom the first rule that matches names',
      { rules: [{ controls: ['s3.*'], groups: ['second'] }, { groups: ['first'] }] },
      ['first'],
    ],
    [
      'depends on the risk',
      { rules: [{ risks: ['safe'], groups: ['second'] }, { groups: ['first', 'second'] }] },
      ['first', 'second'],
    ],
    ['depends on the account', { rules: [{ accounts: ['4*'], groups: ['second'] }] }, ['approvers']],
    [
      'is unknown while tags that decide could not be read',
      { rules: [{ tags: { team: ['a'] }, groups: ['second'] }] },
      'unknown',
    ],
  ])('%s', (_, questions, expected) => {
    expect(names(asked(questions))).toEqual(expected);
  });

  test('depends on tags that were read', () => {
    const rules = [{ tags: { team: ['a'] }, groups: ['second'] }];
    expect(names(asked({ rules }, roleDrift({ tags: { team: 'a' } })))).toEqual(['second']);
    expect(names(asked({ rules }, roleDrift({ tags: {} })))).toEqual(['approvers']);
  });

  test('is held where that is unknown, or where too few may approve', () => {
    const unknown = { rules: [{ tags: { team: ['a'] }, groups: ['second'] }] };
    expect(unreachable(configOf(unknown), roleDrift())).toContain('the tags could not be read');
    expect(unreachable(configOf({ quorum: { disruptive: 4 } }), roleDrift())).toContain('4 must approve, and 3 may');
    expect(unreachable(configOf(), roleDrift())).toBeUndefined();
    const own = { ...cause, actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' } };
    const onlyAnn = { rules: [{ groups: ['first'], quorum: 2 }] };
    expect(unreachable(configOf(onlyAnn), roleDrift({ cause: own }))).toContain('2 must approve, and 1 may');
  });

  test('needs two for what cannot be undone, unless told otherwise', () => {
    const plan = {
      outcome: 'change',
      plan: { ...planOfBucket(), risk: { level: 'irreversible', because: 'x' } },
    } as const;
    const asking = asked({}, bucketDrift({ verdict: plan }));
    expect(asking === 'unknown' ? undefined : asking.quorum).toBe(2);
  });

  test('grows with each group, and never has who caused it', () => {
    const asking = asked({ rules: [{ groups: ['first', 'second'] }] });
    const mails = (group: number, finding = roleDrift()) =>
      asking === 'unknown' ? [] : entitled(asking, group, finding).map(({ name }) => name);
    expect([mails(0), mails(1)]).toEqual([
      ['ann', 'bob'],
      ['ann', 'bob', 'eve'],
    ]);
    const actor = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/dev/eve@example.com' };
    expect(mails(1, roleDrift({ cause: { ...cause, actor } }))).toEqual(['ann', 'bob']);
  });
});

describe('the rounds of a question', () => {
  const rounds = (questions: ConfigInput['questions']) => {
    const asking = asked(questions);
    return asking === 'unknown' ? [] : roundsOf(asking);
  };
  const hour = 3600;

  test('are a question, a reminder and the end, where there is one group', () => {
    expect(rounds({ remindAfterHours: 8, expireAfterHours: 72 })).toEqual([
      { kind: 'ask', group: 0, seconds: 8 * hour },
      { kind: 'remind', group: 0, seconds: 64 * hour },
    ]);
  });

  test('go on to the next group', () => {
    expect(rounds({ rules: [{ groups: ['first', 'second'] }] })).toEqual([
      { kind: 'ask', group: 0, seconds: 8 * hour },
      { kind: 'remind', group: 0, seconds: 16 * hour },
      { kind: 'ask', group: 1, seconds: 8 * hour },
      { kind: 'remind', group: 1, seconds: 40 * hour },
    ]);
  });

  test.each([0.5, 1, 7, 8, 9, 24, 25, 48, 72])('last %d hours in all, whatever else is set', (expireAfterHours) => {
    const all = rounds({ rules: [{ groups: ['first', 'second'], expireAfterHours }] });
    expect(all.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(expireAfterHours * hour);
    expect(all[0]).toMatchObject({ kind: 'ask', group: 0 });
  });
});

function planOfBucket() {
  const { verdict } = bucketDrift();
  if (verdict.outcome !== 'change') {
    throw new TypeError('the bucket has no plan');
  }
  return verdict.plan;
}
