import { Hono, type HonoRequest } from 'hono';
import { handle } from 'hono/aws-lambda';
import { HTTPException } from 'hono/http-exception';
import type { HtmlEscapedString } from 'hono/utils/html';
import * as z from 'zod';
import { type Asked, questionBehind } from './aws/questions.ts';
import { sha256 } from './domain/digest.ts';
import { environment } from './environment.ts';
import { alreadyDecided, decide, sendCode } from './question/decide.ts';
import { MessagePage, QuestionPage, style } from './question/page.tsx';
import { questionOf } from './question/question.ts';
import { logger } from './telemetry.ts';

const Secret = z.string().regex(/^[\w-]{43}$/);
const Decision = z.object({ code: z.string().regex(/^\d{8}$/), decision: z.enum(['approve', 'reject']) });

/** The approvers' pages. GET, HEAD and OPTIONS only ever show; a POST counts only from our own page. */
export const app = new Hono();

app.use(async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) {
    context.header(name, value);
  }
});

app.use('/questions/*', async (context, next) => {
  if (context.req.method === 'POST' && !isOwnForm(context.req)) {
    return context.html(
      html(
        <MessagePage
          title="Not accepted"
          text="This form was not sent from our own page. Open the link from your mail again."
        />,
      ),
      403,
    );
  }
  return next();
});

app.get('/questions/:secret', async (context) => {
  const asked = await found(context.req.param('secret'));
  const closed = alreadyDecided(asked, new Date());
  return context.html(html(show(asked, closed ?? { form: 'code' })));
});

app.post('/questions/:secret', async (context) => {
  const secret = context.req.param('secret');
  const asked = await found(secret);
  if (context.req.query('step') === 'code') {
    return context.html(html(show(asked, await sendCode(asked, secret, new Date()))));
  }
  const form = Decision.safeParse(await context.req.parseBody());
  const outcome = form.success
    ? await decide(asked, secret, form.data, new Date())
    : { notice: 'Type the 8 digits from your mail and choose one of the buttons.', form: 'decide' as const };
  return context.html(html(show(asked, outcome)));
});

app.notFound((context) => context.html(notFound(), 404));

app.onError((error, context) => {
  if (error instanceof HTTPException && error.status === 404) {
    return context.html(notFound(), 404);
  }
  logger.error('the page failed', { error: error instanceof Error ? error.name : 'unknown' });
  return context.html(
    html(
      <MessagePage
        title="That did not work"
        text="Something went wrong on our side, and nothing was decided. Try again in a moment."
      />,
    ),
    500,
  );
});

export const handler = handle(app);

const headers = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${sha256(style).toString('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Robots-Tag': 'noindex',
} as const;

function notFound() {
  return html(
    <MessagePage
      title="Not found"
      text="There is no such page. Links to questions end some time after they were decided."
    />,
  );
}

/** A malformed link and an unknown one look the same from outside. */
async function found(secret: string): Promise<Asked> {
  const asked = Secret.safeParse(secret).success ? await questionBehind(sha256(secret).toString('hex')) : undefined;
  if (asked === undefined) {
    throw new HTTPException(404);
  }
  return asked;
}

function show(asked: Asked, outcome: { notice?: string; form: 'code' | 'decide' | 'none' }) {
  return (
    <QuestionPage
      question={questionOf(asked.finding, asked.expiresAt)}
      approver={asked.link.mail}
      notice={outcome.notice}
      form={outcome.form}
    />
  );
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
