import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { createProxy } from '../../../local/trail/proxy.ts';
import type { CloudTrailRecord } from '../../../local/trail/record.ts';
import { createTrail } from '../../../local/trail/trail.ts';
import type { Aws, Plain, Proof } from './proof.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The emulator behind an endpoint, as the proofs see it. */
export function awsAt(endpoint: string, place: { readonly account: string; readonly region: string }): Aws {
  const plain: Plain = { endpoint: endpoint.replace('localhost', '127.0.0.1'), region: place.region, credentials };
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const tell = async (body: object) => {
    const answer = await fetch(`${plain.endpoint}/_homeostat/iam`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) {
      throw new Error(`the emulator does not take ${JSON.stringify(body)}: ${await answer.text()}`);
    }
  };
  return {
    ...place,
    client: (Client) => new Client(plain),
    age: (arn, days) => tell({ arn, createdAt: ago(days) }),
    use: (principal, action, days) => tell({ principal, action, at: ago(days) }),
  };
}

/** Brings a resource out of order, and answers with its ARN and the CloudTrail records that the event trail forms of it. */
export async function drifted(
  proof: Proof,
  emulator: string,
  place: { readonly account: string; readonly region: string },
): Promise<{ readonly arn: string; readonly records: readonly CloudTrailRecord[] }> {
  const records: CloudTrailRecord[] = [];
  const problems: string[] = [];
  const trail = createTrail({
    account: place.account,
    deliver: (record) => records.push(record),
    complain: (problem) => problems.push(problem),
  });
  const server = createProxy({ target: emulator, observe: trail.observe }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const arn = await proof.drift(awsAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, place));
    // The trail hears of a call a turn after its caller did.
    await turn();
    await turn();
    await trail.idle();
    if (problems.length > 0) {
      throw new Error(problems.join('; '));
    }
    return { arn, records };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
