import * as z from 'zod';
import type { Caller, Permission, Reversible } from '../control.ts';

export const LogSettings = z.object({
  logGroup: z
    .string()
    .regex(/^(?:[\w\-/.#]|\{api\}|\{stage\})*$/, 'name a log group; {api} and {stage} stand for those of each stage')
    .default('')
    .describe(
      'Name of the log group that access logs go to; it has to be there. {api} and {stage} in it stand for those of each stage, as in /aws/apigateway/{api}/{stage}',
    ),
});
type LogSettings = z.infer<typeof LogSettings>;

export const LoggedStage = z.object({
  api: z.string(),
  stage: z.string(),
  /** `null` where it has no access log. */
  log: z.object({ destination: z.string(), format: z.string() }).nullable(),
  /** ARN of the log group that the settings name, where it is there; read only where there is no access log. */
  group: z.string().nullable(),
  /** Whether API Gateway can write logs at all; read only where the log group is there. */
  canWrite: z.boolean().nullable(),
});
export type LoggedStage = z.infer<typeof LoggedStage>;

export const logGroupsRead = { call: 'logs:DescribeLogGroups', on: '*' } as const satisfies Permission;

/** The ARN of the log group that is to take a stage's log, as API Gateway takes it; `null` where there is none of that name. */
export async function findGroup(
  stage: { readonly api: string; readonly stage: string },
  { logGroup }: LogSettings,
  aws: Caller<'logs:DescribeLogGroups'>,
): Promise<string | null> {
  if (logGroup === '') {
    return null;
  }
  const name = groupFor(stage, logGroup);
  // Groups come in the order of their names, and all that begin with this one come after it.
  const answer = await aws('logs:DescribeLogGroups', { logGroupNamePrefix: name, limit: 1 });
  const group = answer?.logGroups?.find(({ logGroupName }) => logGroupName === name);
  return group?.arn?.replace(/:\*$/, '') ?? null;
}

/** Where a stage's access log is to go, or why it cannot get one. */
export function destinationFor(
  { api, stage, group, canWrite }: LoggedStage,
  name: string,
  { logGroup }: LogSettings,
): { readonly group: string } | { readonly because: string } {
  if (logGroup === '') {
    return { because: `${name} has no access log, and the setting logGroup does not say where one is to go` };
  }
  if (group === null) {
    const missing = groupFor({ api, stage }, logGroup);
    return {
      because: `${name} has no access log, and there is no log group ${missing}: make it first, with the retention that it is to have`,
    };
  }
  return canWrite
    ? { group }
    : {
        because: `${name} has no access log, and API Gateway has no role to write logs with in this account and region: give it one in its account settings first`,
      };
}

export function riskOfLogging(): Reversible {
  return {
    level: 'safe',
    because:
      'callers get the same answers; each call is logged with its time, address and outcome, and the log is paid for',
  };
}

/** One line of JSON for each call, of API Gateway's own variables: nothing that callers send is among them. */
export function formatOf(...variables: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(variables.map((name) => [name.split('.').at(-1), `$context.${name}`])));
}

/** The name of a log group takes no `$`, as the stage `$default` has. */
function groupFor({ api, stage }: { readonly api: string; readonly stage: string }, pattern: string): string {
  return pattern.replaceAll('{api}', () => api).replaceAll('{stage}', () => stage.replaceAll('$', ''));
}
