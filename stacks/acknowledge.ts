import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** An exception from cdk-nag's AWS Solutions checks, with the reason that makes it one. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}
