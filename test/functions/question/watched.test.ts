import { expect, test } from '@jest/globals';
import { parseConfig } from '../../../functions/domain/config.ts';
import { questionOf } from '../../../functions/question/question.ts';
import { actingConfig } from '../environment.ts';
import { planOf, roleDrift } from '../findings.ts';

const now = new Date('2026-11-24T12:00:00Z');
const until = '2026-11-27T12:00:00.000Z';
const arns = ['app', 'job'].map((name) => `arn:aws:iam::111122223333:role/${name}`);

function factsOf(principals: readonly string[], undoOnRefusal: 'automatic' | 'tell') {
  const watch = principals.map((principal) => ({ principal, actions: ['s3:*'], days: 90 }));
  const plan = { ...planOf(roleDrift()), watch };
  const finding = roleDrift({ verdict: { outcome: 'change', plan } });
  const asked = { finding, planDigest: 'x', taskToken: 't', askedAt: until, expiresAt: until, group: 0, quorum: 1 };
  const config = parseConfig({ ...actingConfig, watch: { undoOnRefusal } });
  return Object.fromEntries(questionOf({ asked, votes: [] }, config, now).facts);
}

test.each([
  ['automatic' as const, 'it is taken back by itself'],
  ['tell' as const, 'you are told'],
])('whoever approves reads who is watched afterwards, and what follows: %s', (undoOnRefusal, then) => {
  expect(factsOf(arns, undoOnRefusal)['Watched afterwards']).toBe(
    `${arns.join(', ')}: where they are refused what they lose, ${then}`,
  );
});

test('a change that takes nothing away says nothing of it', () => {
  expect(factsOf([], 'automatic')).not.toHaveProperty('Watched afterwards');
});
