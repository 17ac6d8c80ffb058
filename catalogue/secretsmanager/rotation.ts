import * as z from 'zod';
import type { Output } from '../calls.ts';
import { isToBeDeleted, replicaOf } from './secret.ts';

/** When a secret is rotated: by one of days and an expression. */
const Schedule = z.object({
  days: z.number().nullable(),
  expression: z.string().nullable(),
  duration: z.string().nullable(),
});
export type Schedule = z.infer<typeof Schedule>;

/** How a secret was rotated, and whether it can be. */
export const Rotation = z.object({
  function: z.string().nullable(),
  schedule: Schedule.nullable(),
  /** The AWS service that keeps it, or the partner of AWS who does. */
  keeper: z.string().nullable(),
  replicaOf: z.string().nullable(),
  isToBeDeleted: z.boolean(),
  /** Whether a rotation was begun and not ended. */
  isUnderWay: z.boolean(),
});
export type Rotation = z.infer<typeof Rotation>;

type Versions = NonNullable<Output<'secretsmanager:ListSecretVersionIds'>['Versions']>;

export function rotationOf(
  found: Output<'secretsmanager:DescribeSecret'>,
  versions: Versions,
  region: string,
): Rotation {
  const { RotationLambdaARN = null, RotationRules: rules, OwningService, Type } = found;
  return {
    function: RotationLambdaARN,
    schedule: scheduleOf(rules),
    keeper: OwningService ?? Type ?? null,
    replicaOf: replicaOf(found, region),
    isToBeDeleted: isToBeDeleted(found),
    isUnderWay: versions.some(
      ({ VersionStages = [] }) => VersionStages.includes('AWSPENDING') && !VersionStages.includes('AWSCURRENT'),
    ),
  };
}

/** With an expression, AWS calculates the days, and takes only one of both. */
function scheduleOf(rules: Output<'secretsmanager:DescribeSecret'>['RotationRules']): Schedule | null {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression, Duration: duration = null } = rules ?? {};
  if (expression !== undefined) {
    return { days: null, expression, duration };
  }
  return days === undefined ? null : { days, expression: null, duration };
}

/**
 * Why a secret cannot be made to rotate, as a clause.
 * Source: Secrets Manager API reference, RotateSecret and CancelRotateSecret.
 */
export function obstacleTo({ keeper, replicaOf: origin, ...rotation }: Rotation): string | undefined {
  if (keeper !== null) {
    return `${keeper} keeps it, where its rotation is turned on`;
  }
  if (origin !== null) {
    return `it is a copy, and is rotated where it comes from, in ${origin}`;
  }
  if (rotation.isToBeDeleted) {
    return 'it is to be deleted';
  }
  return rotation.isUnderWay
    ? 'a rotation was begun and not ended: Secrets Manager takes no other while a version is AWSPENDING, and a person has to find out which version is good'
    : undefined;
}
