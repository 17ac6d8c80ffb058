import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { environment } from './environment.ts';

const root = join(process.env['LAMBDA_TASK_ROOT'] ?? '.', 'console');

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** The console's files. Whatever names none of them is a place in the page itself, which finds its way by its own address. */
const app = new Hono();

app.use(async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) {
    context.header(name, value);
  }
});

app.get('*', (context) => {
  const path = decoded(context.req.path);
  // A control's page has a dot in its address, too: s3.bucket-closed-to-public.
  const isFile = path !== undefined && Object.hasOwn(types, extname(path));
  if (isFile) {
    const file = fileAt(path);
    // Their names tell of their content, so that they never change.
    const lasts = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return file === undefined ? context.notFound() : sent(context, file, { type: extname(path), lasts });
  }
  return sent(context, page(), { type: '.html', lasts: 'no-cache' });
});

app.all('*', (context) => context.text('This is a page: it can only be read.', 405));

export const handler = handle(app, { isContentTypeBinary: () => true });

/** Everything comes from our own address; the page is in nobody's frame and sends no form anywhere. */
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex',
} as const;

/** The page, told where it is: behind API Gateway's own address there is a stage in each path. */
function page(): Buffer {
  const { pathname } = new URL(environment.consoleUrl || 'http://localhost/');
  const built = fileAt('/index.html')?.toString('utf8');
  return Buffer.from(built?.replace('<head>', `<head>\n    <base href="${pathname}" />`) ?? unbuilt);
}

const unbuilt =
  '<!doctype html><html lang="en"><title>Homeostat</title><p>The console is not in this deployment: run <code>npm run build:console</code>, then deploy again. The API is at <code>api/</code>.</p></html>';

const read = new Map<string, Buffer | undefined>();

/** A file of the console; nothing outside its folder is one. */
function fileAt(path: string): Buffer | undefined {
  const file = normalize(join(root, path));
  if (!file.startsWith(root + sep)) {
    return undefined;
  }
  if (!read.has(file)) {
    read.set(file, existsSync(file) ? readFileSync(file) : undefined);
  }
  return read.get(file);
}

const packed = new WeakMap<Buffer, Buffer>();

function sent(context: Context, file: Buffer, { type, lasts }: { type: string; lasts: string }): Response {
  const head = {
    'Content-Type': types[type] ?? 'application/octet-stream',
    'Cache-Control': lasts,
    Vary: 'Accept-Encoding',
  };
  const isText = /text|json|javascript|svg|manifest/.test(head['Content-Type']);
  if (!isText || !/\bgzip\b/.test(context.req.header('accept-encoding') ?? '')) {
    return context.body(new Uint8Array(file), 200, head);
  }
  const small = packed.get(file) ?? gzipSync(file);
  packed.set(file, small);
  return context.body(new Uint8Array(small), 200, { ...head, 'Content-Encoding': 'gzip' });
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
