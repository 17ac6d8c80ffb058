import type { Child } from 'hono/jsx';
import type { Bar } from '../domain/bars.ts';

/**
 * Mail programs keep inline styles and tables, and drop drawings and most of a style sheet. So everything is said inline for
 * light paper; the sheet only adds the dark, for those that know it, and what a printer needs.
 */
export const sheet = `
:root{color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){.paper{background:#0f1b2a!important;color:#e9ebed!important}.soft{color:#a6b0be!important}.card,.row{border-color:#414d5c!important}.card{background:#16263a!important}.track{background:#26384d!important}a{color:#7ab7ff!important}.alert{background:#3a2a12!important;border-color:#f2b654!important}.calm{background:#12361f!important;border-color:#4fc27a!important}.mended{background:#3fa9d8!important}.open{background:#e08b3c!important}.plain{background:#93a4b7!important}}
@media(max-width:34rem){.tile{display:inline-block!important;width:48%!important;box-sizing:border-box}}
@page{size:A4;margin:14mm}
@media print{:root{color-scheme:light}body{max-width:none!important;padding:0!important}table,.block{break-inside:avoid}h2{break-after:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{color:inherit!important;text-decoration:none!important}}
`;

export const soft = 'color:#566171';
const wrap = 'overflow-wrap:anywhere;word-break:break-word';

/** What comes under one heading, and is not torn apart by a page's end. */
export function Section({ title, note, children }: { title: string; note?: string | undefined; children: Child }) {
  return (
    <div class="block" style="margin:28px 0 0">
      <h2 style="font-size:17px;line-height:1.3;margin:0 0 2px">{title}</h2>
      {note && (
        <p class="soft" style={`margin:0 0 8px;font-size:14px;${soft}`}>
          {note}
        </p>
      )}
      {children}
    </div>
  );
}

const table = 'border-collapse:collapse;width:100%';

/** Bars made of table cells: of each, how much was mended, and the rest. */
export function Bars({ bars, of }: { bars: readonly Bar[]; of: 'mended' | 'count' }) {
  const longest = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <table style={table}>
      {bars.map((bar) => (
        <tr>
          <td style={`width:42%;padding:3px 10px 3px 0;font-size:14px;${wrap}`}>{bar.label}</td>
          <td style="padding:3px 0">
            <Stretch bar={bar} longest={longest} of={of} />
          </td>
          <td style="width:90px;padding:3px 0 3px 10px;font-size:14px;white-space:nowrap;text-align:right">
            {of === 'mended' ? `${bar.mended} of ${bar.count}` : bar.count}
          </td>
        </tr>
      ))}
    </table>
  );
}

function Stretch({ bar, longest, of }: { bar: Bar; longest: number; of: 'mended' | 'count' }) {
  const share = (count: number) => Math.round((count / longest) * 100);
  const mended = of === 'mended' ? share(bar.mended) : 0;
  const rest = share(bar.count) - mended;
  return (
    <table class="track" style={`${table};background:#eef1f4;height:14px`} role="presentation">
      <tr>
        {mended > 0 && <Cell {...done} width={mended} />}
        {rest > 0 && <Cell {...(of === 'mended' ? open : plain)} width={rest} />}
        {mended + rest < 100 && <td style="padding:0;font-size:1px;line-height:14px">&nbsp;</td>}
      </tr>
    </table>
  );
}

const done = { kind: 'mended', colour: '#0b7cab' };
const open = { kind: 'open', colour: '#c4661f' };
const plain = { kind: 'plain', colour: '#5b6b7d' };

function Cell({ kind, colour, width }: { kind: string; colour: string; width: number }) {
  return (
    <td
      class={kind}
      width={`${width}%`}
      style={`width:${width}%;background:${colour};padding:0;font-size:1px;line-height:14px`}
    >
      &nbsp;
    </td>
  );
}

/** Rows of a first, bold text and what else there is to say. */
export function Rows({ rows }: { rows: readonly { first: Child; rest: readonly string[]; aside?: Child }[] }) {
  return (
    <table style={table}>
      {rows.map(({ first, rest, aside }) => (
        <tr>
          <td class="row" style={`padding:8px 12px 8px 0;border-top:1px solid #d9dde2;font-size:15px;${wrap}`}>
            <strong>{first}</strong>
            {rest.map((text) => (
              <div class="soft" style={`font-size:14px;${soft}`}>
                {text}
              </div>
            ))}
          </td>
          {aside !== undefined && (
            <td
              class="row"
              style="padding:8px 0;border-top:1px solid #d9dde2;font-size:15px;white-space:nowrap;text-align:right;vertical-align:top"
            >
              {aside}
            </td>
          )}
        </tr>
      ))}
    </table>
  );
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The figures of the week, side by side; two by two where the screen is narrow. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <table
      style="border-collapse:separate;border-spacing:6px;width:calc(100% + 12px);table-layout:fixed;margin:8px -6px 0"
      role="presentation"
    >
      <tr>
        {figures.map(({ name, value, note }) => (
          <td
            class="tile card"
            style="border:1px solid #d9dde2;border-radius:8px;background:#f7f9fb;padding:10px 12px;vertical-align:top"
          >
            <div class="soft" style={`font-size:13px;${soft}`}>
              {name}
            </div>
            <div style="font-size:24px;line-height:1.3;font-weight:700">{value}</div>
            <div class="soft" style={`font-size:12px;${soft}`}>
              {note}
            </div>
          </td>
        ))}
      </tr>
    </table>
  );
}
