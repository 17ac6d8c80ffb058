import * as z from 'zod';
import { partitionOf } from '../catalogue/derive/place.ts';
import { entriesOf, latest } from './aws/history.ts';
import { HubOff, type HubPlace, importFindings, setWorkflow } from './aws/security-hub.ts';
import { controlById } from './controls.ts';
import { asffOf } from './domain/asff.ts';
import { grouped } from './domain/bars.ts';
import { Finding, type HubFinding } from './domain/finding.ts';
import { detailOf, type Remediation } from './domain/history.ts';
import { findingUid, type Reported, standingOf } from './domain/standing.ts';
import { environment } from './environment.ts';
import { count, logger, traced } from './telemetry.ts';

const Queued = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })).max(100) });
const Changed = z.object({ detail: z.object({ id: z.string() }) });

/** What Security Hub is to be told because of one message. */
interface Telling {
  readonly message: string;
  readonly reported: Reported;
  /** Security Hub's own finding that led to the drift, if one did. */
  readonly hubFinding?: HubFinding | undefined;
  readonly isUndo: boolean;
}

interface Failures {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Tells Security Hub how the resources stand that remediations were about. What it does not take is told again later. */
export const handler = traced(async (input: unknown): Promise<Failures> => {
  const { Records } = Queued.parse(input);
  const read = await Promise.allSettled(Records.map(tellingOf));
  const tellings = read.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
  const unread = Records.filter((_, index) => read[index]?.status === 'rejected').map(({ messageId }) => messageId);
  const places = grouped(tellings, ({ reported: { remediation } }) => `${remediation.account} ${remediation.region}`);
  const untold = await Promise.all([...places.values()].map(tell));
  return { batchItemFailures: [...unread, ...untold.flat()].map((itemIdentifier) => ({ itemIdentifier })) };
});

/** Reads what became of a remediation; nothing where it says nothing of how the resource stands. */
async function tellingOf({ messageId: message, body }: z.infer<typeof Queued>['Records'][number]) {
  const { id } = Changed.parse(JSON.parse(body)).detail;
  const heads = await undone(id);
  const [remediation, root] = [heads[0], heads.at(-1)];
  // A mend that went to the archive is not among them; that something is undone, its undo tells.
  const undoes = heads.filter((head) => head.undoes !== undefined).length;
  const standing = remediation && standingOf(remediation.status, undoes);
  const control = remediation && (await controlById(remediation.control));
  if (remediation === undefined || root === undefined || standing === undefined || control === undefined) {
    return undefined;
  }
  const partition = partitionOf(remediation.region);
  const link = environment.consoleUrl === '' ? '' : `${environment.consoleUrl}remediations/${id}`;
  const hubFinding = await hubFindingOf(root.id);
  const reported: Reported = { remediation, standing, control, partition, link };
  return { message, reported, hubFinding, isUndo: undoes > 0 } satisfies Telling;
}

/** A remediation, the one that it undoes, and so on; longer chains than this nobody makes. */
async function undone(id: string): Promise<readonly Remediation[]> {
  const heads: Remediation[] = [];
  let next: string | undefined = id;
  while (next !== undefined && heads.length < mostUndoes) {
    const head: Remediation | undefined = await latest(next);
    heads.push(...(head ? [head] : []));
    next = head?.undoes;
  }
  return heads;
}

const mostUndoes = 20;

async function hubFindingOf(id: string): Promise<HubFinding | undefined> {
  const [first] = await entriesOf(id);
  const finding = Finding.safeParse(first && detailOf(first)['finding']);
  return finding.success ? finding.data.cause.hubFinding : undefined;
}

/** Tells one Security Hub; answers with the messages that have to come again. */
async function tell(tellings: readonly Telling[]): Promise<readonly string[]> {
  const place = tellings[0]?.reported.remediation ?? { account: '', region: '' };
  try {
    await tellOwn(
      place,
      tellings.map(({ reported }) => reported),
    );
    for (const { reported, hubFinding, isUndo } of tellings) {
      await tellReported(reported, hubFinding, isUndo);
    }
    return [];
  } catch (error) {
    const { account, region } = place;
    if (error instanceof HubOff) {
      count('SecurityHubOff', { account });
      logger.warn('security hub is not on', { account, region });
      return [];
    }
    logger.error('security hub could not be told', { account, region, error: (error as Error).name });
    return tellings.map(({ message }) => message);
  }
}

/** Homeostat's own findings. Of several messages about one, the newest counts. */
async function tellOwn(place: HubPlace, all: readonly Reported[]): Promise<void> {
  const newest = [...grouped(all, ({ remediation }) => findingUid(remediation)).values()].flatMap((some) =>
    some.toSorted((a, b) => (a.remediation.updatedAt < b.remediation.updatedAt ? 1 : -1)).slice(0, 1),
  );
  const findings = newest.map(asffOf);
  await importFindings(place, findings);
  const mended = findings.filter((_, index) => newest[index]?.standing === 'mended');
  if (mended.length > 0) {
    const named = mended.map(({ Id = '', ProductArn = '' }) => ({ id: Id, productArn: ProductArn }));
    await setWorkflow(place, named, { status: 'RESOLVED', note: 'Homeostat mended it and read it back.' });
  }
}

/** The finding that led to the drift: resolved with it, and new again where an operator takes the mend back. */
async function tellReported(
  { remediation, standing }: Reported,
  hubFinding: HubFinding | undefined,
  isUndo: boolean,
): Promise<void> {
  if (hubFinding === undefined || (standing === 'open' && !isUndo) || standing === 'unknown') {
    return;
  }
  const { account, region, id, because } = remediation;
  // Its product's ARN says in which region it stands: arn:aws:securityhub:eu-central-1::product/aws/securityhub.
  const place = { account, region: hubFinding.productArn.split(':')[3] || region };
  const note =
    standing === 'mended'
      ? `Homeostat mended it (${id}): ${because}.`
      : `An operator took Homeostat's mend back (${id}).`;
  await setWorkflow(place, [hubFinding], { status: standing === 'mended' ? 'RESOLVED' : 'NEW', note });
}
