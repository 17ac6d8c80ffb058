import { useId } from 'react';
import type { Status } from '../../../functions/domain/finding.ts';
import machine from '../../../statemachines/remediate.asl.json';
import { type Box, boxHeight, draw } from '../pure/drawing.ts';
import { statuses } from '../pure/status.ts';

/** The workflow, with the way that one remediation took through it, and the same in words. */
export function Workflow({ way, status }: { way: readonly string[]; status: Status }) {
  const words = useId();
  const { boxes, lines, width, height } = draw(machine, way);
  const last = way.at(-1);
  return (
    <figure className="workflow">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a small screen, and the keyboard has to reach it. */}
      <section className="scroll" tabIndex={0} aria-label="The workflow, drawn">
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-labelledby={words}>
          <title>The workflow</title>
          {lines.map(({ from, to, path, isTaken, isCaught }) => (
            <path key={`${from} ${to}`} d={path} className={`${isTaken ? 'taken' : ''} ${isCaught ? 'caught' : ''}`} />
          ))}
          {boxes.map((box) => (
            <State key={box.name} box={box} look={box.name === last ? statuses[status].type : undefined} />
          ))}
        </svg>
      </section>
      <figcaption id={words}>
        {way.length === 0 ? 'Which way it took was not recorded.' : `It went through ${way.join(' → ')}.`}
      </figcaption>
    </figure>
  );
}

function State({ box: { name, x, y, width, isTaken }, look }: { box: Box; look: string | undefined }) {
  return (
    <g className={`${isTaken ? 'taken' : ''} ${look === undefined ? '' : `last ${look}`}`}>
      <rect x={x - width / 2} y={y} width={width} height={boxHeight} rx={name.endsWith('?') ? boxHeight / 2 : 6} />
      <text x={x} y={y + boxHeight / 2 + 4.5} textAnchor="middle">
        {name}
      </text>
    </g>
  );
}
