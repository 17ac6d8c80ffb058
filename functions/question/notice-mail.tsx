import type { Notice } from '../domain/notice.ts';
import { type Mail, oneLine } from './mail-parts.tsx';

/** Something that people are told and need not answer, as a mail. */
export function noticeMail(notice: Notice, to: string): Mail {
  const { title, paragraphs } = notice;
  return {
    to,
    subject: oneLine(title),
    text: [title, ...paragraphs].join('\n\n'),
    html: `<!doctype html>${(<NoticeMail notice={notice} />).toString()}`,
  };
}

function NoticeMail({ notice: { title, paragraphs } }: { notice: Notice }) {
  return (
    <html lang="en">
      <body style="font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:12px">
        <h1 style="font-size:20px;overflow-wrap:anywhere">{title}</h1>
        {paragraphs.map((paragraph) => (
          <p style="overflow-wrap:anywhere;white-space:pre-line">{paragraph}</p>
        ))}
      </body>
    </html>
  );
}
