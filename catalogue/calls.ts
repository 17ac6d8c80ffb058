import type { ServiceName, services } from '../functions/aws/services.ts';
import type { OwnCalls } from './trim/usage.ts';

type Modules = { [S in ServiceName]: Awaited<ReturnType<(typeof services)[S]>> };

type Operation<S extends ServiceName> = {
  [Name in keyof Modules[S]]: Name extends `${infer Call}Command` ? (Call extends '' | '$' ? never : Call) : never;
}[keyof Modules[S]];

type CommandOf<Call extends CallName> = Call extends `${infer S extends ServiceName}:${infer Name}`
  ? `${Name}Command` extends keyof Modules[S]
    ? Modules[S][`${Name}Command`]
    : never
  : never;

/** Every call of every service the product knows: `s3:PutPublicAccessBlock`, `iam:PutRolePolicy`, …; and what Homeostat answers itself. */
export type CallName = { [S in ServiceName]: `${S}:${Operation<S> & string}` }[ServiceName] | keyof OwnCalls;

/** What a call takes, from the SDK's own command. */
export type Input<Call extends CallName> = Call extends keyof OwnCalls
  ? OwnCalls[Call]['input']
  : CommandOf<Call> extends new (
        ...input: infer In
      ) => unknown
    ? NonNullable<In[0]>
    : never;

/** What a call answers, from the SDK's own command. */
export type Output<Call extends CallName> = Call extends keyof OwnCalls
  ? OwnCalls[Call]['output']
  : CommandOf<Call> extends new (
        ...input: never[]
      ) => {
        resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Out }>;
      }
    ? Out
    : never;
