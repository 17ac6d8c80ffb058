import { describe, expect, test } from '@jest/globals';
import type { Control } from '../../../catalogue/control.ts';
import { eventPatterns } from '../../../catalogue/derive/event-pattern.ts';
import { catalogue, controlById } from '../../../catalogue/index.ts';

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

  test('let in the non-compliance of a Config rule, with a prefix and a suffix around its name', () => {
    expect(patterns['config-rules']?.detail).toEqual({
      messageType: ['ComplianceChangeNotification'],
      configRuleName: [
        { wildcard: '*iam-policy-no-statements-with-admin-access*' },
        { wildcard: '*s3-bucket-level-public-access-prohibited*' },
        { wildcard: '*s3-bucket-public-read-prohibited*' },
        { wildcard: '*s3-bucket-public-write-prohibited*' },
      ],
      newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
    });
  });

  test('let in open failed findings of Security Hub', () => {
    expect(patterns['security-hub']?.detail).toEqual({
      findings: {
        Compliance: { SecurityControlId: ['IAM.1', 'S3.8'], Status: ['FAILED', 'WARNING'] },
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

/** Source: Amazon EventBridge quotas, "Event pattern size: 2048 characters". */
test.each(Object.entries(eventPatterns(catalogue, own)))(
  'the pattern %s fits into a rule of EventBridge',
  (_, pattern) => {
    expect(JSON.stringify(pattern).length).toBeLessThan(2048);
  },
);

function known(id: string): Control {
  const control = controlById(id);
  if (control === undefined) {
    throw new Error(`there is no control ${id}`);
  }
  return control;
}
