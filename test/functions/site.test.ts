import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';

const root = mkdtempSync(join(tmpdir(), 'homeostat-site-'));
process.env['LAMBDA_TASK_ROOT'] = root;
process.env['CONSOLE_URL'] = 'https://console.example.com/prod/';
writeFileSync(join(root, 'config.json'), '{"secret":true}');
const { handler } = await import('../../functions/site.ts');

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** As API Gateway asks, and as it hands on what it is answered. */
async function get(path: string, headers: Record<string, string> = {}, httpMethod = 'GET') {
  const event = { httpMethod, path, headers, requestContext: { domainName: 'x', path }, resource: '/', body: null };
  const {
    statusCode,
    headers: sent,
    body,
    isBase64Encoded,
  } = (await handler(event as never, {} as never)) as unknown as Answer;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return {
    statusCode,
    headers: sent,
    text: (sent['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString(),
  };
}

test('a deployment without the console says so', async () => {
  const { statusCode, text } = await get('/');
  expect([statusCode, text]).toEqual([200, expect.stringContaining('npm run build:console')]);
});

describe('the console', () => {
  mkdirSync(join(root, 'console/assets'), { recursive: true });

  test('is one page wherever in it somebody begins, and is told where it is', async () => {
    rmSync(join(root, 'console/index.html'), { force: true });
    writeFileSync(join(root, 'console/index.html'), '<html><head><title>T</title></head></html>');
    // What is there is read once, by a function that is new with each deployment.
    const { jest } = await import('@jest/globals');
    jest.resetModules();
    const { handler: fresh } = await import('../../functions/site.ts');
    const event = {
      httpMethod: 'GET',
      path: '/remediations/r-1',
      headers: {},
      requestContext: {},
      resource: '/',
      body: null,
    };
    const { body, headers } = (await fresh(event as never, {} as never)) as unknown as Answer;
    expect(Buffer.from(body, 'base64').toString()).toContain('<base href="/prod/" />');
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("script-src 'self'"),
    });
  });

  test('takes the dot in a control for a part of its address, and no file', async () => {
    const { statusCode, headers } = await get('/controls/s3.bucket-closed-to-public');
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('has files that last, packed for whoever takes them so', async () => {
    writeFileSync(join(root, 'console/assets/app-1.js'), 'const x = 1;');
    const plain = await get('/assets/app-1.js');
    const packed = await get('/assets/app-1.js', { 'accept-encoding': 'br, gzip' });
    expect([plain.text, packed.text]).toEqual(['const x = 1;', 'const x = 1;']);
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
  });

  test.each([
    '/../config.json',
    '/assets/../../config.json',
    '/%2e%2e/config.json',
    '/..%2fconfig.json',
    '/nothing.js',
  ])('has no file %s', async (path) => {
    const { statusCode, text } = await get(path);
    expect([statusCode, text.includes('secret')]).toEqual([404, false]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    expect((await get('/', {}, method)).statusCode).toBe(405);
  });
});
