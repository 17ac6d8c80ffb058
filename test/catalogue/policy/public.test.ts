import { describe, expect, test } from '@jest/globals';
import { type Statement, statementsOf, UnreadablePolicy } from '../../../catalogue/policy/document.ts';
import { foreignPrincipals, isPublic } from '../../../catalogue/policy/public.ts';

type Raw = Record<string, unknown>;

const own = '111122223333';
const partner = 'arn:aws:iam::999988887777:role/partner';
const anyone: Raw = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' };

/** Source: Amazon S3 user guide, "Blocking public access to your Amazon S3 storage", The meaning of "public". */
describe('is public', () => {
  test.each<[string, Raw]>([
    ['everybody', anyone],
    ['every AWS principal', { ...anyone, Principal: { AWS: '*' } }],
    ['every AWS principal in a list', { ...anyone, Principal: { AWS: ['*'] } }],
    ['every AWS principal beside a named one', { ...anyone, Principal: { AWS: [partner, '*'] } }],
    ['every canonical user', { ...anyone, Principal: { CanonicalUser: '*' } }],
    ['a principal whose account is a wildcard', { ...anyone, Principal: { AWS: 'arn:aws:iam::*:role/partner' } }],
    ['a principal whose name is a wildcard', { ...anyone, Principal: { AWS: 'arn:aws:iam::999988887777:role/*' } }],
    [
      'a principal that is a policy variable',
      { ...anyone, Principal: { AWS: 'arn:aws:iam::${aws:PrincipalAccount}:root' } },
    ],
    ['everybody with an account at Facebook', { ...anyone, Principal: { Federated: 'graph.facebook.com' } }],
    ['everybody but one principal', { ...anyone, Principal: undefined, NotPrincipal: { AWS: partner } }],
    ['an empty condition', { ...anyone, Condition: {} }],
    ['a virtual private cloud by wildcard', when({ StringLike: { 'aws:SourceVpc': 'vpc-*' } })],
    ['a wildcard that its operator takes literally', when({ StringEquals: { 'aws:SourceVpc': 'vpc-*' } })],
    ['a single-letter wildcard', when({ StringLike: { 'aws:SourceAccount': '11112222333?' } })],
    ['a policy variable', when({ StringEquals: { 'aws:PrincipalAccount': '${s3:ResourceAccount}' } })],
    ['one wildcard among fixed values', when({ StringLike: { 'aws:SourceVpce': ['vpce-1a2b', '*'] } })],
    [
      'all the roles of an account by wildcard',
      when({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${own}:role/*` } }),
    ],
    ['any user id', when({ StringLike: { 'aws:userid': '*:build' } })],
    ['a key that says nothing about who', when({ StringLike: { 'aws:Referer': 'https://example.com/' } })],
    ['a transport condition', when({ Bool: { 'aws:SecureTransport': 'true' } })],
    ['a tag that anybody can set in their account', when({ StringEquals: { 'aws:PrincipalTag/team': 'data' } })],
    ['an organization other than one', when({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
    ['any organization', when({ Null: { 'aws:PrincipalOrgID': 'false' } })],
    ['a pin that holds where the key is missing', when({ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a2b' } })],
    [
      'a pin of all values, which holds for none',
      when({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    ],
    ['every IPv4 address', when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })],
    ['half of the IPv4 addresses', when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } })],
    ['an IPv4 range just too broad', when({ IpAddress: { 'aws:SourceIp': '54.0.0.0/7' } })],
    ['an IPv6 range just too broad', when({ IpAddress: { 'aws:SourceIp': '2001:da0::/31' } })],
    ['every IPv6 address', when({ IpAddress: { 'aws:SourceIp': '::/0' } })],
    ['a broad range beside a narrow one', when({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0'] } })],
    ['all but some addresses', when({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    ['any text for an address', when({ StringLike: { 'aws:SourceIp': '*' } })],
    ['an address that is none', when({ IpAddress: { 'aws:SourceIp': 'example.com' } })],
    ['a range of a size that is none', when({ IpAddress: { 'aws:SourceIp': '203.0.113.0/33' } })],
    ['a range without a size', when({ IpAddress: { 'aws:SourceIp': '203.0.113.0/' } })],
    ['a private address, which every network has', when({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } })],
  ])('%s', (_, raw) => {
    expect(isPublic(statement(raw))).toBe(true);
  });
});

describe('is not public', () => {
  test.each<[string, Raw]>([
    ['an account', { ...anyone, Principal: { AWS: '999988887777' } }],
    ['the root of an account', { ...anyone, Principal: { AWS: 'arn:aws:iam::999988887777:root' } }],
    ['a role', { ...anyone, Principal: { AWS: partner } }],
    ['an AWS service', { ...anyone, Principal: { Service: 'cloudtrail.amazonaws.com' } }],
    [
      'an origin access identity',
      { ...anyone, Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } },
    ],
    [
      'a canonical user',
      { ...anyone, Principal: { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' } },
    ],
    [
      'an identity provider of an account',
      { ...anyone, Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/corp' } },
    ],
    ['a denial to everybody', { ...anyone, Effect: 'Deny' }],
    ['a denial to all but one', { ...anyone, Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: partner } }],
    ['a statement that names no principal', { ...anyone, Principal: undefined }],
    ['a virtual private cloud', when({ StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } })],
    ['an endpoint', when({ StringEquals: { 'aws:SourceVpce': ['vpce-1a2b', 'vpce-3c4d'] } })],
    ['an organization', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
    [
      'an organization beside a condition that pins nothing',
      when({ Bool: { 'aws:SecureTransport': true }, StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    ],
    [
      'an organization beside a key that pins nothing',
      when({ StringLike: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:Referer': '*' } }),
    ],
    ['a key and an operator in another case', when({ stringequals: { 'AWS:PRINCIPALORGID': 'o-a1b2c3d4e5' } })],
    ['any of fixed values', when({ 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/' } })],
    ['an account as a number', when({ StringEquals: { 'aws:SourceAccount': 111122223333 } })],
    ['a principal by its ARN', when({ ArnEquals: { 'aws:PrincipalArn': partner } })],
    ['a topic by its ARN', when({ ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-central-1:${own}:news` } })],
    ['the sessions of a role by its id', when({ StringLike: { 'aws:userid': 'AROAEXAMPLEID:*' } })],
    [
      'the access points of an account',
      when({ StringLike: { 's3:DataAccessPointArn': `arn:aws:s3:us-west-2:${own}:accesspoint/*` } }),
    ],
    ['the account of access points', when({ StringEquals: { 's3:DataAccessPointAccount': own } })],
    ['an IPv4 address', when({ IpAddress: { 'aws:SourceIp': '203.0.113.7' } })],
    ['the broadest IPv4 range', when({ IpAddress: { 'aws:SourceIp': '54.0.0.0/8' } })],
    ['a private IPv4 range', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
    ['an IPv6 address', when({ IpAddress: { 'aws:SourceIp': '2001:db8::1' } })],
    ['the broadest IPv6 range', when({ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } })],
    ['narrow ranges of both kinds', when({ IpAddress: { 'AWS:SourceIp': ['203.0.113.0/24', '2001:db8:1234::/48'] } })],
  ])('%s', (_, raw) => {
    expect(isPublic(statement(raw))).toBe(false);
  });
});

describe('lets in besides the account', () => {
  test.each<[string, Raw, readonly string[]]>([
    ['nobody by name, where it names everybody', anyone, []],
    ['a named role of another account', { ...anyone, Principal: { AWS: partner } }, [partner]],
    ['a named account', { ...anyone, Principal: { AWS: ['999988887777', own] } }, ['999988887777']],
    [
      'a role whose path looks like the own account',
      { ...anyone, Principal: { AWS: `arn:aws:iam::999988887777:role/::${own}:/x` } },
      [`arn:aws:iam::999988887777:role/::${own}:/x`],
    ],
    ['a named role beside everybody', { ...anyone, Principal: { AWS: ['*', partner] } }, [partner]],
    [
      'the roles of an account by wildcard',
      { ...anyone, Principal: { AWS: 'arn:aws:iam::999988887777:role/*' } },
      ['arn:aws:iam::999988887777:role/*'],
    ],
    [
      'a canonical user and an identity provider',
      { ...anyone, Principal: { CanonicalUser: 'abc', Federated: 'accounts.google.com' } },
      ['abc', 'accounts.google.com'],
    ],
    [
      'nobody, where it names the account itself',
      { ...anyone, Principal: { AWS: [own, `arn:aws:iam::${own}:root`, `arn:aws:sts::${own}:assumed-role/app/x`] } },
      [],
    ],
    ['nobody, where it names an AWS service', { ...anyone, Principal: { Service: 'cloudtrail.amazonaws.com' } }, []],
    ['nobody, where it denies', { ...anyone, Effect: 'Deny', Principal: { AWS: partner } }, []],
    [
      'everybody of an organization',
      when({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
      ['everybody with aws:PrincipalOrgID o-a1b2c3d4e5'],
    ],
    [
      'everybody in an organizational unit',
      when({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } }),
      ['everybody with aws:PrincipalOrgPaths o-a1b2c3d4e5/r-ab12/*'],
    ],
    [
      'everybody at two addresses',
      when({ IpAddress: { 'aws:SourceIp': ['203.0.113.7', '203.0.113.8'] } }),
      ['everybody with aws:SourceIp 203.0.113.7 or 203.0.113.8'],
    ],
    [
      'everybody with the roles of an account',
      when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/*' } }),
      ['everybody with aws:PrincipalArn arn:aws:iam::999988887777:role/*'],
    ],
    [
      'nobody, where a pin names the account itself',
      when({ StringEquals: { 'aws:PrincipalAccount': own, 'aws:SourceVpce': 'vpce-1a2b' } }),
      [],
    ],
    ['nobody in particular, where the range is too broad', when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), []],
  ])('%s', (_, raw, expected) => {
    expect(foreignPrincipals(statement(raw), own)).toEqual(expected);
  });
});

describe('a policy document', () => {
  test('may hold one statement outside a list, and single values outside lists', () => {
    expect(statementsOf(JSON.stringify({ Version: '2012-10-17', Statement: anyone }))).toEqual([
      { ...anyone, Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::logs/*'] },
    ]);
  });

  test.each([
    ['text that is not JSON', '{'],
    ['no text', ''],
    ['JSON that is not a document', '[]'],
    ['a document without statements', '{"Version":"2012-10-17"}'],
    ['an effect that IAM does not know', JSON.stringify({ Statement: { ...anyone, Effect: 'allow' } })],
    ['a principal that is neither a star nor a map', JSON.stringify({ Statement: { ...anyone, Principal: own } })],
    ['an action that is not text', JSON.stringify({ Statement: { ...anyone, Action: 7 } })],
  ])('is not read where it is %s', (_, text) => {
    expect(() => statementsOf(text)).toThrow(UnreadablePolicy);
  });
});

function when(condition: Raw): Raw {
  return { ...anyone, Condition: condition };
}

function statement(raw: Raw): Statement {
  const [only] = statementsOf(JSON.stringify({ Version: '2012-10-17', Statement: [raw] }));
  if (only === undefined) {
    throw new Error('a document of one statement has one');
  }
  return only;
}
