import { type Line, soonDays, type WeeklyReport } from '../domain/weekly-report.ts';
import { Bars, type Figure, Figures, Rows, Section, sheet, soft } from './parts.tsx';
import { changeOf, dayOf, mostLines, periodOf, seconds, titleOf } from './words.ts';

/** The report as one page: what a mail carries, a browser shows and a printer makes a PDF of. `console` ends with a slash. */
export function ReportPage({ report, console }: { report: WeeklyReport; console: string }) {
  const { needs } = report;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{titleOf(report)}</title>
        <style>{sheet}</style>
      </head>
      <body
        class="paper"
        style="margin:0 auto;max-width:46rem;padding:16px;background:#fff;color:#16191f;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif"
      >
        <h1 style="font-size:22px;line-height:1.25;margin:0">Homeostat: what happened</h1>
        <p class="soft" style={`margin:2px 0 14px;${soft}`}>
          {periodOf(report)}
        </p>
        <Needs needs={needs} console={console} />
        <Figures figures={figuresOf(report)} />
        <Pictures report={report} />
        <People report={report} console={console} />
        <Limits report={report} />
        <p class="soft" style={`margin:28px 0 0;font-size:13px;${soft}`}>
          {`Days are UTC. Made ${report.madeAt.slice(0, 16).replace('T', ' ')} UTC. "homeostat report" prints the same, and --json gives all of it.`}
        </p>
      </body>
    </html>
  );
}

function Needs({ needs, console }: { needs: readonly string[]; console: string }) {
  const isCalm = needs.length === 0;
  const look = isCalm
    ? 'background:#e3f6e8;border-left:5px solid #1a7f37'
    : 'background:#fff4e0;border-left:5px solid #b26a00';
  return (
    <div class={isCalm ? 'calm' : 'alert'} style={`${look};padding:10px 14px;border-radius:4px`}>
      <strong>{isCalm ? 'Nothing needs you.' : 'This needs somebody:'}</strong>
      {!isCalm && (
        <ul style="margin:4px 0 0;padding-left:20px">
          {needs.map((need) => (
            <li style="overflow-wrap:anywhere">{need}</li>
          ))}
        </ul>
      )}
      {console !== '' && (
        <div style="margin-top:4px">
          <a href={console} style="color:#0550ae">
            Open the console
          </a>
        </div>
      )}
    </div>
  );
}

function figuresOf({ sums, timeToSafe }: WeeklyReport): readonly Figure[] {
  const { drifted, mended, held, failed, waiting, undone } = sums;
  return [
    { name: 'Drifted', value: String(drifted.now), note: changeOf(drifted) },
    { name: 'Mended', value: String(mended.now), note: changeOf(mended) },
    {
      name: 'Time to safe',
      value: timeToSafe.count === 0 ? '–' : seconds(timeToSafe.p50),
      note: timeToSafe.count === 0 ? 'nothing mended by itself' : `95 of 100 within ${seconds(timeToSafe.p95)}`,
    },
    { name: 'Held', value: String(held.now), note: changeOf(held) },
    { name: 'Waiting', value: String(waiting), note: 'for an answer, now' },
    { name: 'Failed', value: String(failed.now), note: `and ${undone} undone` },
  ];
}

/** Where people would rather look than read. */
function Pictures({ report: { days, controls, accounts, actors } }: { report: WeeklyReport }) {
  return (
    <>
      {controls.length > 0 && (
        <Section title="Day by day" note="Blue was mended; orange is held, observed, asked about or failed.">
          <Bars bars={days.map((one) => ({ ...one, label: dayOf(one.name) }))} of="mended" />
        </Section>
      )}
      {controls.length > 0 && (
        <Section title="What drifted" note="Mended, of all that drifted.">
          <Bars bars={controls} of="mended" />
        </Section>
      )}
      {actors.length > 0 && (
        <Section title="Who causes most" note="Drifts by whoever made the call.">
          <Bars bars={actors} of="count" />
        </Section>
      )}
      {accounts.length > 1 && (
        <Section title="Where" note="Mended, of all that drifted.">
          <Bars bars={accounts} of="mended" />
        </Section>
      )}
    </>
  );
}

function People({ report, console }: { report: WeeklyReport; console: string }) {
  const { waiting, failed, held, undone } = report;
  return (
    <>
      <Lines title="What waits for an answer" note="Oldest first." lines={waiting} console={console} />
      <Lines title="What failed" note="Nothing is tried again by itself." lines={failed} console={console} />
      {held.length > 0 && (
        <Section title="What is held, and why">
          <Rows
            rows={held.slice(0, mostLines).map(({ because, count, example }) => ({
              first: because,
              rest: [`for example ${example.resource} (${example.account}): ${example.title}`],
              aside: String(count),
            }))}
          />
          <More left={held.length - mostLines} />
        </Section>
      )}
      <Lines
        title="What was undone"
        note="Each with the exemption that came with it."
        lines={undone}
        console={console}
      />
    </>
  );
}

interface LinesProps {
  readonly title: string;
  readonly note: string;
  readonly lines: readonly Line[];
  readonly console: string;
}

function Lines({ title, note, lines, console }: LinesProps) {
  return lines.length === 0 ? null : (
    <Section title={title} note={note}>
      <Rows
        rows={lines.slice(0, mostLines).map(({ id, resource, title: control, account, actor, openedAt, because }) => ({
          first:
            console === '' ? (
              resource
            ) : (
              <a href={`${console}remediations/${id}`} style="color:#0550ae">
                {resource}
              </a>
            ),
          rest: [`${control} · ${account} · by ${actor} · ${dayOf(openedAt)}`, because],
        }))}
      />
      <More left={lines.length - mostLines} />
    </Section>
  );
}

function Limits({ report: { pauses, exemptions } }: { report: WeeklyReport }) {
  return (
    <>
      {pauses.length > 0 && (
        <Section title="When changes were stopped">
          <Rows
            rows={pauses.map(({ says, by, reason, at, endedAt }) => ({
              first: says,
              rest: [`${dayOf(at)} to ${endedAt === null ? 'now' : dayOf(endedAt)}, by ${by}: ${reason}`],
            }))}
          />
        </Section>
      )}
      {exemptions.length > 0 && (
        <Section title={`Exemptions that end within ${soonDays} days`} note="What they hold is judged again then.">
          <Rows
            rows={exemptions.slice(0, mostLines).map(({ says, control, owner, reason, until }) => ({
              first: says,
              rest: [`${control} · says ${owner}: ${reason}`],
              aside: dayOf(until),
            }))}
          />
          <More left={exemptions.length - mostLines} />
        </Section>
      )}
    </>
  );
}

function More({ left }: { left: number }) {
  return left > 0 ? <p class="soft" style={`margin:4px 0;font-size:14px;${soft}`}>{`and ${left} more`}</p> : null;
}
