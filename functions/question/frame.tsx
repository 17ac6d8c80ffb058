import type { Child } from 'hono/jsx';

/** The one style of all pages; its digest is what the content security policy allows. */
export const style = `
:root{color-scheme:light dark;--ink:#16191f;--paper:#fff;--soft:#566171;--line:#c6c6cd;--add:#e3f6e8;--del:#fde7e7;--go:#0972d3}
@media(prefers-color-scheme:dark){:root{--ink:#e9ebed;--paper:#0f1b2a;--soft:#a6b0be;--line:#414d5c;--add:#12361f;--del:#43191c;--go:#539fe5}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.1rem;margin-top:1.75rem}h3{font-size:1rem}
a{color:var(--go)}dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem 1rem}dt{color:var(--soft)}dd{margin:0;min-width:0}
pre{border:1px solid var(--line);border-radius:.4rem;padding:.5rem;margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,monospace}
pre span{display:block}.added{background:var(--add)}.removed{background:var(--del)}
details{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .75rem;margin:.5rem 0}summary{cursor:pointer;font-weight:600}
label{display:block;margin:.5rem 0}fieldset{border:1px solid var(--line);border-radius:.4rem;margin:1rem 0;padding:.5rem .75rem;min-width:0}legend{font-weight:600;padding:0 .25rem}
input,textarea{font:inherit;padding:.5rem;width:100%;max-width:26rem;display:block;background:var(--paper);color:var(--ink);border:1px solid var(--soft);border-radius:.4rem}
input[type=checkbox]{display:inline-block;width:1.1rem;height:1.1rem;margin:0 .5rem 0 0;vertical-align:-.15rem}input.short{width:9rem}
button{font:inherit;font-weight:600;padding:.55rem 1.1rem;margin:.25rem .5rem .25rem 0;border-radius:.4rem;border:2px solid var(--go);background:var(--paper);color:var(--ink);cursor:pointer}
button.yes{background:var(--ink);color:var(--paper);border-color:var(--ink)}:focus-visible{outline:3px solid var(--go);outline-offset:2px}
[role=status]{border-left:.3rem solid var(--go);padding:.5rem .75rem;margin:1rem 0}.soft{color:var(--soft)}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
`;

/** The frame of every page. There is no script on it. */
export function Page({ title, children }: { title: string; children: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · Homeostat`}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}

/** A page with one thing to say. */
export function MessagePage({ title, text }: { title: string; text: string }) {
  return (
    <Page title={title}>
      <h1>{title}</h1>
      <p>{text}</p>
    </Page>
  );
}
