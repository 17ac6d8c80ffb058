import { UnreadablePolicy } from './document.ts';
import { layoutOf } from './layout.ts';

/**
 * A policy with one more statement at its end. Every other byte stays: spelling, order and layout.
 * @throws {UnreadablePolicy} where the text has no statements, or names a key twice.
 */
export function withStatement(text: string, statement: object): string {
  const layout = layoutOf(text);
  const statements =
    layout.kind === 'members' ? layout.members.find(({ key }) => key === 'Statement')?.value : undefined;
  if (statements === undefined) {
    throw new UnreadablePolicy('it has no statements');
  }
  const added = JSON.stringify(statement);
  if (statements.kind !== 'list') {
    const { start, end } = statements;
    return `${text.slice(0, start)}[${text.slice(start, end)},${added}]${text.slice(end)}`;
  }
  const last = statements.items.at(-1);
  const at = last?.end ?? statements.start + 1;
  return `${text.slice(0, at)}${last === undefined ? '' : ','}${added}${text.slice(at)}`;
}
