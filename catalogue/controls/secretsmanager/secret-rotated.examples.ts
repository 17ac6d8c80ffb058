import type { Example, NonEmpty } from '../../control.ts';
import type { Rotation } from '../../secretsmanager/rotation.ts';
import type { Secret } from './secret-rotated.ts';

type Case = Example<Secret, 'secretsmanager:RotateSecret' | 'secretsmanager:CancelRotateSecret'>;

const place = { account: '111122223333', region: 'eu-central-1' };
const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/mysql/app-a1B2c3';
const functionArn = (name: string, region = place.region) =>
  `arn:aws:lambda:${region}:${place.account}:function:${name}`;
const mysql = functionArn('SecretsManagerMySql');
const settings = { functions: { 'prod/mysql/*': mysql } };
const allowed = functionArn('SecretsManager*');

export const examples: NonEmpty<Case> = [
  {
    name: 'a secret that rotates',
    state: { arn, ...place, rotates: true, rotation: null },
    plan: { outcome: 'compliant' },
  },
  drift('a secret whose rotation somebody turned off', {
    rotation: { function: mysql, schedule: { days: 30, expression: null, duration: '3h' } },
    rules: { AutomaticallyAfterDays: 30, Duration: '3h' },
    when: 'every 30 days',
  }),
  drift('a secret whose rotation by the hour somebody turned off', {
    rotation: { function: mysql, schedule: { days: null, expression: 'rate(12 hours)', duration: null } },
    rules: { ScheduleExpression: 'rate(12 hours)' },
    when: 'by the schedule rate(12 hours)',
  }),
  drift('a secret that never was rotated, where the settings name a function for its kind', {
    rotation: {},
    settings: { ...settings, days: 60 },
    rules: { AutomaticallyAfterDays: 60 },
    when: 'every 60 days',
  }),
  leave('a secret without a function', {
    rotation: {},
    because: 'has no function that could: name one in the setting “functions” of secretsmanager.secret-rotated',
  }),
  leave('a secret whose function is named otherwise than AWS names them', {
    rotation: { function: functionArn('rotate-db') },
    because: `Homeostat may not turn on ${functionArn('rotate-db')}: only functions that are named ${allowed}`,
  }),
  leave('a secret for which the settings name a function of another region', {
    rotation: {},
    settings: { functions: { '*': functionArn('SecretsManagerMySql', 'us-east-1') } },
    because: `Homeostat may not turn on ${functionArn('SecretsManagerMySql', 'us-east-1')}: only functions that are named ${allowed}`,
  }),
  leave('a secret that an AWS service keeps', {
    rotation: { keeper: 'rds' },
    settings,
    because: 'rds keeps it, where its rotation is turned on',
  }),
  leave('a copy of a secret of another region', {
    rotation: { replicaOf: 'us-east-1', function: mysql },
    because: 'it is a copy, and is rotated where it comes from, in us-east-1',
  }),
  leave('a secret that is to be deleted', {
    rotation: { isToBeDeleted: true, function: mysql },
    because: 'it is to be deleted',
  }),
  leave('a secret whose rotation somebody broke off in the middle', {
    rotation: { isUnderWay: true, function: mysql },
    because:
      'a rotation was begun and not ended: Secrets Manager takes no other while a version is AWSPENDING, and a person has to find out which version is good',
  }),
  {
    name: 'a secret of which it is not known how it is rotated',
    state: { ...of({}), rotation: null },
    plan: { outcome: 'leave', because: 'it was not read how secret prod/mysql/app is rotated' },
  },
];

function of(rotation: Partial<Rotation>): Secret {
  const none = { function: null, schedule: null, keeper: null, replicaOf: null };
  return { arn, ...place, rotates: false, rotation: { ...none, isToBeDeleted: false, isUnderWay: false, ...rotation } };
}

interface Left {
  readonly rotation: Partial<Rotation>;
  readonly settings?: Case['settings'];
  readonly because: string;
}

function leave(name: string, { rotation, settings: some, because }: Left): Case {
  return {
    name,
    ...(some && { settings: some }),
    state: of(rotation),
    plan: { outcome: 'leave', because: `secret prod/mysql/app is not rotated, and ${because}` },
  };
}

interface Drift {
  readonly rotation: Partial<Rotation>;
  readonly settings?: Case['settings'];
  readonly rules: object;
  readonly when: string;
}

function drift(name: string, { rotation, settings: some, rules, when }: Drift): Case {
  return {
    name,
    ...(some && { settings: some }),
    state: of(rotation),
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'from its next window on, prod/mysql/app changes by itself: whoever keeps a copy of it is refused then',
      },
      apply: [
        {
          call: 'secretsmanager:RotateSecret',
          input: { SecretId: arn, RotationLambdaARN: mysql, RotationRules: rules, RotateImmediately: false },
          says: `Rotate secret prod/mysql/app ${when} with ${mysql}, and not at once`,
        },
      ],
      undo: [
        {
          call: 'secretsmanager:CancelRotateSecret',
          input: { SecretId: arn },
          says: 'Rotate secret prod/mysql/app no more, and break off a rotation that is under way',
        },
      ],
      after: { arn, ...place, rotates: true, rotation: null },
    },
  };
}
