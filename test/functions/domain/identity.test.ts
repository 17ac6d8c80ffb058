import { describe, expect, test } from '@jest/globals';
import { byArn, byMail, bySlack, isActor } from '../../../functions/domain/identity.ts';
import type { Approver } from '../../../functions/domain/people.ts';

const ann: Approver = {
  name: 'Ann',
  mail: 'Ann@example.com',
  slack: 'U0ANN',
  aws: ['arn:aws:sts::*:assumed-role/AWSReservedSSO_Admin_*/ann@example.com'],
};
const bob: Approver = { name: 'Bob', mail: 'bob@example.com', aws: [] };
const all = [ann, bob];
const sso = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b/ann@example.com';

describe('an approver is known', () => {
  test('by mail, in any case', () => {
    expect([byMail(all, 'ANN@EXAMPLE.COM'), byMail(all, 'ann@example.com.evil.com')]).toEqual([ann, undefined]);
  });

  test('by a mapped AWS identity, and not by a session name alone', () => {
    expect(byArn(all, sso)).toBe(ann);
    expect(byArn(all, 'arn:aws:sts::111122223333:assumed-role/dev/ann@example.com')).toBeUndefined();
    expect(byArn(all, 'arn:aws:sts::111122223333:assumed-role/dev/bob@example.com')).toBeUndefined();
  });

  test('by a mapped Slack id, or else by the mail that Slack has confirmed', () => {
    expect(bySlack(all, { id: 'U0ANN', confirmedMail: undefined })).toBe(ann);
    expect(bySlack(all, { id: 'U0BOB', confirmedMail: 'bob@example.com' })).toBe(bob);
    expect(bySlack(all, { id: 'U0BOB', confirmedMail: undefined })).toBeUndefined();
    // Whoever is mapped is nobody else: a second account with their mail is not them.
    expect(bySlack(all, { id: 'U0OTHER', confirmedMail: 'ann@example.com' })).toBeUndefined();
  });
});

describe('who caused a drift', () => {
  test.each<[string, { arn: string; sourceIdentity?: string }]>([
    ['their mapped identity', { arn: sso }],
    ['a session with their mail', { arn: 'arn:aws:sts::111122223333:assumed-role/dev/ANN@example.com' }],
    ['a session with the first part of it', { arn: 'arn:aws:sts::111122223333:assumed-role/dev/ann' }],
    ['an IAM user of that name', { arn: 'arn:aws:iam::111122223333:user/team/ann' }],
    ['a source identity', { arn: 'arn:aws:sts::111122223333:assumed-role/dev/x', sourceIdentity: 'ann@example.com' }],
    ['a mapped source identity', { arn: 'arn:aws:sts::1:assumed-role/dev/x', sourceIdentity: sso }],
  ])('is an approver by %s', (_, actor) => {
    expect([isActor(ann, { type: 'x', ...actor }), isActor(bob, { type: 'x', ...actor })]).toEqual([true, false]);
  });

  test('is no approver for being unknown', () => {
    expect(isActor(ann, { type: 'unknown', arn: 'unknown' })).toBe(false);
  });
});
