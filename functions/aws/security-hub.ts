import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { HubFinding } from '../domain/finding.ts';
import { environment } from '../environment.ts';
import { assume } from './credentials.ts';

/** Security Hub takes findings of its own account and region only, so it is spoken to with a role of each account. */
export interface HubPlace {
  readonly account: string;
  readonly region: string;
}

const clients = new Map<string, SecurityHubClient>();

/**
 * Creates the findings, or brings them up to date; one that Security Hub knows newer is left. At most 100.
 * @throws {HubOff} where Security Hub is not on there.
 * @throws {NotTaken} where it did not take one of them: the same call may go through later.
 */
export async function importFindings(place: HubPlace, findings: readonly AwsSecurityFinding[]): Promise<void> {
  const { FailedFindings = [] } = await told(place, () =>
    clientFor(place).send(new BatchImportFindingsCommand({ Findings: [...findings] })),
  );
  refuse(FailedFindings.map(({ ErrorCode }) => ErrorCode));
}

/**
 * Says that findings are resolved, or new again, and why. At most 100.
 * @throws as `importFindings`; a finding that is no more is passed over.
 */
export async function setWorkflow(
  place: HubPlace,
  findings: readonly HubFinding[],
  { status, note }: { readonly status: 'RESOLVED' | 'NEW'; readonly note: string },
): Promise<void> {
  const { UnprocessedFindings = [] } = await told(place, () =>
    clientFor(place).send(
      new BatchUpdateFindingsCommand({
        FindingIdentifiers: findings.map(({ id, productArn }) => ({ Id: id, ProductArn: productArn })),
        Workflow: { Status: status },
        Note: { Text: note.slice(0, 512), UpdatedBy: 'homeostat' },
      }),
    ),
  );
  refuse(UnprocessedFindings.map(({ ErrorCode }) => ErrorCode).filter((code) => code !== 'FindingNotFound'));
}

function refuse(codes: readonly (string | undefined)[]): void {
  if (codes.includes('InvalidAccess')) {
    throw new HubOff('Security Hub takes no findings here');
  }
  if (codes.length > 0) {
    throw new NotTaken(`Security Hub did not take all: ${[...new Set(codes)].join(', ')}`);
  }
}

async function told<Answer>({ account, region }: HubPlace, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Error && error.name === 'InvalidAccessException'
      ? new HubOff(`Security Hub is not on in ${account}, ${region}`)
      : error;
  }
}

function clientFor({ account, region }: HubPlace): SecurityHubClient {
  const key = `${account} ${region}`;
  const client = clients.get(key) ?? makeClient({ account, region });
  clients.set(key, client);
  return client;
}

/** The client fetches credentials again when they run out. */
function makeClient({ account, region }: HubPlace): SecurityHubClient {
  const credentials = () => assume({ account, region, role: environment.findingsRole, session: 'homeostat-findings' });
  // Ten calls a second are let through for an account and region.
  return new SecurityHubClient({ region, credentials, maxAttempts: 8, retryMode: 'adaptive' });
}

/** Security Hub is not on in this account and region: there is nobody to tell. */
export class HubOff extends Error {
  override readonly name = 'HubOff';
}

/** A finding was not taken. */
class NotTaken extends Error {
  override readonly name = 'NotTaken';
}
