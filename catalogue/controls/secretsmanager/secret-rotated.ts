import * as z from 'zod';
import { matches } from '../../../functions/domain/glob.ts';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { fill, partitionOf } from '../../derive/place.ts';
import { obstacleTo, Rotation, rotationOf, type Schedule } from '../../secretsmanager/rotation.ts';
import { nameOf, secretArn, secretReads, secrets, secretTarget } from '../../secretsmanager/secret.ts';
import { examples } from './secret-rotated.examples.ts';

/**
 * The functions that Homeostat may have called to rotate secrets: Secrets Manager asks for the right to call them of whoever
 * turns rotation on. AWS's own are named so, and its policy SecretsManagerReadWrite has the same bound.
 */
const rotationFunction = 'arn:{partition}:lambda:{region}:{account}:function:SecretsManager*';

export const Secret = z.object({
  arn: z.string(),
  account: z.string(),
  region: z.string(),
  rotates: z.boolean(),
  /** How it was rotated, and whether it can be. Read only where it is not. */
  rotation: Rotation.nullable(),
});
export type Secret = z.infer<typeof Secret>;

const Settings = z.object({
  functions: z
    .record(
      z.string(),
      z.string().regex(/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:SecretsManager[\w-]*$/, {
        error: 'name the function by its ARN; its name has to begin with SecretsManager',
      }),
    )
    .default({})
    .describe(
      'Functions for secrets that have none: the ARN of each by a pattern of secrets’ names, such as prod/mysql/*. The first that matches counts. A function fits one kind of secret only',
    ),
  days: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(90)
    .describe('Days from one rotation to the next, for secrets that have no schedule of their own'),
});
type Settings = z.infer<typeof Settings>;

export const secretRotated = defineControl({
  id: 'secretsmanager.secret-rotated',
  title: 'Secrets are rotated',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['SecretsManager.1'],
    Prowler: ['secretsmanager_automatic_rotation_enabled'],
  },
  why: 'A password that never changes is worth stealing, and whoever got it once keeps it.',
  impact:
    'From its next window on, the secret changes by itself: whoever keeps a copy of it, instead of reading it anew, is refused then. Nothing is rotated at once, but Secrets Manager tries the function’s test, and where rotation was on before, the next window may be near. A secret that was rotated before keeps its function and its schedule.',
  triggers: [
    { kind: 'api-call', service: 'secretsmanager', events: ['CreateSecret'], target: '{responseElements.arn}' },
    {
      kind: 'api-call',
      service: 'secretsmanager',
      events: ['CancelRotateSecret', 'RestoreSecret', 'StopReplicationToReplica'],
      target: secretTarget,
    },
    { kind: 'config-rule', rule: 'secretsmanager-rotation-enabled-check' },
    { kind: 'security-hub', control: 'SecretsManager.1' },
  ],
  settings: Settings,
  ...secrets,
  reads: [{ call: 'secretsmanager:ListSecretVersionIds', on: secretArn }, ...secretReads],
  writes: [
    { call: 'secretsmanager:RotateSecret', on: secretArn },
    { call: 'secretsmanager:RotateSecret', action: 'lambda:InvokeFunction', on: rotationFunction, besides: true },
    { call: 'secretsmanager:CancelRotateSecret', on: secretArn },
  ],
  state: Secret,

  async read({ arn, account, region }, aws) {
    const found = await aws('secretsmanager:DescribeSecret', { SecretId: arn });
    if (found?.RotationEnabled) {
      return { arn, account, region, rotates: true, rotation: null };
    }
    // Where there is no such secret, this call says so.
    const versions = (await aws('secretsmanager:ListSecretVersionIds', { SecretId: arn }))?.Versions ?? [];
    return { arn, account, region, rotates: false, rotation: found ? rotationOf(found, versions, region) : null };
  },

  plan(secret, settings) {
    const { arn, rotates, rotation } = secret;
    const name = nameOf(arn);
    if (rotates) {
      return { outcome: 'compliant' };
    }
    if (rotation === null) {
      return { outcome: 'leave', because: `it was not read how secret ${name} is rotated` };
    }
    const obstacle = obstacleTo(rotation);
    return obstacle === undefined
      ? rotate(secret, rotation, settings)
      : { outcome: 'leave', because: `secret ${name} is not rotated, and ${obstacle}` };
  },

  /** Secrets Manager keeps function and schedule of a rotation that was turned off. */
  restores({ arn, rotates }) {
    return { arn, rotates };
  },

  examples,
});

type Call = 'secretsmanager:RotateSecret' | 'secretsmanager:CancelRotateSecret';

function rotate(secret: Secret, rotation: Rotation, settings: Settings): Plan<Secret, Call> {
  const { arn, account, region } = secret;
  const name = nameOf(arn);
  const chosen = rotation.function ?? functionFor(name, settings);
  if (chosen === undefined) {
    return {
      outcome: 'leave',
      because: `secret ${name} is not rotated, and has no function that could: name one in the setting “functions” of secretsmanager.secret-rotated`,
    };
  }
  const allowed = fill(rotationFunction, { partition: partitionOf(region), account, region });
  if (!matches(allowed, chosen)) {
    return {
      outcome: 'leave',
      because: `secret ${name} is not rotated, and Homeostat may not turn on ${chosen}: only functions that are named ${allowed}`,
    };
  }
  const schedule = rotation.schedule ?? { days: settings.days, expression: null, duration: null };
  return {
    outcome: 'change',
    risk: {
      level: 'disruptive',
      because: `from its next window on, ${name} changes by itself: whoever keeps a copy of it is refused then`,
    },
    apply: [turnOn(secret, chosen, schedule)],
    undo: [turnOff(secret)],
    after: { arn, account, region, rotates: true, rotation: null },
  };
}

function functionFor(name: string, { functions }: Settings): string | undefined {
  return Object.entries(functions).find(([pattern]) => matches(pattern, name))?.[1];
}

/** Says everything, what is stored already too: what was approved is what is turned on. */
function turnOn(
  { arn }: Secret,
  RotationLambdaARN: string,
  { days, expression, duration }: Schedule,
): Change<'secretsmanager:RotateSecret'> {
  const when = expression === null ? `every ${days} days` : `by the schedule ${expression}`;
  return {
    call: 'secretsmanager:RotateSecret',
    input: {
      SecretId: arn,
      RotationLambdaARN,
      RotationRules: {
        ...(days !== null && { AutomaticallyAfterDays: days }),
        ...(expression !== null && { ScheduleExpression: expression }),
        ...(duration !== null && { Duration: duration }),
      },
      RotateImmediately: false,
    },
    says: `Rotate secret ${nameOf(arn)} ${when} with ${RotationLambdaARN}, and not at once`,
  };
}

function turnOff({ arn }: Secret): Change<'secretsmanager:CancelRotateSecret'> {
  return {
    call: 'secretsmanager:CancelRotateSecret',
    input: { SecretId: arn },
    says: `Rotate secret ${nameOf(arn)} no more, and break off a rotation that is under way`,
  };
}
