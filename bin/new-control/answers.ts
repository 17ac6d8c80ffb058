import * as z from 'zod';
import type { Practice, Severity } from '../../catalogue/control.ts';
import { catalogue } from '../../catalogue/index.ts';
import { type ServiceName, services } from '../../functions/aws/services.ts';

export const practices = [
  'least privilege',
  'API gateways',
  'private networks',
  'encryption',
  'activity tracking',
  'WAF',
  'data storage',
  'safe errors',
  'audits',
] as const satisfies readonly Practice[];
const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];

const call = z
  .string()
  .regex(/^[a-z0-9-]+:[A-Z]\w+$/, 'a call looks like s3:GetBucketVersioning')
  .refine(isKnown, 'no call of the AWS SDK that the services in functions/aws/services.ts have');

/** What has to be known of a control before the rest can be written, each with the question that asks for it. */
export const Answers = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9-]+\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'an id looks like s3.bucket-versioned')
    .refine((id) => !catalogue.some((control) => control.id === id), 'there is a control of this id')
    .describe('Its id: the service, and the state that the control leaves (s3.bucket-versioned)'),
  title: z
    .string()
    .regex(/^[A-Z].*[^.]$/, 'a sentence without its full stop, with a capital letter')
    .describe('Its title, a sentence about resources that are as they should be'),
  practice: z.enum(practices).describe('The practice it belongs to'),
  severity: z.enum(severities).describe('How bad it is where it is not so'),
  resource: z
    .string()
    .regex(/^AWS::\w*::\w+$/, 'a type of AWS Config looks like AWS::S3::Bucket')
    .describe('The type of the resource, as AWS Config names it (AWS::S3::Bucket)'),
  arn: z
    .string()
    .regex(/^arn:\{partition\}:/, 'it begins with arn:{partition}: and may hold {region}, {account} and *')
    .describe('The ARN pattern of such resources (arn:{partition}:s3:::*)'),
  event: z
    .string()
    .regex(/^[A-Z]\w+$/, 'an event of CloudTrail looks like PutBucketVersioning')
    .describe('A call that can bring it out of order, as CloudTrail names it (PutBucketVersioning)'),
  read: call.describe('The call that reads how it is (s3:GetBucketVersioning)'),
  write: call.describe('The call that mends it, and takes the mend back (s3:PutBucketVersioning)'),
});
export type Answers = z.infer<typeof Answers>;
export type Question = keyof Answers;
export const questions = Object.keys(Answers.shape) as readonly Question[];

async function isKnown(text: string): Promise<boolean> {
  const [service = '', name = ''] = text.split(':');
  return service in services && `${name}Command` in (await services[service as ServiceName]());
}
