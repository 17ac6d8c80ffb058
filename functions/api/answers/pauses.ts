import type { Answers } from '../asked.ts';

export const pauses: Answers<'pauses' | 'pause' | 'resume'> = {
  pauses: ({ query, view }) => view.pauses(query),
  pause: ({ body, deeds }) => deeds.pause(body),
  resume: ({ params: { id }, body, deeds }) => deeds.resume(id, body),
};
