import type { Text as TextObject } from '../blocks/text.ts';
import type { Workspace } from '../workspace.ts';
import { type Markup, readMrkdwn } from './mrkdwn.ts';

type Known = Pick<Workspace, 'people' | 'channels'>;

/** A text object, or the plain text of a message without blocks, which is mrkdwn too. */
export function Text({ of, known }: { of: TextObject; known: Known }) {
  if (of.type === 'plain_text') return <span class="text">{of.text}</span>;
  return (
    <div class="text">
      <All of={readMrkdwn(of.text)} known={known} />
    </div>
  );
}

function All({ of, known }: { of: readonly Markup[]; known: Known }) {
  return (
    <>
      {of.map((one) => (
        <One of={one} known={known} />
      ))}
    </>
  );
}

function One({ of, known }: { of: Markup; known: Known }) {
  const inside = 'inside' in of ? <All of={of.inside} known={known} /> : null;
  switch (of.kind) {
    case 'text':
      return <>{of.text}</>;
    case 'bold':
      return <b>{inside}</b>;
    case 'italic':
      return <i>{inside}</i>;
    case 'struck':
      return <s>{inside}</s>;
    case 'code':
      return <code>{inside}</code>;
    case 'preformatted':
      return <pre>{inside}</pre>;
    case 'quote':
      return <blockquote>{inside}</blockquote>;
    case 'link':
      return (
        <a href={of.url} target="_blank" rel="noopener noreferrer">
          {inside}
        </a>
      );
    case 'person':
      return <mark>@{known.people.find(({ id }) => id === of.id)?.name ?? of.label ?? of.id}</mark>;
    case 'channel':
      return <mark>#{known.channels.find(({ id }) => id === of.id)?.name ?? of.label ?? of.id}</mark>;
    case 'everybody':
      return <mark>@{of.name}</mark>;
    default:
      return of satisfies never;
  }
}
