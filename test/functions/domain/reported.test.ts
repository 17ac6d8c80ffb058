import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventPatterns } from '../../../catalogue/derive/event-pattern.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { asffOf } from '../../../functions/domain/asff.ts';
import { Status } from '../../../functions/domain/finding.ts';
import { isClosed, startOf } from '../../../functions/domain/history.ts';
import { ocsfLines, ocsfOf } from '../../../functions/domain/ocsf.ts';
import { findingUid, type Reported, resourceTypeOf, standingOf } from '../../../functions/domain/standing.ts';
import { bucketControl, bucketDrift } from '../findings.ts';
import { Asff } from './asff-schema.ts';

const remediation = startOf(bucketDrift(), { because: 'it is public' }, new Date('2026-11-24T10:00:02Z'));
const open: Reported = { remediation, standing: 'open', control: bucketControl, partition: 'aws', link: '' };

describe('how a resource stands', () => {
  test.each<[Status, number, ReturnType<typeof standingOf>]>([
    ['remediated', 0, 'mended'],
    ['held', 0, 'open'],
    ['awaiting-approval', 0, 'open'],
    ['verification-failed', 0, 'open'],
    ['undone', 0, 'open'],
    ['stale', 0, 'unknown'],
    ['applying', 0, undefined],
    // An undo that went through, the undo of that undo, and an undo that did not go through.
    ['undone', 1, 'open'],
    ['undone', 2, 'mended'],
    ['undone', 3, 'open'],
    ['stale', 1, undefined],
    ['failed', 1, undefined],
    ['awaiting-approval', 1, undefined],
  ])('after %s, and %d undoes, is %s', (status, undoes, standing) => {
    expect(standingOf(status, undoes)).toBe(standing);
  });

  test.each(Status.options.filter(isClosed))('is known once a remediation has ended as %s', (status) => {
    expect(standingOf(status, 0)).toBeDefined();
  });
});

test('one control and one resource have one finding, whatever led to it', () => {
  const same = { ...remediation, id: 'r-other', openedAt: '2027', event: 'x' };
  expect(findingUid(same)).toBe(findingUid(remediation));
  const others = [
    { control: 'x' },
    { account: '444455556666' },
    { region: 'us-east-1' },
    { resource: 'arn:aws:s3:::other' },
  ].map((change) => findingUid({ ...remediation, ...change }));
  expect(new Set([...others, findingUid(remediation)]).size).toBe(5);
});

test.each([
  ['iam.policy-without-admin-wildcard', 'arn:aws:iam::1:role/app', 'AWS::IAM::Role'],
  ['iam.policy-without-admin-wildcard', 'arn:aws:iam::1:policy/team/all', 'AWS::IAM::Policy'],
  ['rds.snapshot-private', 'arn:aws:rds:eu-central-1:1:snapshot:a', 'AWS::RDS::DBSnapshot'],
  ['rds.snapshot-private', 'arn:aws:rds:eu-central-1:1:cluster-snapshot:a', 'AWS::RDS::DBClusterSnapshot'],
  ['ec2.network-acl-admin-ports-closed', 'arn:aws:ec2:eu-central-1:1:network-acl/acl-1', 'AWS::EC2::NetworkAcl'],
  ['s3.bucket-closed-to-public', 'arn:aws:s3:::logs', 'AWS::S3::Bucket'],
])('%s calls %s an %s', (id, arn, type) => {
  const control = catalogue.find((one) => one.id === id);
  expect(control && resourceTypeOf(control, arn)).toBe(type);
});

