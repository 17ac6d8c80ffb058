import type { CallName } from '../../../catalogue/calls.ts';
import type { Control, Permission, Trigger } from '../../../catalogue/control.ts';
import { controlById } from '../../../catalogue/index.ts';

const services = [
  'ec2',
  'rds',
  's3',
  'iam',
  'lambda',
  'kms',
  'dynamodb',
  'cloudtrail',
  'apigateway',
  'elasticloadbalancing',
];

/** A made-up catalogue, larger than the real one: ten controls for each of ten services, with long names in them. */
export function hundredControls(): readonly Control[] {
  const model = controlById('s3.bucket-closed-to-public');
  if (model === undefined) {
    throw new Error('the model is gone');
  }
  return services.flatMap((service) =>
    Array.from({ length: 10 }, (_, index): Control => ({ ...model, ...partsOf(service, index) })),
  );
}

function partsOf(service: string, index: number): Partial<Control> {
  const on = (kind: number) => `arn:{partition}:${service}:{region}:{account}:resource-kind-${kind}/*`;
  const permission = (verb: string, nth: number): Permission => ({
    call: `${service}:${verb}SomeLongishThing${index}Of${nth}` as CallName,
    on: on(nth % 3),
  });
  return {
    id: `${service}.thing-${index}-safe`,
    resources: { [`AWS::${service.toUpperCase()}::SomeResourceType${index}`]: 'by-arn' },
    triggers: [
      {
        kind: 'api-call',
        service,
        events: [0, 1, 2, 3, 4, 5, 6, 7].map((nth) => `ModifySomeLongishThing${index}Of${nth}`) as [string],
        target: '{thingArn}',
      },
      ...[0, 1].map(
        (nth): Trigger => ({ kind: 'config-rule', rule: `${service}-some-longish-thing-${index}-of-${nth}` }),
      ),
      ...[0, 1, 2].map(
        (nth): Trigger => ({ kind: 'security-hub', control: `${service.toUpperCase()}.${index * 3 + nth}` }),
      ),
    ],
    reads: [0, 1, 2, 3, 4, 5].map((nth) => permission('Describe', nth)) as unknown as Control['reads'],
    writes: [0, 1, 2].map((nth) => permission('Modify', nth)) as unknown as Control['writes'],
  };
}
