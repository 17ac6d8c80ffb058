import type { Control } from '../../catalogue/control.ts';
import { controlById } from '../../catalogue/index.ts';
import { remediationId } from '../../functions/domain/digest.ts';
import type { Cause, Finding, Target } from '../../functions/domain/finding.ts';
import { judge } from '../../functions/domain/plan.ts';
import { account, region } from './environment.ts';

export const bucketControl = control('s3.bucket-closed-to-public');
export const adminControl = control('iam.policy-without-admin-wildcard');

export const cause: Cause = {
  id: 'e-1',
  name: 'PutBucketPolicy',
  time: '2026-11-24T10:00:00Z',
  actor: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/mallory` },
};

export const bucket: Target = { account, region, arn: 'arn:aws:s3:::logs' };

export const openBucket = {
  name: 'logs',
  account,
  access: null,
  exposure: {
    policy:
      '{"Version":"2012-10-17","Statement":[{"Sid":"Anyone","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*"}]}',
    publicGrants: [],
    acls: false,
    website: false,
  },
};
export const closedBucket = {
  ...openBucket,
  access: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
  exposure: null,
};

/** A bucket that is public: a safe change with one call. */
export function bucketDrift(change: Partial<Finding> = {}): Finding {
  return driftOf(bucketControl, bucket, openBucket, change);
}

export const role: Target = { account, region: 'us-east-1', arn: `arn:aws:iam::${account}:role/app` };
export const adminDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/** A role with two inline policies that grant everything: a disruptive change with two calls. */
export function roleDrift(change: Partial<Finding> = {}): Finding {
  const inline = ['one', 'two'].map((name) => ({ name, document: adminDocument }));
  return driftOf(adminControl, role, { kind: 'principal', type: 'role', name: 'app', path: '/', inline }, change);
}

/** A finding with another event's id. */
export function again(finding: Finding, event: string): Finding {
  return {
    ...finding,
    id: remediationId({ event, control: finding.control, arn: finding.target.arn }),
    cause: { ...finding.cause, id: event },
  };
}

export function planOf({ verdict }: Finding) {
  if (verdict.outcome !== 'change') {
    throw new TypeError('the finding has no plan');
  }
  return verdict.plan;
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = 'AWS refused'): Error {
  return Object.assign(new Error(message), { name });
}

function driftOf(judging: Control, target: Target, state: unknown, change: Partial<Finding>): Finding {
  const verdict = judge({ control: judging, target, state, settings: {}, readAt: cause.time });
  if (verdict === undefined) {
    throw new TypeError('the state is compliant');
  }
  const id = remediationId({ event: cause.id, control: judging.id, arn: target.arn });
  return { id, control: judging.id, target, cause, readAt: new Date().toISOString(), state, verdict, ...change };
}

function control(id: string): Control {
  const found = controlById(id);
  if (found === undefined) {
    throw new TypeError(`no control ${id}`);
  }
  return found;
}
