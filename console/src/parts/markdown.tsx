import { Fragment, type ReactNode } from 'react';
import { linesOf } from '../pure/diff.ts';
import { type Block, type Inline, parseMarkdown } from '../pure/markdown.ts';
import { Diff } from './diff.tsx';
import { Link } from './link.tsx';

/** A page that is written in Markdown. `without` leaves out what the page around it says already. */
export function Markdown({ text, from = 0 }: { text: string; from?: number }) {
  return (
    <div className="markdown">
      {parseMarkdown(text)
        .slice(from)
        .map((block, index) => (
          <BlockView key={index} block={block} />
        ))}
    </div>
  );
}

function BlockView({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return block.level > 2 ? <h4>{pieces(block.content)}</h4> : <h3>{pieces(block.content)}</h3>;
    case 'paragraph':
      return <p>{pieces(block.content)}</p>;
    case 'code':
      return block.language === 'diff' ? (
        <Diff lines={linesOf(block.text)} label="Before and after" />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard has to reach it.
        <section className="code padded" tabIndex={0} aria-label="Code">
          {block.text}
        </section>
      );
    case 'list':
      return block.ordered ? <ol>{items(block.items)}</ol> : <ul>{items(block.items)}</ul>;
    case 'table':
      return <TableView head={block.head} rows={block.rows} />;
    default:
      return block satisfies never;
  }
}

function TableView({ head, rows }: Pick<Extract<Block, { kind: 'table' }>, 'head' | 'rows'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a small screen.
    <section className="scroll" tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={keyOf(index)} scope="col">
                {pieces(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(index)}>
              {row.map((cell, column) => (
                <td key={keyOf(column)}>{pieces(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function items(all: readonly (readonly Inline[])[]): ReactNode {
  return all.map((item, index) => <li key={keyOf(index)}>{pieces(item)}</li>);
}

function pieces(all: readonly Inline[]): ReactNode {
  return all.map((piece, index) => <Fragment key={keyOf(index)}>{pieceView(piece)}</Fragment>);
}

function pieceView(piece: Inline): ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'code':
      return <code>{piece.text}</code>;
    case 'strong':
      return <strong>{piece.text}</strong>;
    case 'emphasis':
      return <em>{piece.text}</em>;
    case 'link':
      return piece.to.startsWith('/') ? (
        <Link to={piece.to}>{piece.text}</Link>
      ) : (
        <a href={piece.to} target="_blank" rel="noreferrer noopener">
          {piece.text}
        </a>
      );
    default:
      return piece satisfies never;
  }
}

/** The parts of a page keep their order. */
function keyOf(index: number): string {
  return String(index);
}
