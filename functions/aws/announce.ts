import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { logger } from '../telemetry.ts';

const events = new EventBridgeClient({ maxAttempts: 3 });

/** Says that a question was asked or changed, so that whoever shows it follows. What shows late is no reason to refuse a vote. */
export async function announceQuestion(remediation: string): Promise<void> {
  try {
    await events.send(
      new PutEventsCommand({
        Entries: [{ Source: 'homeostat', DetailType: 'Question Changed', Detail: JSON.stringify({ id: remediation }) }],
      }),
    );
  } catch (error) {
    logger.warn('the change of a question could not be announced', { remediation, error: (error as Error).name });
  }
}
