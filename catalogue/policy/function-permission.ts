import { testsOf } from './condition.ts';
import { type Statement, statementsOf } from './document.ts';

/** What AddPermission takes to make a statement again, besides the function and its qualifier. */
export interface FunctionPermission {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly PrincipalOrgID?: string;
  readonly EventSourceToken?: string;
  readonly FunctionUrlAuthType?: 'AWS_IAM' | 'NONE';
  readonly InvokedViaFunctionUrl?: boolean;
}

/**
 * The permission that makes one statement of a Lambda function's policy again; `undefined` where AddPermission cannot
 * make it just so. Policies of functions are made of such statements only.
 * Source: AWS Lambda API reference, AddPermission; AWS Lambda developer guide, "Using resource-based policies".
 */
export function permissionOf(text: string, index: number): FunctionPermission | undefined {
  const statement = statementsOf(text)[index];
  const principal = statement === undefined ? undefined : principalOf(statement);
  const conditions = statement === undefined ? undefined : conditionsOf(statement);
  const [action, ...more] = statement?.Action ?? [];
  const isPlain = statement?.Effect === 'Allow' && statement.NotAction === undefined && more.length === 0;
  return isPlain && statement.Sid && action !== undefined && principal !== undefined && conditions !== undefined
    ? { StatementId: statement.Sid, Action: action, Principal: principal, ...conditions }
    : undefined;
}

function principalOf({ Principal, NotPrincipal }: Statement): string | undefined {
  if (Principal === '*' && NotPrincipal === undefined) {
    return '*';
  }
  const [[element, [value, ...others] = []] = [], ...kinds] = Object.entries(Principal ?? {});
  const isOne = NotPrincipal === undefined && kinds.length === 0 && others.length === 0;
  return isOne && (element === 'AWS' || element === 'Service') ? value : undefined;
}

type Conditions = Omit<FunctionPermission, 'StatementId' | 'Action' | 'Principal'>;

/** How AddPermission writes each of its parameters into a statement. */
const parameters: Readonly<Record<string, (value: string) => Conditions | undefined>> = {
  'arnlike aws:sourcearn': (SourceArn) => ({ SourceArn }),
  'stringequals aws:sourceaccount': (SourceAccount) => ({ SourceAccount }),
  'stringequals aws:principalorgid': (PrincipalOrgID) => ({ PrincipalOrgID }),
  'stringequals lambda:eventsourcetoken': (EventSourceToken) => ({ EventSourceToken }),
  'stringequals lambda:functionurlauthtype': (type) =>
    type === 'AWS_IAM' || type === 'NONE' ? { FunctionUrlAuthType: type } : undefined,
  'bool lambda:invokedviafunctionurl': (value) =>
    value === 'true' || value === 'false' ? { InvokedViaFunctionUrl: value === 'true' } : undefined,
};

function conditionsOf(statement: Statement): Conditions | undefined {
  const made = testsOf(statement).map(({ operator, key, values }) => {
    const [value, ...others] = values;
    const name = `${operator} ${key}`.toLowerCase();
    return value === undefined || others.length > 0 || !Object.hasOwn(parameters, name)
      ? undefined
      : parameters[name]?.(value);
  });
  return made.includes(undefined) ? undefined : Object.assign({}, ...made);
}
