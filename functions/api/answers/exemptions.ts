import { saysScope } from '../../domain/exemption.ts';
import type { Answers } from '../asked.ts';
import { pageOf } from './pages.ts';

export const exemptions: Answers<'exemptions' | 'exempt' | 'endExemption'> = {
  async exemptions({ query, view }) {
    const { items, cursor } = pageOf(await view.exemptions(), query, ({ until, id }) => `${until}#${id}`);
    return { items: items.map((one) => ({ ...one, says: saysScope(one.scope) })), cursor };
  },
  exempt: ({ body, deeds }) => deeds.exempt(body),
  endExemption: ({ params: { id }, body, deeds }) => deeds.endExemption(id, body),
};
