import { describe, expect, test } from '@jest/globals';
import { eventPatterns } from '../../../catalogue/derive/event-pattern.ts';
import { wakersOf } from '../../../catalogue/derive/wakers.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { expectedEvents, type Rule, ruleFacts, samples } from '../../../functions/domain/rule-check.ts';

const account = '111122223333';
const expected = expectedEvents(wakersOf(catalogue), account, 'eu-central-1');
const own = `arn:aws:sts::${account}:assumed-role/HomeostatWriter/`;
const rules: readonly Rule[] = Object.entries(eventPatterns(catalogue, own)).map(([name, pattern]) => ({
  name,
  isEnabled: true,
  targets: 1,
  pattern,
}));
const changed = (change: Partial<Rule>) =>
  rules.map((rule) => (rule.name === 'calls-s3' ? { ...rule, ...change } : rule));
const none = { count: 0, refused: [] };
const ofS3 = [
  ...new Set(expected.filter(({ event }) => 'source' in event && event.source === 'aws.s3').map((one) => one.control)),
];

describe('the rules that the stacks make', () => {
  test('wake every control that a call wakes', () => {
    expect(ruleFacts(rules, expected, none)).toMatchObject({
      count: rules.length,
      disabled: [],
      untargeted: [],
      deaf: [],
    });
  });

  test('are each tried with an event of their own, where a call wakes them', () => {
    const tried = samples(rules, expected).map(([{ name }]) => name);
    expect(tried).toEqual(rules.map(({ name }) => name).filter((name) => name.startsWith('calls-')));
  });
});

describe('the controls that nothing wakes are those of a rule', () => {
  test.each<[string, readonly Rule[], Parameters<typeof ruleFacts>[2], object]>([
    ['that is disabled', changed({ isEnabled: false }), none, { disabled: ['calls-s3'] }],
    ['without a target', changed({ targets: 0 }), none, { untargeted: ['calls-s3'] }],
    ['that EventBridge says no for', rules, { count: 1, refused: ['calls-s3'] }, { refused: ['calls-s3'] }],
    ['that is gone', rules.filter(({ name }) => name !== 'calls-s3'), none, { count: rules.length - 1 }],
  ])('%s', (_, some, tested, found) => {
    const facts = ruleFacts(some, expected, tested);
    expect(facts).toMatchObject(found);
    expect(facts.deaf).toEqual(ofS3);
  });
});
