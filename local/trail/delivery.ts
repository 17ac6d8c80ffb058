import { type Bus, openBus } from './bus.ts';
import type { CloudTrailRecord } from './record.ts';

/** Hands a record over for delivery and returns at once. */
export type Deliver = (record: CloudTrailRecord) => void;

export type Delivery = Readonly<{ deliver: Deliver; idle: () => Promise<void>; stop: () => void }>;

export type DeliveryOptions = Readonly<{ endpoint: string; complain: (problem: string) => void }>;

/** PutEvents takes ten entries at most. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const most = 10;

/** Delivers records to the default bus of their account and region, in order, as many at a time as there are. */
export function startDelivery({ endpoint, complain }: DeliveryOptions): Delivery {
  const queues = new Map<string, Queue>();
  return {
    deliver: (record) => queueOf(record).add(record),
    idle: async () => void (await Promise.all([...queues.values()].map((queue) => queue.idle()))),
    stop: () => {
      for (const queue of queues.values()) queue.stop();
    },
  };

  function queueOf({ recipientAccountId: account, awsRegion: region }: CloudTrailRecord): Queue {
    const place = `${account}/${region}`;
    const queue = queues.get(place) ?? queueFor(openBus({ endpoint, account, region }), complain);
    queues.set(place, queue);
    return queue;
  }
}

type Queue = ReturnType<typeof queueFor>;

function queueFor(bus: Bus, complain: DeliveryOptions['complain']) {
  const waiting: CloudTrailRecord[] = [];
  let sending: Promise<void> | undefined;
  return {
    add: (record: CloudTrailRecord) => {
      waiting.push(record);
      sending ??= drain().finally(() => (sending = undefined));
    },
    idle: async () => await sending,
    stop: bus.close,
  };

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      await bus
        .put(batch)
        .catch((error: Error) => complain(`${batch.length} events were not delivered: ${error.message}`));
    }
  }
}
