import { accountsWith, Role, rolesIn } from '../../domain/access.ts';
import type { Answers } from '../asked.ts';

export const settings: Answers<'me' | 'settings'> = {
  async me({ who: { name, mail, grants, until } }) {
    return { name, mail, roles: [...rolesIn(grants)], accounts: [...accountsWith(Role.options, grants)], until };
  },

  /** It names secrets by where they are kept, and holds none. */
  settings: async ({ view: { shownConfig, common } }) => ({
    config: { ...shownConfig },
    version: common.version,
    hub: { ...common.hub },
  }),
};
