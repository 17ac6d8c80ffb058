import type { Answers } from '../asked.ts';

export const exports: Answers<'startExport' | 'export'> = {
  startExport: ({ body, deeds }) => deeds.startExport(body),
  export: ({ params: { id }, deeds }) => deeds.export(id),
};
