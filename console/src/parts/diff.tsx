import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { fold, type Line, type Part, sumOf } from '../pure/diff.ts';

/** The way from one state to another, line by line. What does not change is folded, and opens. */
export function Diff({ lines, label = 'What changes' }: { lines: readonly Line[]; label?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and the keyboard has to reach it.
    <section className="code diff" tabIndex={0} aria-label={`${label}: ${sumOf(lines)}`}>
      {fold(lines).map((part, index) => (
        <DiffPart key={index} part={part} />
      ))}
    </section>
  );
}

function DiffPart({ part: { kind, lines } }: { part: Part }) {
  const [isOpen, setOpen] = useState(kind === 'shown');
  if (!isOpen) {
    return (
      <div className="folded">
        <Button variant="inline-link" onClick={() => setOpen(true)}>
          Show {lines.length} lines that stay as they are
        </Button>
      </div>
    );
  }
  return lines.map((line, index) => <DiffLine key={index} line={line} />);
}

const signs = { same: ' ', added: '+', removed: '−' } as const;
const spoken = { same: '', added: 'added: ', removed: 'removed: ' } as const;

function DiffLine({ line: { kind, text } }: { line: Line }) {
  return (
    <div className={kind}>
      <span className="sign" aria-hidden="true">
        {signs[kind]}
      </span>
      <span className="unseen">{spoken[kind]}</span>
      {text || ' '}
    </div>
  );
}
