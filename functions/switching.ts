import { controlById } from './controls.ts';
import type { Config } from './domain/config.ts';
import type { PauseScope } from './domain/switches.ts';

/** Why a stop would stop nothing: whoever mistypes a name is told, and does not rely on it. */
export async function strangeScope(scope: PauseScope, { accounts }: Config): Promise<string | undefined> {
  switch (scope.kind) {
    case 'everything':
      return undefined;
    case 'account':
      return accounts.some(({ id }) => id === scope.account)
        ? undefined
        : `${scope.account} is no account that Homeostat looks after`;
    case 'control':
      return (await controlById(scope.control)) === undefined ? `there is no control ${scope.control}` : undefined;
    default:
      return scope satisfies never;
  }
}
