import * as z from 'zod';
import type { Caller, Change, NonEmpty, Permission, Target } from '../control.ts';
import type { Place as Region } from '../derive/place.ts';
import { type FunctionPermission, permissionOf } from '../policy/function-permission.ts';
import { contentOf } from '../policy/same.ts';
import { aliasReads, listWithAliases } from './aliases.ts';
import { arnOf, called, functionArn, functionOf } from './function.ts';

/** A function, a version of it or an alias: each has a policy of its own. The policy is kept as Lambda gives it. */
export const Invocable = z.object({
  arn: z.string(),
  account: z.string(),
  policy: z.string().nullable(),
  /** Whether it has a URL that asks nobody who they are. Read only where statements would go: a closed policy costs one call. */
  openUrl: z.boolean().nullable(),
});
export type Invocable = z.infer<typeof Invocable>;

export const policyReads = [
  { call: 'lambda:GetPolicy', on: functionArn, absent: ['ResourceNotFoundException'] },
  { call: 'lambda:GetFunctionUrlConfig', on: functionArn, absent: ['ResourceNotFoundException'] },
  ...aliasReads,
] as const satisfies NonEmpty<Permission>;
type Aws = Caller<(typeof policyReads)[number]['call']>;

export const policyWrites = [
  { call: 'lambda:RemovePermission', on: functionArn },
  { call: 'lambda:AddPermission', on: functionArn },
] as const satisfies NonEmpty<Permission>;

export async function readInvocable(
  { arn, account }: Target,
  aws: Aws,
  isDrifted: (one: Invocable) => boolean,
): Promise<Invocable> {
  const policy = (await aws('lambda:GetPolicy', called(functionOf({ arn }))))?.Policy ?? null;
  const one = { arn, account, policy: statementsIn(policy).length === 0 ? null : policy, openUrl: null };
  return isDrifted(one) ? { ...one, openUrl: await hasOpenUrl(arn, aws) } : one;
}

/** Functions and their aliases, and of each function the versions: a policy can be on any of them. */
export async function* listInvocables(place: Region, aws: Aws): AsyncGenerator<string> {
  yield* listWithAliases(place, aws);
  yield* listVersions(place, aws);
}

/** The call that takes a statement out. */
export function removal(arn: string, StatementId: string, says: string): Change<'lambda:RemovePermission'> {
  return { call: 'lambda:RemovePermission', input: { ...called(functionOf({ arn })), StatementId }, says };
}

/** The call that makes a statement again; `undefined` where AddPermission cannot make it just so. */
export function addition(
  { arn, policy }: Invocable,
  index: number,
  says: string,
): Change<'lambda:AddPermission'> | undefined {
  const permission: FunctionPermission | undefined = policy === null ? undefined : permissionOf(policy, index);
  return permission && { call: 'lambda:AddPermission', input: { ...called(functionOf({ arn })), ...permission }, says };
}

/** The statements without their order, which an undo does not bring back: Lambda puts a new one last. */
export function unordered(policy: string | null): readonly unknown[] {
  return statementsIn(policy).toSorted((one, other) => (one.Sid < other.Sid ? -1 : 1));
}

const Statements = z.object({ Statement: z.array(z.looseObject({ Sid: z.string().default('') })) });

/** None where the policy is not of the form that Lambda gives: whoever judges it says so. */
function statementsIn(policy: string | null): z.infer<typeof Statements>['Statement'] {
  return policy === null ? [] : (Statements.safeParse(contentOf(policy)).data?.Statement ?? [{ Sid: policy }]);
}

/** Versions by number have no URL, and Lambda refuses to be asked. */
async function hasOpenUrl(arn: string, aws: Aws): Promise<boolean> {
  const named = functionOf({ arn });
  const isVersion = /^\d+$/.test(named.qualifier ?? '');
  return !isVersion && (await aws('lambda:GetFunctionUrlConfig', called(named)))?.AuthType === 'NONE';
}

async function* listVersions(place: Region, aws: Aws): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('lambda:ListFunctions', { FunctionVersion: 'ALL', ...(Marker && { Marker }) });
    for (const { FunctionName, Version, MasterArn } of page?.Functions ?? []) {
      if (FunctionName !== undefined && Version !== undefined && Version !== '$LATEST' && !MasterArn) {
        yield arnOf(place, { name: FunctionName, qualifier: Version });
      }
    }
    Marker = page?.NextMarker;
  } while (Marker);
}
