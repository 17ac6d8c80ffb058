import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bucketDrift } from '../functions/findings.ts';
import { account, emulatorKeys, eventually, homeostat, lambda, mails, outputs } from './cloud.ts';

const control = 's3.bucket-tls-only';
const drifts = 450;
const daysAgo = 3;
const by = 'ann@example.com';
const directory = mkdtempSync(join(tmpdir(), 'homeostat-'));

// The exports' own modules, pointed at the running cloud.
const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'Homeostat-export' }));
Object.assign(process.env, emulatorKeys, {
  HISTORY_TABLE: outputs['HistoryTable'],
  STATE_TABLE: outputs['StateTable'],
  EXPORTS_BUCKET: Environment?.Variables?.['EXPORTS_BUCKET'],
  EXPORT_FUNCTION: Environment?.Variables?.['EXPORT_FUNCTION'],
});
const { append } = await import('../../functions/aws/history.ts');
const { exporting } = await import('../../functions/aws/exports.ts');
const { startOf } = await import('../../functions/domain/history.ts');

beforeAll(async () => {
  const opened = new Date(Date.now() - daysAgo * 86_400_000);
  for (let first = 0; first < drifts; first += 25) {
    await Promise.all(Array.from({ length: 25 }, (_, index) => drifted(first + index, opened)));
  }
}, 120_000);

async function drifted(index: number, opened: Date): Promise<void> {
  const number = String(index).padStart(4, '0');
  const at = new Date(opened.getTime() + index).toISOString();
  const target = { account, region: 'us-east-1', arn: `arn:aws:s3:::told-${number}` };
  const finding = bucketDrift({ id: `r-00000000t0xd${number}`, control, target });
  const because = index % 3 === 0 ? '=1+1, "quoted"\nand on a second line' : 'it is meant to be so';
  const head = startOf(finding, { because }, new Date(at));
  await append({ head, status: 'held', because, detail: { finding }, at });
}

const filter = { control: [control], contains: 'told-' };

describe('an export', () => {
  it.each(['csv', 'jsonl'] as const)('as %s is fetched by a link, whole, and by nobody else', async (format) => {
    const { id } = await exporting.start({ accounts: [account], format, filter, by });
    const { url, rows } = await eventually(async () => {
      const job = await exporting.get({ id, by });
      return job?.status === 'running' ? undefined : job;
    }, 60_000);
    expect(rows).toBe(drifts);
    expect(await exporting.get({ id, by: 'bob@example.com' })).toBeUndefined();
    const answer = await fetch(url ?? '');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="homeostat-/);
    const text = await answer.text();
    const resources = new Set(text.match(/arn:aws:s3:::told-\d{4}/g));
    expect(resources.size).toBe(drifts);
    expect(text).toContain(format === 'csv' ? '"\'=1+1, ""quoted""\nand on' : '"because":"=1+1, \\"quoted\\"\\nand on');
  });

  it('has nothing of accounts that its owner may not see', async () => {
    const { id } = await exporting.start({ accounts: ['999999999999'], format: 'jsonl', filter: {}, by });
    const job = await eventually(async () => {
      const now = await exporting.get({ id, by });
      return now?.status === 'running' ? undefined : now;
    }, 60_000);
    expect(job).toMatchObject({ status: 'done', rows: 0 });
    expect(await (await fetch(job.url ?? '')).text()).toBe('');
  });

  it('is in no bucket that somebody without the link can read', async () => {
    const { id } = await exporting.start({ accounts: [account], format: 'csv', filter, by });
    const { url } = await eventually(async () => {
      const job = await exporting.get({ id, by });
      return job?.status === 'done' ? job : undefined;
    }, 60_000);
    const tampered = (url ?? '').replace(/X-Amz-Signature=[0-9a-f]{8}/, 'X-Amz-Signature=00000000');
    expect((await fetch(tampered)).status).toBe(403);
  });
});

describe('the command', () => {
  it('gives findings in OCSF, one a line', async () => {
    const { status, out } = await homeostat('export', '--format', 'ocsf', '--control', control);
    const found = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(found.filter(({ resources: [{ uid }] }) => uid.startsWith('arn:aws:s3:::told-'))).toHaveLength(drifts);
    expect(found[0]).toMatchObject({ class_uid: 2003, compliance: { control }, cloud: { account: { uid: account } } });
  });

  it('reports on the week, as JSON', async () => {
    const report = await eventually(async () => {
      const { out } = await homeostat('report', '--json');
      const one = JSON.parse(out);
      return one.controls.some((bar: { name: string; count: number }) => bar.name === control && bar.count >= drifts)
        ? one
        : undefined;
    }, 90_000);
    expect(report.days).toHaveLength(7);
    expect(report.days[6 - daysAgo].count).toBeGreaterThanOrEqual(drifts);
    expect(report.held[0]).toMatchObject({ because: 'it is meant to be so', count: expect.any(Number) });
  });

  it('reports on the week, in the terminal and as a page', async () => {
    const file = join(directory, 'report.html');
    const [terminal, page] = [await homeostat('report'), await homeostat('report', '--html', file)];
    expect([terminal.status, page.status, page.out]).toEqual([0, 0, '']);
    expect(terminal.out).toContain('Homeostat: what happened');
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html><html lang="en">.*it is meant to be so/s);
  });

  it('refuses days that are none', async () => {
    expect((await homeostat('report', '--days', 'many')).status).toBe(2);
  });
});

it('the report comes by mail', async () => {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'Homeostat-report' }));
  expect([FunctionError, JSON.parse(Buffer.from(Payload ?? []).toString())]).toEqual([undefined, { sent: 1 }]);
  const mail = await eventually(async () => (await mails()).find(({ Subject }) => Subject.startsWith('Homeostat, ')));
  expect(mail.To).toEqual(['operator@example.com']);
  expect(mail.BodyText).toContain('What is held, and why');
  expect(mail.BodyHtml).toContain('it is meant to be so');
});
