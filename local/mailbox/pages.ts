import { html } from 'hono/html';
import { type Mail, sentAt } from './mail.ts';

type Page = ReturnType<typeof html>;

export function listPage(mails: readonly Mail[]): Page {
  const items = mails.map(
    (mail) => html`<li><a href="/messages/${encodeURIComponent(mail.MessageId)}">
      <strong>${mail.Subject || '(no subject)'}</strong><span>to ${mail.To.join(', ')}</span>${time(mail)}</a></li>`,
  );
  const empty = html`<p>No mail yet. Homeostat writes when a person has to decide.</p>`;
  return page('Mailbox', html`<h1>Mailbox</h1>${items.length > 0 ? html`<ul>${items}</ul>` : empty}`);
}

export function mailPage(mail: Mail): Page {
  const head = html`<p><a href="/">All mail</a></p><h1>${mail.Subject || '(no subject)'}</h1>
    <p class="who">${mail.Source} to ${mail.To.join(', ')}<br>${time(mail)}</p>`;
  const text = mail.BodyText ? html`<h2>Text</h2><pre>${mail.BodyText}</pre>` : '';
  return page(mail.Subject, html`${head}${mail.BodyHtml ? framed(mail.BodyHtml) : ''}${text}`);
}

export function messagePage(message: string): Page {
  return page('Mailbox', html`<p><a href="/">All mail</a></p><p>${message}</p>`);
}

/** The HTML part, as locked in as a mail program would show it: no scripts, and links open in a tab of their own. */
function framed(body: string): Page {
  const document = `<base target="_blank">${body}`;
  const allowed = 'allow-popups allow-popups-to-escape-sandbox';
  return html`<iframe title="The mail" sandbox="${allowed}" srcdoc="${document}"></iframe>`;
}

function time(mail: Mail): Page {
  const sent = sentAt(mail);
  const iso = Number.isNaN(sent.getTime()) ? String(mail.Timestamp) : sent.toISOString();
  return html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>`;
}

function page(title: string, content: Page): Page {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
    <style>${style}</style></head><body><main>${content}</main></body></html>`;
}

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; } main { max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
  h1 { font-size: 1.4rem; line-height: 1.25; } h2 { font-size: 1rem; }
  ul { list-style: none; margin: 0; padding: 0; }
  li a { display: block; padding: .75rem 0; border-top: 1px solid #8884; color: inherit; text-decoration: none; }
  li a:hover strong, li a:focus-visible strong { text-decoration: underline; }
  li span, time, .who { color: #777; font-size: .875rem; } li span, li time { display: block; }
  iframe { width: 100%; height: 65vh; border: 1px solid #8884; border-radius: .5rem; background: #fff; resize: vertical; box-sizing: border-box; }
  pre { white-space: pre-wrap; font-size: .875rem; }`;
