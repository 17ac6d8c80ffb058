import { type Evidence, type Use, type Uses, usesIn } from './evidence.ts';
import { serviceOf } from './service-of.ts';
import type { Judged } from './trim.ts';

export interface Window {
  readonly now: Date;
  /** Days within which an action has to have been used to stay. */
  readonly days: number;
}

export interface Holder {
  /** Of every principal that the policy is attached to: an action that one of them uses stays. */
  readonly evidence: readonly Evidence[];
  /** Whether a Lambda function runs as one of them. */
  readonly runsFunctions: boolean;
}

/** What nobody uses until the day on which everything depends on it, and whose lack is found out on that day. */
const vital = /^\w[\w-]*:(\w*(Restore|Failover|FailOver|Decrypt|Rollback|Recover|BreakGlass|Promote)\w*)$/i;

/** What other services do with a key in the name of whoever calls them, as S3 and DynamoDB do: KMS then names them, not the role. */
const throughServices = /^kms:(Decrypt|Encrypt|GenerateDataKey\w*|ReEncrypt\w*|DescribeKey|CreateGrant)$/i;

/** What a Lambda function cannot do without: its log, its trace and its network. */
const floorOfFunctions =
  /^(logs:(CreateLogGroup|CreateLogStream|PutLogEvents)|xray:Put(TraceSegments|TelemetryRecords)|ec2:(CreateNetworkInterface|DeleteNetworkInterface|DescribeNetworkInterfaces|DescribeSubnets|(Assign|Unassign)PrivateIpAddresses))$/i;

/**
 * Whether an action stays in the policies of a holder, and why. It goes only where AWS tracks it and it was not used through
 * the window, or where nothing of its service was. What cannot be told stays.
 */
export function judging({ evidence, runsFunctions }: Holder, { now, days }: Window): (action: string) => Judged {
  const uses = usesIn(evidence);
  const isRecent = recent({ now, days });
  const usesAnything = isRecent(uses.latest);
  return (action) => {
    const use = uses.ofAction(action);
    if (use && isRecent(use)) {
      return keep(`it was used on ${dayOf(use.at)}, says ${use.source}`);
    }
    const floor = keptAnyway(action, { runsFunctions, usesAnything });
    return floor === undefined ? idle(action, uses, { use, days, isRecent }) : keep(floor);
  };
}

/** Whether an action was used in the window. */
export function usedIn(evidence: readonly Evidence[], window: Window): (action: string) => boolean {
  const uses = usesIn(evidence);
  const isRecent = recent(window);
  return (action) => isRecent(uses.ofAction(action));
}

function recent({ now, days }: Window): (use: Use | undefined) => boolean {
  const since = now.getTime() - days * 86_400_000;
  return (use) => use !== undefined && use.time >= since;
}

interface Idle {
  readonly use: Use | undefined;
  readonly days: number;
  readonly isRecent: (use: Use) => boolean;
}

/** Of an action that was not used through the window, as far as anybody saw. */
function idle(action: string, uses: Uses, { use, days, isRecent }: Idle): Judged {
  const service = serviceOf(action);
  const ofService = uses.ofService(service);
  if (ofService === undefined) {
    return gone('nothing of its service was ever used');
  }
  if (!isRecent(ofService)) {
    return gone(`nothing of its service was used since ${dayOf(ofService.at)}`);
  }
  if (!uses.isTracked(action)) {
    return keep(`AWS does not track it, and ${service} was used on ${dayOf(ofService.at)}`);
  }
  return gone(use ? `it was last used on ${dayOf(use.at)}` : `it was not used in ${days} days, and AWS tracks it`);
}

function keptAnyway(action: string, of: { runsFunctions: boolean; usesAnything: boolean }): string | undefined {
  if (vital.test(action)) {
    return 'it is rare and vital: whoever needs it needs it at once';
  }
  if (of.usesAnything && throughServices.test(action)) {
    return 'services use keys in the name of their caller, which no report shows';
  }
  if (of.usesAnything && action === 'iam:PassRole') {
    return 'handing over a role shows in no report, and other actions need it';
  }
  return of.runsFunctions && floorOfFunctions.test(action) ? 'Lambda needs it to run the function' : undefined;
}

function keep(because: string): Judged {
  return { keep: true, because };
}

function gone(because: string): Judged {
  return { keep: false, because };
}

function dayOf(at: string): string {
  return at.slice(0, 10);
}
