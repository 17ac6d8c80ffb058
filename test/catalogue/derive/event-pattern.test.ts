import { describe, expect, test } from '@jest/globals';
import type { Control, Trigger } from '../../../catalogue/control.ts';
import { eventPatterns } from '../../../catalogue/derive/event-pattern.ts';
import { typesThatWake } from '../../../catalogue/derive/triggers.ts';
import { catalogue, controlById } from '../../../catalogue/index.ts';
import { hundredControls } from './hundred-controls.ts';

const s3 = known('s3.bucket-closed-to-public');
const iam = known('iam.policy-without-admin-wildcard');
const own = 'arn:aws:sts::111122223333:assumed-role/homeostat-';
const patterns = eventPatterns([iam, s3], own);

describe('the event patterns of two controls', () => {
  test('are one for each service, one for Config’s items, one for its rules and one for Security Hub', () => {
    expect(Object.keys(patterns)).toEqual(['calls-iam', 'calls-s3', 'config-items', 'config-rules', 'security-hub']);
  });

  test('let in the calls that a control names, but none that was refused and none of Homeostat’s own', () => {
    expect(patterns['calls-s3']).toEqual({
      source: ['aws.s3'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['s3.amazonaws.com'],
        eventName: [
          'CreateBucket',
          'DeleteBucketPublicAccessBlock',
          'DeletePublicAccessBlock',
          'PutBucketAcl',
          'PutBucketPolicy',
          'PutBucketPublicAccessBlock',
          'PutPublicAccessBlock',
        ],
        errorCode: [{ exists: false }],
        userIdentity: { $or: [{ arn: [{ exists: false }] }, { arn: [{ 'anything-but': { prefix: own } }] }] },
      },
    });
  });

  test('gather the calls of several triggers of one service', () => {
    expect(patterns['calls-iam']?.detail['eventName']).toEqual([
      'CreatePolicy',
      'CreatePolicyVersion',
      'PutGroupPolicy',
      'PutRolePolicy',
      'PutUserPolicy',
      'SetDefaultPolicyVersion',
    ]);
  });

  test('let in Config’s items of the resource types, but not deleted ones', () => {
    expect(patterns['config-items']).toEqual({
      source: ['aws.config'],
      'detail-type': ['Config Configuration Item Change'],
      detail: {
        messageType: ['ConfigurationItemChangeNotification'],
        configurationItem: {
          resourceType: ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User', 'AWS::S3::Bucket'],
          configurationItemStatus: ['OK', 'ResourceDiscovered'],
        },
      },
    });
  });

  test('let in the non-compliance of a Config rule, by the names that it is deployed under', () => {
    expect(patterns['config-rules']?.detail).toEqual({
      messageType: ['ComplianceChangeNotification'],
      configRuleName: [
        { prefix: 'iam-policy-no-statements-with-admin-access' },
        { prefix: 'securityhub-iam-policy-no-statements-with-admin-access' },
        { prefix: 'OrgConfigRule-iam-policy-no-statements-with-admin-access' },
        ...['level-public-access', 'public-read', 'public-write'].flatMap((what) => [
          { prefix: `s3-bucket-${what}-prohibited` },
          { prefix: `securityhub-s3-bucket-${what}-prohibited` },
          { prefix: `OrgConfigRule-s3-bucket-${what}-prohibited` },
        ]),
      ],
      newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
    });
  });

  test('let in open failed findings of Security Hub', () => {
    expect(patterns['security-hub']?.detail).toEqual({
      findings: {
        Compliance: { SecurityControlId: ['IAM.1', 'S3.2', 'S3.3', 'S3.8'], Status: ['FAILED', 'WARNING'] },
        Workflow: { Status: ['NEW', 'NOTIFIED'] },
        RecordState: ['ACTIVE'],
      },
    });
  });

  test('are left out where no control has such a trigger', () => {
    const [call] = s3.triggers;
    expect(Object.keys(eventPatterns([{ ...s3, triggers: [call] }], own))).toEqual(['calls-s3', 'config-items']);
  });
});

describe.each([
  ['the catalogue', catalogue],
  ['a catalogue of a hundred controls', hundredControls()],
] as const)('the rules of %s', (_, controls) => {
  const rules = Object.entries(eventPatterns(controls, own));

  /** Source: Amazon EventBridge quotas, "Event pattern size: 2048 characters". */
  test.each(rules)('%s fits into EventBridge', (_, pattern) => {
    expect(JSON.stringify(pattern).length).toBeLessThan(2048);
    expect(JSON.stringify(pattern)).not.toContain('wildcard');
  });

  /** Source: Amazon EventBridge quotas, "Number of rules": 100 for a bus in the regions that have the fewest. */
  test('are few enough for one bus', () => {
    expect(rules.length).toBeLessThan(100);
  });

  test('let in every call, type, rule and finding that a control names, each once', () => {
    const values = rules.flatMap(([, { detail }]) => namesIn(detail));
    for (const trigger of controls.flatMap((control) => control.triggers)) {
      expect(values).toEqual(expect.arrayContaining([...namesOf(trigger)]));
    }
    expect(values).toEqual(expect.arrayContaining(controls.flatMap(typesThatWake)));
  });
});

function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? [value] : [];
  }
  return Object.values(value).flatMap(namesIn);
}

function known(id: string): Control {
  const control = controlById(id);
  if (control === undefined) {
    throw new Error(`there is no control ${id}`);
  }
  return control;
}

/** What EventBridge has to let in for a trigger. */
function namesOf(trigger: Trigger): readonly string[] {
  switch (trigger.kind) {
    case 'api-call':
      return trigger.events;
    case 'config-rule':
      return [trigger.rule];
    case 'security-hub':
      return [trigger.control];
    case 'sweep':
      return [];
    default:
      return trigger satisfies never;
  }
}
