import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Approval } from '../../functions/domain/approval.ts';
import { Finding, type Watch } from '../../functions/domain/finding.ts';
import { planDigest } from '../../functions/domain/plan.ts';
import { resetCloud, tables } from './cloud.ts';
import { account, prepare } from './environment.ts';
import { awsError, planOf, role, roleDrift } from './findings.ts';

prepare({ DELIVERIES: 'https://sqs.example.com/deliveries' });
const { handler: watch } = await import('../../functions/watch.ts');
const { handler: open } = await import('../../functions/open.ts');
const { handler: close } = await import('../../functions/close.ts');
const { config } = await import('../../functions/config.ts');
const { latest } = await import('../../functions/aws/history.ts');

const workflows = mockClient(SFNClient);
const sqs = mockClient(SQSClient);
const days = 90;
const app: Watch = { principal: role.arn, actions: ['s3:DeleteBucket', 'sqs:*'], days };
const other: Watch = { principal: `arn:aws:iam::${account}:user/ann`, actions: ['s3:DeleteBucket'], days };

/** A mend that took something away from two principals. */
function trimming(watches: readonly Watch[] = [app, other]): Finding {
  const finding = roleDrift();
  const { control, target, state } = finding;
  const plan = { ...planOf(finding), watch: [...watches] };
  return {
    ...finding,
    verdict: { outcome: 'change', plan: { ...plan, digest: planDigest({ control, target, state, ...plan }) } },
  };
}

const mend = trimming();
const approval = (person: string): Approval => ({
  decision: 'approve',
  by: person,
  at: '2026-11-24T10:00:00Z',
  planDigest: planOf(mend).digest,
  votes: [
    {
      person,
      name: person,
      via: 'Slack',
      decision: 'approve',
      at: '2026-11-24T10:00:00Z',
      planDigest: planOf(mend).digest,
    },
  ],
});

async function mended(change: { detail?: object; finding?: Finding } = {}) {
  const { finding = mend, detail = {} } = change;
  const verified = { state: planOf(finding).after, at: new Date().toISOString() };
  const applied = { calls: [], undo: planOf(finding).undo };
  await close({ finding, status: 'remediated', because: 'it was read back', detail: { applied, verified, ...detail } });
}

function refused({ event = 'ct-1', action = 's3:DeleteBucket', who = role.arn, reason = '' } = {}) {
  const userIdentity = who.includes(':user/')
    ? { type: 'IAMUser', arn: who }
    : {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${account}:assumed-role/app/i-1`,
        sessionContext: { sessionIssuer: { arn: who } },
      };
  return {
    id: `eb-${event}`,
    account,
    region: 'eu-central-1',
    time: '2026-11-24T10:00:00Z',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventSource: `${action.split(':')[0]}.amazonaws.com`,
      eventName: action.split(':')[1],
      eventID: event,
      errorCode: 'AccessDenied',
      errorMessage: `User: x is not authorized to perform: ${action} on resource: y ${reason}`,
      userIdentity,
    },
  };
}

const started = () =>
  workflows
    .commandCalls(StartExecutionCommand)
    .map(({ args: [{ input }] }) => Finding.parse(JSON.parse(input.input ?? '')));
const told = () =>
  sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => JSON.parse(input.MessageBody ?? ''));
const watchItem = () => tables.under('WATCHED#')[0];

beforeEach(() => {
  resetCloud();
  workflows.reset();
  workflows.on(StartExecutionCommand).resolves({});
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
  Object.assign(config.watch, { undoOnRefusal: 'automatic' });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the watch', () => {
  test('begins with the end of a mend that was verified, for everybody who lost something', async () => {
    await mended();
    expect(tables.under('WATCH#').map(({ pk, sk, actions }) => [pk, sk, actions])).toEqual([
      [`WATCH#${role.arn}`, mend.id, JSON.stringify(app.actions)],
      [`WATCH#${other.principal}`, mend.id, JSON.stringify(other.actions)],
    ]);
    expect(watchItem()).toMatchObject({ pk: `WATCHED#${mend.id}`, tries: 0 });
    const until = Date.parse(String(watchItem()?.['until']));
    expect(Math.abs(until - Date.now() - days * 86_400_000)).toBeLessThan(60_000);
    expect(watchItem()?.['expires']).toBe(Math.ceil(until / 1000));
  });

  test.each(['failed', 'verification-failed', 'stale'] as const)(
    'does not begin with a mend that ended %s',
    async (status) => {
      await close({ finding: mend, status, because: 'x' });
      expect(tables.under('WATCH')).toEqual([]);
    },
  );

  test('does not begin with a mend that took nothing away', async () => {
    await mended({ finding: roleDrift() });
    expect(tables.under('WATCH')).toEqual([]);
  });

  test('does not begin where the end of the mend could not be written', async () => {
    tables.refuseWrites('history', awsError('ThrottlingException'));
    await expect(mended()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await watch(refused());
    expect(started()).toEqual([]);
  });

  test('ends when the mend is taken back, whoever does it', async () => {
    await mended();
    await close({ finding: roleDrift({ id: 'r-undo', undoes: mend.id }), status: 'undone', because: 'x' });
    expect(await latest(mend.id)).toMatchObject({ status: 'undone' });
    expect(watchItem()).toMatchObject({ endedAt: expect.any(String) });
    await watch(refused());
    expect([started(), told()]).toEqual([[], []]);
  });

  test('ends after its days', async () => {
    await mended();
    jest.useFakeTimers({ now: Date.now() + (days + 1) * 86_400_000 });
    await watch(refused());
    expect(started()).toEqual([]);
  });
});

