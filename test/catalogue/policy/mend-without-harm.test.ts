import { describe, expect, test } from '@jest/globals';
import { withoutOutsiders } from '../../../catalogue/policy/mend.ts';
import type { Place, PolicyService } from '../../../catalogue/policy/place.ts';
import type { Raw } from './documented/row.ts';

const own = '111122223333';
const partner = '444455556666';
const everybody: Raw = {
  Sid: 'Anyone',
  Effect: 'Allow',
  Principal: '*',
  Action: 'lambda:InvokeFunction',
  Resource: '*',
};
const owner: Raw = { ...everybody, Sid: 'Owner', Principal: { AWS: own } };

describe('a key policy', () => {
  const root: Raw = {
    Sid: 'Root',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${own}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const anyone: Raw = { Sid: 'Anyone', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };

  test('loses the public and keeps the account’s own statement', () => {
    expect(after(textOf(root, anyone), 'kms')).toBe(textOf(root));
    const both = { ...root, Principal: { AWS: ['*', `arn:aws:iam::${own}:root`] } };
    const alone = { ...root, Principal: { AWS: [`arn:aws:iam::${own}:root`] } };
    expect(after(textOf(both), 'kms')).toBe(textOf(alone));
  });

  test.each<[string, readonly Raw[]]>([
    [
      'an administrator by role',
      [{ ...root, Principal: { AWS: `arn:aws:iam::${own}:role/Admin` }, Action: ['kms:Put*'] }],
    ],
    ['everybody of the account', [{ ...anyone, Condition: { StringEquals: { 'kms:CallerAccount': own } } }]],
    ['all actions but some', [{ ...root, Action: undefined, NotAction: 'kms:Decrypt' }]],
    ['a Deny of the policy’s change for another', [root, { ...anyone, Effect: 'Deny', Principal: { AWS: partner } }]],
  ])('may lose the public where it leaves %s', (_, rest) => {
    expect(after(textOf(anyone, ...rest), 'kms')).toBe(textOf(...rest));
  });

  test.each<[string, readonly Raw[]]>([
    ['nobody', []],
    ['users only', [{ ...root, Action: ['kms:Decrypt', 'kms:Describe*'] }]],
    ['an administrator of another account only', [{ ...root, Principal: { AWS: `arn:aws:iam::${partner}:root` } }]],
    [
      'an administrator under a condition',
      [{ ...root, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
    ],
    ['an administrator of another key', [{ ...root, Resource: 'arn:aws:kms:eu-central-1:111122223333:key/x' }]],
    ['an administrator whose account is denied', [root, { ...root, Effect: 'Deny', Principal: { AWS: own } }]],
    ['all actions but the policy’s change', [{ ...root, Action: undefined, NotAction: 'kms:Put*' }]],
  ])('is left as it is where it would leave %s', (_, rest) => {
    const place = { ...at('kms'), trusted: [partner] };
    expect(withoutOutsiders(textOf(anyone, ...rest), place, 'public')).toEqual({
      outcome: 'left',
      verdict: 'open',
      because:
        'statement Anyone lets in everybody (it names everybody), but without it nobody of the account could manage the key any more',
    });
  });
});

test('a key policy is left as it is where a Deny spares only others', () => {
  const root: Raw = { Effect: 'Allow', Principal: { AWS: own }, Action: 'kms:*', Resource: '*' };
  const decrypt: Raw = { ...root, Principal: '*', Action: 'kms:Decrypt' };
  const denial: Raw = { Effect: 'Deny', NotPrincipal: { AWS: partner }, Action: 'kms:PutKeyPolicy', Resource: '*' };
  expect(withoutOutsiders(textOf(decrypt, root, denial), at('kms'), 'public')).toMatchObject({
    outcome: 'left',
    verdict: 'open',
  });
  const spared = { ...denial, NotPrincipal: { AWS: [partner, own] } };
  expect(after(textOf(decrypt, root, spared), 'kms')).toBe(textOf(root, spared));
});

describe('a trust policy', () => {
  const trust = (Principal: unknown): Raw => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });

  test('loses everybody and keeps the service', () => {
    const text = textOf(trust({ AWS: '*' }), trust({ Service: 'ec2.amazonaws.com' }));
    expect(after(text, 'iam')).toBe(textOf(trust({ Service: 'ec2.amazonaws.com' })));
  });

  test.each<[string, readonly Raw[]]>([
    ['nothing', []],
    ['a denial', [{ ...trust({ AWS: partner }), Effect: 'Deny' }]],
    ['the right to tag sessions', [{ ...trust({ AWS: own }), Action: ['sts:TagSession', 'sts:SetSourceIdentity'] }]],
  ])('is left where nobody would be trusted any more, since %s stays', (_, others) => {
    expect(withoutOutsiders(textOf(trust({ AWS: '*' }), ...others), at('iam'), 'public')).toEqual({
      outcome: 'left',
      verdict: 'open',
      because: 'statement 1 lets in everybody (it names everybody), but without it nobody could take the role any more',
    });
  });

  test('keeps the right to tag sessions, for everybody too: nobody gets in by it', () => {
    const tag = { ...trust({ AWS: '*' }), Action: 'sts:TagSession' };
    const service = trust({ Service: 'ec2.amazonaws.com' });
    expect(withoutOutsiders(textOf(tag, service), at('iam'), 'public')).toEqual({ outcome: 'closed' });
    expect(after(textOf(tag, trust({ AWS: '*' }), service), 'iam')).toBe(textOf(tag, service));
  });
});

describe('a function’s policy', () => {
  test('loses whole statements that have a Sid', () => {
    expect(withoutOutsiders(textOf(everybody, owner), at('lambda'), 'public')).toMatchObject({
      outcome: 'mended',
      removed: [{ sid: 'Anyone', whole: true }],
    });
  });

  test.each<[string, Raw]>([
    ['without a Sid', { ...everybody, Sid: undefined }],
    ['of which some would stay', { ...everybody, Principal: { AWS: ['*', own] } }],
  ])('is left where a statement goes %s', (_, statement) => {
    expect(withoutOutsiders(textOf(statement, owner), at('lambda'), 'public')).toMatchObject({
      outcome: 'left',
      because: expect.stringContaining('but Lambda removes whole statements by their Sid only'),
    });
  });
});

function at(service: PolicyService): Place {
  return { service, account: own };
}

function after(text: string, service: PolicyService): string | null {
  const mended = withoutOutsiders(text, at(service), 'public');
  return mended.outcome === 'mended' ? mended.document : text;
}

function textOf(...statements: readonly Raw[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
