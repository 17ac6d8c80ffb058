import * as z from 'zod';
import { Kind } from './grants.ts';

const Type = z.enum([...Kind.options, 'policy']);

export interface IamArn {
  readonly type: z.infer<typeof Type>;
  readonly name: string;
  /** With a slash at both ends, `/` where there is none, as IAM writes it. */
  readonly path: string;
}

/** The parts of the ARN of a role, user, group or managed policy. */
export function partsOf(arn: string): IamArn {
  const [type, ...path] = arn.split(':').slice(5).join(':').split('/');
  const name = path.pop() ?? '';
  return { type: Type.parse(type), name, path: ['', ...path, ''].join('/') };
}

export function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:/.test(arn);
}