describe('a finding for Security Hub', () => {
  test.each(catalogue.map((control) => [control.id, control] as const))(
    'of %s is what ASFF asks for',
    (id, control) => {
      for (const standing of ['open', 'mended', 'unknown'] as const) {
        const finding = asffOf({ ...open, control, standing, remediation: { ...remediation, control: id } });
        expect(Asff.safeParse(finding).error?.issues ?? []).toEqual([]);
      }
    },
  );

  test('fits, whatever stands in the history', () => {
    const any = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constant('x'.repeat(5000)));
    fc.assert(
      fc.property(any, any, any, (because, resource, actor) => {
        const finding = asffOf({
          ...open,
          remediation: { ...remediation, because, resource: `arn:${resource}`, actor, event: because },
          link: 'https://console.example.com/remediations/r-1',
        });
        expect(Asff.safeParse(finding).error?.issues ?? []).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(finding))).toBeLessThan(240_000);
      }),
    );
  });

  test.each([
    ['open', 'FAILED', 'ACTIVE', 'CRITICAL', 'NEW'],
    ['mended', 'PASSED', 'ARCHIVED', 'INFORMATIONAL', 'RESOLVED'],
    ['unknown', 'NOT_AVAILABLE', 'ARCHIVED', 'INFORMATIONAL', 'NEW'],
  ] as const)('that is %s has %s, is %s, and weighs %s', (standing, Status, RecordState, Label, workflow) => {
    const finding = asffOf({ ...open, control: { ...bucketControl, severity: 'critical' }, standing });
    expect(finding).toMatchObject({
      Compliance: { Status },
      RecordState,
      Severity: { Label },
      Workflow: { Status: workflow },
    });
  });

  test('names what it is required by', () => {
    expect(asffOf(open).Compliance?.RelatedRequirements).toContain('Security Hub S3.8');
  });

  test('says what to do, and where a person reads more', () => {
    const link = 'https://console.example.com/remediations/r-1';
    const text = (change: Partial<Reported>) => asffOf({ ...open, ...change }).Remediation?.Recommendation?.Text;
    expect(text({})).toContain(`it is public. All about it: homeostat show ${remediation.id}`);
    expect(text({ remediation: { ...remediation, status: 'awaiting-approval' } })).toContain(
      `homeostat approve ${remediation.id}`,
    );
    expect(text({ standing: 'mended' })).toContain(`homeostat undo ${remediation.id}`);
    expect(asffOf({ ...open, link }).Remediation?.Recommendation?.Url).toBe(link);
  });

  test('wakes none of the controls up that it tells of', () => {
    const [pattern] = Object.entries(eventPatterns(catalogue, 'arn:aws:sts::1:assumed-role/x/')).filter(([name]) =>
      name.startsWith('security-hub'),
    );
    expect(JSON.stringify(pattern)).toContain('SecurityControlId');
    expect(asffOf(open).Compliance).not.toHaveProperty('SecurityControlId');
  });

  test('names types that Security Hub knows', () => {
    const known = readFileSync('node_modules/@aws-sdk/client-securityhub/dist-types/models/models_2.d.ts', 'utf8');
    const types = catalogue.flatMap((control) =>
      Object.keys(control.resources).map((type) =>
        asffOf({ ...open, control: { ...control, resources: { [type]: '' } } }),
      ),
    );
    const named = new Set(types.flatMap(({ Resources = [] }) => Resources.map(({ Type = '' }) => Type)));
    const unknown = [...named].filter(
      (type) => !['Other', 'AwsAccount'].includes(type) && !known.includes(`${type}?: `),
    );
    expect(unknown).toEqual([]);
    expect(named.size).toBeGreaterThan(25);
  });
});

describe('a finding in OCSF', () => {
  test('that is open is created, and failed', () => {
    expect(ocsfOf(open)).toMatchSnapshot();
  });

  test.each([
    ['open', 200301, 1, 3],
    ['mended', 200303, 4, 1],
    ['unknown', 200302, 0, 2],
  ] as const)('%s is of the type %d, in the status %d, and its check %d', (standing, type, status, check) => {
    expect(ocsfOf({ ...open, standing })).toMatchObject({
      type_uid: type,
      status_id: status,
      compliance: { status_id: check, standards: Object.keys(bucketControl.standards) },
      finding_info: { uid: findingUid(remediation) },
      time: Date.parse(remediation.updatedAt),
    });
  });

  test('is one line each, of what says how a resource stands', () => {
    const { rows, head } = ocsfLines((id) => (id === bucketControl.id ? bucketControl : undefined));
    const lines = rows([
      { ...remediation, status: 'remediated' },
      { ...remediation, status: 'applying' },
      { ...remediation, status: 'failed', undoes: 'r-1' },
      { ...remediation, status: 'undone', undoes: 'r-1' },
      { ...remediation, status: 'held', control: 's3.no-more' },
    ]).split('\n');
    expect([head, lines.pop()]).toEqual(['', '']);
    expect(lines.map((line) => JSON.parse(line)).map(({ status, finding_info: info }) => [status, info.title])).toEqual(
      [
        ['Resolved', bucketControl.title],
        ['New', bucketControl.title],
        ['New', 's3.no-more'],
      ],
    );
  });
});
