import type { Answers } from '../asked.ts';
import { conflict, missing } from '../problems.ts';
import { pageOf } from './pages.ts';

/** More than anybody keeps by hand. */
const mostFilters = 100;

export const filters: Answers<'savedFilters' | 'saveFilter' | 'dropFilter'> = {
  savedFilters: async ({ query, view, who }) =>
    pageOf(await view.common.filters.of(who.mail), query, ({ name }) => name),

  async saveFilter({ body, view, who }) {
    const saved = await view.common.filters.of(who.mail);
    if (saved.length >= mostFilters && !saved.some(({ name }) => name === body.name)) {
      throw conflict(`You have ${mostFilters} filters. Forget one first.`);
    }
    await view.common.filters.save(who.mail, body);
    return { says: `Saved as ${body.name}.` };
  },

  async dropFilter({ params: { id }, view, who }) {
    if (!(await view.common.filters.drop(who.mail, id))) {
      throw missing(`saved filter ${id}`);
    }
    return { says: `${id} is forgotten.` };
  },
};
