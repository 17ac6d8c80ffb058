import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** How long EventBridge tries to hand an event on before the dead-letter queue gets it. */
export const retryPolicy = { maximumEventAgeInSeconds: 6 * 3600, maximumRetryAttempts: 24 } as const;

/** Lets the rules of the queue's own account leave in it what they could not deliver. */
export function acceptFromRules(queue: Queue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      principals: [new ServicePrincipal('events.amazonaws.com')],
      resources: [queue.queueArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(queue).account } },
    }),
  );
}