describe('a refused call', () => {
  beforeEach(() => mended());

  test('of what was taken away takes the mend back, as the stored undo says', async () => {
    await watch(refused());
    expect(started()).toEqual([
      expect.objectContaining({
        undoes: mend.id,
        cause: {
          id: 'ct-1',
          name: 'DeleteBucket',
          time: '2026-11-24T10:00:00Z',
          actor: { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/app/i-1` },
        },
        unasked: { principal: role.arn, actions: ['s3:DeleteBucket'] },
        exemption: expect.objectContaining({
          owner: 'homeostat',
          reason: `s3:DeleteBucket was refused to ${role.arn}`,
        }),
        verdict: expect.objectContaining({
          plan: expect.objectContaining({ apply: planOf(mend).undo?.map(({ undoes: _, ...call }) => call) }),
        }),
      }),
    ]);
    expect(planOf(started()[0] as Finding).risk.because).toBe(
      `Homeostat takes ${mend.id} back: s3:DeleteBucket was refused to ${role.arn}`,
    );
  });

  test('takes it back without asking anybody', async () => {
    await watch(refused());
    expect(await open({ finding: started()[0] })).toMatchObject({
      action: 'apply',
      because: `Homeostat by itself undoes ${mend.id}`,
    });
  });

  test.each([
    ['of another action', { action: 's3:GetObject' }],
    ['of somebody who lost nothing', { who: `arn:aws:iam::${account}:role/else` }],
    ['of somebody who lost something else', { who: other.principal, action: 'sqs:DeleteQueue' }],
    ['by a service control policy', { reason: 'with an explicit deny in a service control policy' }],
  ])('%s leaves it', async (_, call) => {
    await watch(refused(call));
    expect([started(), told()]).toEqual([[], []]);
  });

  test.each([{}, { detail: null }, { ...refused(), detail: { eventName: 7 } }])(
    'that is none is dropped: %j',
    async (event) => {
      await watch(event);
      expect([started(), told()]).toEqual([[], []]);
    },
  );

  test('twenty times, of different principals, starts one undo', async () => {
    const events = Array.from({ length: 20 }, (_, index) =>
      refused({ event: `ct-${index}`, who: index % 2 === 0 ? role.arn : other.principal }),
    );
    await Promise.all(events.map(watch));
    expect(started()).toHaveLength(1);
  });

  test('that comes again after its first try failed starts the same undo', async () => {
    workflows.on(StartExecutionCommand).rejectsOnce(awsError('ThrottlingException')).resolves({});
    await expect(watch(refused())).rejects.toMatchObject({ name: 'ThrottlingException' });
    await watch(refused());
    const [first, second] = started();
    expect(second?.id).toBe(first?.id);
    expect(watchItem()).toMatchObject({ latest: first?.id, tries: 1 });
  });

  test('is answered once more after an hour, where the first undo came to nothing', async () => {
    await watch(refused());
    jest.useFakeTimers({ now: Date.now() + 59 * 60_000 });
    await watch(refused({ event: 'ct-2' }));
    expect(started()).toHaveLength(1);
    jest.setSystemTime(Date.now() + 2 * 60_000);
    await watch(refused({ event: 'ct-3' }));
    expect(started().map(({ cause }) => cause.id)).toEqual(['ct-1', 'ct-3']);
  });

  test('tells people only, where the configuration says so', async () => {
    Object.assign(config.watch, { undoOnRefusal: 'tell' });
    await watch(refused());
    await watch(refused({ event: 'ct-2' }));
    expect(started()).toEqual([]);
    expect(told().map(({ to, notice }) => [to, notice.title])).toEqual(
      ['ann@example.com', 'bob@example.com'].map((to) => [
        to,
        `Take ${mend.id} back? ${role.arn} was refused s3:DeleteBucket`,
      ]),
    );
    expect(JSON.stringify(told()[0])).toContain(`homeostat undo ${mend.id} --reason`);
  });
});

test('an undo that nobody began, and that says that nobody need be asked, is held', async () => {
  await mended();
  await watch(refused());
  const [begun] = started();
  await expect(open({ finding: { ...begun, id: 'r-forged' } })).resolves.toMatchObject({
    action: 'hold',
    because: 'no watch began it',
  });
});

describe('people', () => {
  async function undone(change: { status?: 'undone' | 'held'; detail?: object } = {}) {
    const { status = 'undone', detail } = change;
    await mended({ ...(detail && { detail }) });
    await watch(refused());
    const [finding] = started();
    await close({ finding, status, because: 'the earlier state was read back' });
    const ended = { id: finding?.id, undoes: mend.id, status, because: 'the earlier state was read back' };
    return { 'detail-type': 'Remediation Closed', detail: ended };
  }

  test('who approved it are told when it was taken back, and what was given back', async () => {
    await watch(await undone({ detail: { approval: approval('bob@example.com') } }));
    const [telling, ...more] = told();
    expect(more).toEqual([]);
    expect(telling).toMatchObject({ channel: 'mail', to: 'bob@example.com', attempt: 0 });
    expect(telling.notice.title).toBe(
      `Homeostat took ${mend.id} back by itself: ${role.arn} was refused s3:DeleteBucket`,
    );
    for (const { says } of planOf(mend).undo ?? []) {
      expect(telling.notice.paragraphs.join('\n')).toContain(`- ${says}`);
    }
  });

  test.each<[string, object]>([
    ['nobody approved it', {}],
    ['who approved it is no approver any more', { approval: approval('left@example.com') }],
  ])('who would be asked are told where %s', async (_, detail) => {
    await watch(await undone({ detail }));
    expect(told().map(({ to }) => to)).toEqual(['ann@example.com', 'bob@example.com']);
  });

  test('are told when it could not be taken back, and how they can', async () => {
    await watch(await undone({ status: 'held' }));
    const [{ notice }] = told();
    expect(notice.title).toBe(`Homeostat could not take ${mend.id} back: ${role.arn} was refused s3:DeleteBucket`);
    expect(notice.paragraphs.join('\n')).toMatch(/ended held: .* Nothing was given back/);
    expect(notice.paragraphs).toContain(`To give it back: homeostat undo ${mend.id} --reason "…"`);
  });

  test('are told once, however often the end is announced', async () => {
    const ended = await undone({ detail: { approval: approval('bob@example.com') } });
    await watch(ended);
    await watch(ended);
    expect(told()).toHaveLength(1);
  });

  test('are not told of an undo that an operator asked for', async () => {
    await mended();
    const finding = roleDrift({ id: 'r-operator', undoes: mend.id });
    await close({ finding, status: 'undone', because: 'x' });
    await watch({
      'detail-type': 'Remediation Closed',
      detail: { id: 'r-operator', undoes: mend.id, status: 'undone', because: 'x' },
    });
    expect(told()).toEqual([]);
  });

  test('are told where it cannot be undone at all', async () => {
    await mended();
    const head = [...tables.items.entries()].find(([key]) => key.includes(`REMEDIATION#${mend.id} HEAD`));
    tables.items.set(head?.[0] ?? '', { ...head?.[1], status: 'failed' });
    await watch(refused());
    expect(started()).toEqual([]);
    expect(told()[0].notice.paragraphs.join('\n')).toContain('It could not be undone: its history cannot be trusted');
  });
});
