import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Evidence } from '../../../catalogue/trim/evidence.ts';
import type { Send } from '../../../functions/aws/sender.ts';
import { prepare } from '../environment.ts';
import { Tables } from '../tables.ts';

prepare();
const { unpacked } = await import('../../../functions/aws/evidence-tables.ts');
const { list } = await import('../../../functions/sweep/list.ts');
const { report } = await import('../../../functions/sweep/report.ts');

const tables = new Tables();
const account = '111122223333';
const place = { sweep: 'sweep-1', region: 'us-east-1' };
const roles = 2_000;

beforeEach(() => tables.reset());

describe('an account with 2,000 roles', () => {
  test('is reported on with two calls for each role, and the pages of the list, a few at a time', async () => {
    const iam = new Iam({});
    const { rounds } = await swept(iam);
    const pages = iam.calls.filter((call) => call === 'iam:GetAccountAuthorizationDetails').length;
    expect(iam.calls.length).toBeLessThanOrEqual(2.1 * roles + pages);
    expect(pages).toBeLessThanOrEqual(Math.ceil(roles / 300) + 1);
    // Four batches at a time, as the workflow has it, make twenty calls at most.
    expect(iam.mostAtOnce).toBeLessThanOrEqual(5);
    expect(rounds).toBe(2);
    expect(tables.under('EVIDENCE#')).toHaveLength(roles);
  });

  test('is reported on whole where IAM refuses every fifth call for its rate', async () => {
    const iam = new Iam({ refuses: (count) => count % 5 === 0 });
    await swept(iam);
    expect(tables.under('EVIDENCE#')).toHaveLength(roles);
    expect(iam.calls.length).toBeLessThanOrEqual(2.7 * roles);
  });

  test('keeps every piece of its work, and of its evidence, within what an item takes', async () => {
    await swept(new Iam({}));
    const sizes = [...tables.under('SWEEP#'), ...tables.under('EVIDENCE#')].map(
      (item) => ((item['content'] ?? item['evidence']) as Uint8Array).byteLength,
    );
    expect(Math.max(...sizes)).toBeLessThan(400_000);
  });
});

describe('a report', () => {
  test('that fails is asked for again', async () => {
    const iam = new Iam({ roles: 1, fails: 1 });
    expect((await swept(iam)).rounds).toBe(4);
    expect(iam.calls.filter((call) => call === 'iam:GenerateServiceLastAccessedDetails')).toHaveLength(2);
  });

  test('that nobody may have is lost, and the sweep knows it', async () => {
    const iam = new Iam({ roles: 2, refuses: (count) => count === 2, refusal: 'AccessDeniedException' });
    expect((await swept(iam)).lost).toBe(1);
    expect(tables.under('EVIDENCE#')).toHaveLength(1);
  });

  test('on a role that is gone by now is none, and nothing is amiss', async () => {
    const iam = new Iam({ roles: 2, refuses: (count) => count === 2, refusal: 'NoSuchEntityException' });
    expect((await swept(iam)).lost).toBe(0);
  });

  test('that is not ready is waited for', async () => {
    const iam = new Iam({ roles: 1, slow: 3 });
    expect((await swept(iam)).rounds).toBe(5);
  });

  test('in several pages is taken whole, without what was never used', async () => {
    await swept(new Iam({ roles: 1 }));
    const [item] = tables.under('EVIDENCE#');
    expect(Evidence.parse(unpacked(item?.['evidence'] as Uint8Array))).toMatchObject({
      isComplete: true,
      services: { s3: { tracked: { ListBucket: null } }, sqs: { tracked: {} } },
      // Until the trail of the last hours is read.
      unseen: expect.stringContaining('not read yet'),
    });
  });
});

async function swept(iam: Iam) {
  const pieces = await list(place, iam.send);
  let lost = 0;
  let rounds = 0;
  for (const piece of pieces.principals) {
    let pending = Number.POSITIVE_INFINITY;
    for (rounds = 0; pending > 0 && rounds < 20; rounds++) {
      const answer = await report({ ...place, piece }, iam.send);
      pending = answer.pending;
      lost = answer.lost;
    }
  }
  return { rounds, lost };
}

