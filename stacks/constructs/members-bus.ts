import { CfnEventBusPolicy, CfnRule, EventBus } from 'aws-cdk-lib/aws-events';
import type { Config } from '../../functions/domain/config.ts';
import type { HubStack } from '../hub.ts';
import { RefusedCalls, watches } from './watching.ts';

/** Member accounts send their events to a bus of their own; the hub's own account has rules of its own. Answers with its name. */
export function membersBus(hub: HubStack, config: Config): string {
  const accounts = config.accounts.map(({ id }) => id);
  const bus = new EventBus(hub, 'Bus', { eventBusName: 'homeostat' });
  for (const account of accounts.filter((id) => id !== hub.account)) {
    new CfnEventBusPolicy(hub, `From${account}`, {
      eventBusName: bus.eventBusName,
      statementId: `from-${account}`,
      statement: {
        Sid: `from-${account}`,
        Effect: 'Allow',
        Principal: { AWS: `arn:${hub.partition}:iam::${account}:root` },
        Action: 'events:PutEvents',
        Resource: bus.eventBusArn,
      },
    });
  }
  new CfnRule(hub, 'FromMembers', {
    eventBusName: bus.eventBusName,
    description: 'What the rules of the member accounts let through',
    // Only AWS itself can send as `aws.…`: whoever may put events on the bus cannot forge a call. What was refused is no drift.
    eventPattern: { account: accounts, source: [{ prefix: 'aws.' }], detail: { errorCode: [{ exists: false }] } },
    targets: [hub.triageTarget()],
  });
  if (watches(hub.controls)) {
    new RefusedCalls(hub, 'RefusedToMembers', {
      target: hub.watchTarget(),
      bus: { name: bus.eventBusName, accounts },
    });
  }
  return bus.eventBusName;
}
