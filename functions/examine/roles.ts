import pMap from 'p-map';
import { assume } from '../aws/credentials.ts';
import { config } from '../config.ts';
import { looked, type RoleFacts } from '../domain/examination.ts';

/** Whatever the role may do, this session may do nothing. */
const nothing = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

/** Whether a function gets into every account with the roles that it needs there. */
export async function examineRoles(from: string, roles: readonly string[]): Promise<readonly RoleFacts[]> {
  const wanted = config.accounts.flatMap(({ id: account, regions: [region = ''] }) =>
    roles.map((role) => ({ account, region, role })),
  );
  return pMap(
    wanted,
    async ({ account, region, role }) => ({
      ...{ from, account, role },
      assumed: await looked(async () => {
        await assume({ account, region, role, session: 'homeostat-examine', policy: nothing });
        return true as const;
      }),
    }),
    { concurrency: 10 },
  );
}