interface Manner {
  readonly roles?: number;
  /** Whether a call, counted from 1, is refused. */
  readonly refuses?: (count: number) => boolean;
  readonly refusal?: string;
  /** How often a job is not ready. */
  readonly slow?: number;
  /** How many jobs fail. */
  readonly fails?: number;
}

/** An IAM that counts. */
class Iam {
  readonly calls: string[] = [];
  mostAtOnce = 0;
  private atOnce = 0;
  private asked = new Map<string, number>();
  private failed = 0;
  private readonly manner: Manner;

  constructor(manner: Manner) {
    this.manner = manner;
  }

  readonly send: Send = async ({ call, input }) => {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      if (call !== 'iam:GetAccountAuthorizationDetails') {
        await wait(0);
        this.refuse();
      }
      this.calls.push(call);
      return { output: this.answer(call, input as never), requestId: undefined, milliseconds: 1 };
    } finally {
      this.atOnce -= 1;
    }
  };

  private refused = 0;

  private refuse(): void {
    this.refused += 1;
    if (this.manner.refuses?.(this.refused)) {
      this.calls.push('refused');
      throw Object.assign(new Error('refused'), { name: this.manner.refusal ?? 'ThrottlingException' });
    }
  }

  private answer(call: string, input: { Marker?: string; MaxItems: number; Arn: string; JobId: string }) {
    switch (call) {
      case 'iam:GetAccountAuthorizationDetails':
        return this.page(Number(input.Marker ?? 0), input.MaxItems);
      case 'iam:GenerateServiceLastAccessedDetails':
        return { JobId: `job of ${input.Arn}` };
      default:
        return this.details(input);
    }
  }

  private page(begin: number, size: number) {
    const all = this.manner.roles ?? roles;
    const end = Math.min(begin + size, all);
    const RoleDetailList = Array.from({ length: end - begin }, (_, index) => roleOf(begin + index));
    return { RoleDetailList, IsTruncated: end < all, ...(end < all && { Marker: `${end}` }) };
  }

  private details({ JobId, Marker }: { JobId: string; Marker?: string }) {
    const JobCreationDate = new Date();
    const asked = (this.asked.get(JobId) ?? 0) + 1;
    this.asked.set(JobId, asked);
    if (asked <= (this.manner.slow ?? 0)) {
      return { JobStatus: 'IN_PROGRESS', JobCreationDate };
    }
    if (this.failed < (this.manner.fails ?? 0)) {
      this.failed += 1;
      return { JobStatus: 'FAILED', JobCreationDate };
    }
    const s3 = {
      ServiceNamespace: 's3',
      LastAuthenticated: new Date(),
      TrackedActionsLastAccessed: [{ ActionName: 'ListBucket' }],
    };
    const [sqs, sns] = [{ ServiceNamespace: 'sqs', LastAuthenticated: new Date() }, { ServiceNamespace: 'sns' }];
    const isPaged = this.manner.roles === 1;
    return isPaged && Marker === undefined
      ? { JobStatus: 'COMPLETED', JobCreationDate, ServicesLastAccessed: [s3, sns], IsTruncated: true, Marker: '2' }
      : { JobStatus: 'COMPLETED', JobCreationDate, ServicesLastAccessed: isPaged ? [sqs] : [s3, sqs, sns] };
  }
}

function roleOf(index: number) {
  const Statement = {
    Effect: 'Allow',
    Action: ['s3:*', 'sqs:*', `sns:Publish`],
    Resource: `arn:aws:s3:::bucket-${index}/*`,
  };
  return {
    RoleName: `r-${index}`,
    Path: '/',
    Arn: `arn:aws:iam::${account}:role/r-${index}`,
    CreateDate: new Date('2024-01-01'),
    RolePolicyList: [{ PolicyName: 'p', PolicyDocument: encodeURIComponent(JSON.stringify({ Statement })) }],
  };
}
