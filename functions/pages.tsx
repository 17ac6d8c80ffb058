import { Hono, type HonoRequest } from 'hono';
import { handle } from 'hono/aws-lambda';
import { HTTPException } from 'hono/http-exception';
import type { HtmlEscapedString } from 'hono/utils/html';
import * as z from 'zod';
import { type Link, linkBehind } from './aws/links.ts';
import { Ballot } from './domain/approval.ts';
import { environment } from './environment.ts';
import { proven, sendCode } from './question/code.ts';
import { MessagePage } from './question/frame.tsx';
import { type Asking, askingOf } from './question/load.ts';
import { QuestionPage } from './question/page.tsx';
import { choiceOf, digestOfAll } from './question/page-form.tsx';
import { pageHeaders } from './question/page-headers.ts';
import type { Question } from './question/question.ts';
import { vote } from './question/vote.ts';
import { logger } from './telemetry.ts';

const Secret = z.string().regex(/^[\w-]{43}$/);
const list = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const Form = z.object({
  code: z.string().regex(/^\d{8}$/),
  of: list.default([]),
  all: z.string().optional(),
});

/** The approvers' pages. GET, HEAD and OPTIONS only ever show; a POST counts only from our own page. */
export const app = new Hono();

app.use(async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(pageHeaders)) {
    context.header(name, value);
  }
});

app.use('/questions/*', async (context, next) => {
  if (context.req.method === 'POST' && !isOwnForm(context.req)) {
    const text = 'This form was not sent from our own page. Open the link from your mail again.';
    return context.html(html(<MessagePage title="Not accepted" text={text} />), 403);
  }
  return next();
});

app.get('/questions/:secret', async (context) => {
  const { link, asking } = await found(context.req.param('secret'));
  return context.html(html(show(link, asking, { notices: [], form: 'code' })));
});

app.post('/questions/:secret', async (context) => {
  const secret = context.req.param('secret');
  const { link, asking } = await found(secret);
  if (context.req.query('step') === 'code') {
    const [first, ...more] = asking.questions;
    const about = { title: first?.title ?? '', id: first && more.length === 0 ? first.id : link.batch };
    const { notice, form } = await sendCode(link, secret, about, new Date());
    return context.html(html(show(link, asking, { notices: [notice], form })));
  }
  const told = await decide({ link, secret, asking }, await context.req.parseBody({ all: true }));
  return context.html(html(show(link, (await askingOf(link.batch, new Date())) ?? asking, told)));
});

app.notFound((context) => context.html(notFound(), 404));

app.onError((error, context) => {
  if (error instanceof HTTPException && error.status === 404) {
    return context.html(notFound(), 404);
  }
  logger.error('the page failed', { error: error instanceof Error ? error.name : 'unknown' });
  const text = 'Something went wrong on our side. Open the link again to see whether anything was decided.';
  return context.html(html(<MessagePage title="That did not work" text={text} />), 500);
});

export const handler = handle(app);

interface Opened {
  readonly link: Link;
  readonly secret: string;
  readonly asking: Asking;
}

interface Told {
  readonly notices: readonly string[];
  readonly form: 'code' | 'decide' | 'none';
}

/** Decides the chosen questions as the approver whom the link names, if the code proves that it is them. */
async function decide({ link, secret, asking }: Opened, body: Record<string, unknown>): Promise<Told> {
  const form = Form.safeParse(body);
  const ballot = Ballot.safeParse(withoutEmpty(body));
  if (!form.success || !ballot.success) {
    return again(
      'Type the 8 digits from your mail and choose one of the buttons; to leave it alone, say for how long and why.',
    );
  }
  const open = asking.questions.filter(({ outcome }) => outcome === undefined);
  const chosen = chosenOf(open, form.data);
  if (typeof chosen === 'string') {
    return open.length === 0 ? { notices: [], form: 'none' } : again(chosen);
  }
  const now = new Date();
  const proof = await proven(link, secret, form.data.code, now);
  if ('told' in proof) {
    return { notices: [proof.told.notice], form: proof.told.form };
  }
  const votes = chosen.map(async ({ id, plan, resource }) => {
    const cast = { remediation: id, planDigest: plan.digest, via: 'mailed code' as const, ballot: ballot.data, now };
    const { says } = await vote({ ...cast, person: proof.person });
    return asking.questions.length === 1 ? says : `${resource}: ${says}`;
  });
  return { notices: await Promise.all(votes), form: chosen.length < open.length ? 'decide' : 'none' };
}

function again(notice: string): Told {
  return { notices: [notice], form: 'decide' };
}

/** What was ticked, each with the plan that was shown; why not, where that cannot be. */
function chosenOf(open: readonly Question[], { of, all }: z.infer<typeof Form>): readonly Question[] | string {
  if (all !== undefined) {
    return all === digestOfAll(open) ? open : 'The list has changed since it was shown. Look again, and choose.';
  }
  const chosen = open.filter((question) => of.includes(choiceOf(question)));
  return chosen.length > 0 && chosen.length === new Set(of).size
    ? chosen
    : 'Choose at least one, of those that are still open.';
}

/** A form sends what was left empty, too. */
function withoutEmpty(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''));
}

function notFound() {
  const text = 'There is no such page. Links to questions end some time after they were decided.';
  return html(<MessagePage title="Not found" text={text} />);
}

/** A malformed link and an unknown one look the same from outside. */
async function found(secret: string): Promise<{ readonly link: Link; readonly asking: Asking }> {
  const link = Secret.safeParse(secret).success ? await linkBehind(secret) : undefined;
  const asking = link && (await askingOf(link.batch, new Date()));
  if (link === undefined || asking === undefined || asking.questions.length === 0) {
    throw new HTTPException(404);
  }
  return { link, asking };
}

function show(link: Link, { questions }: Asking, { notices, form }: Told) {
  return <QuestionPage questions={questions} approver={link.mail} notices={notices} form={form} />;
}

/** Browsers send the Origin of every form; a missing one comes from a program that somebody runs on purpose, which still needs the code. */
function isOwnForm(request: HonoRequest): boolean {
  const origin = request.header('origin');
  // With `no-referrer` browsers say `null` of our own forms, too: https://fetch.spec.whatwg.org/#append-a-request-origin-header
  const isOwn = origin === 'null' && request.header('sec-fetch-site') === 'same-origin';
  return origin === undefined || isOwn || origin === new URL(environment.pagesUrl || request.url).origin;
}

function html(page: { toString(): string }): string | HtmlEscapedString {
  return `<!doctype html>${page.toString()}`;
}
