import { once } from 'node:events';
import { startDelivery } from './delivery.ts';
import type { Exchange } from './exchange.ts';
import { createProxy } from './proxy.ts';
import { modelsOf } from './service-model.ts';
import { createTrail } from './trail.ts';

export type RunningTrail = Readonly<{
  url: string;
  /** Resolves when every call made so far has been recorded and delivered. */
  idle: () => Promise<void>;
  stop: () => Promise<void>;
}>;

export type StartTrailOptions = Readonly<{
  port: number;
  emulator: string;
  account: string;
  complain: (problem: string) => void;
  /** Is shown every call that passes, reads too. */
  observe?: (exchange: Exchange) => void;
}>;

/** Puts the event trail in front of the emulator. */
export async function startTrail({
  port,
  emulator,
  account,
  complain,
  observe,
}: StartTrailOptions): Promise<RunningTrail> {
  const delivery = startDelivery({ endpoint: emulator, complain });
  const trail = createTrail({ account, deliver: delivery.deliver, complain });
  const server = createProxy({ target: emulator, observe: trail.observe, ...(observe && { observeAll: observe }) });
  // Loading takes tens of milliseconds, which the first call should not wait for.
  await Promise.all(['s3', 'iam'].map(modelsOf));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${port}`,
    idle: () => trail.idle().then(delivery.idle),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      delivery.stop();
    },
  };
}
