import { type Statement, statementsOf, UnreadablePolicy } from './document.ts';

/** What stays of an identity policy when its blanket administration is taken out. */
export interface Trimmed {
  /** How many statements grant every action on every resource without a condition. */
  readonly removed: number;
  /** How many other statements stay, in their order. */
  readonly kept: number;
  /** The document of the statements that stay, or `null` where none does. The original text, byte for byte, where none is removed. */
  readonly document: string | null;
  /** What may amount to administration and a person has to judge, each a clause. */
  readonly doubts: readonly string[];
}

/**
 * Stands in for an empty policy, which IAM does not have.
 * Source: AWS STS API reference, GetCallerIdentity: "No permissions are required to perform this operation."
 */
export const nothingMore = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'HomeostatRemovedBlanketAdministration', Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' },
  ],
});

/** Takes the blanket administration out of an identity policy. What it cannot tell stays, with a doubt. */
export function withoutAdministration(document: string): Trimmed {
  const statements = readable(document);
  if (typeof statements === 'string') {
    return { removed: 0, kept: 0, document, doubts: [`the text could not be read: ${statements}`] };
  }
  const kept = statements.filter((statement) => !isAdministration(statement)).length;
  const removed = statements.length - kept;
  return {
    removed,
    kept,
    document: removed === 0 ? document : kept === 0 ? null : without(document, statements),
    doubts: statements.flatMap((statement, index) => doubtOf(statement, statement.Sid ?? `${index + 1}`)),
  };
}

/** Whether a statement lets its holder do everything, everywhere, always. */
function isAdministration(statement: Statement): boolean {
  return grantsEverything(statement) && !hasCondition(statement);
}

/** The statements, or why they cannot be judged. */
function readable(document: string): readonly Statement[] | string {
  try {
    const statements = statementsOf(document);
    JSON.parse(document, refuseInexactNumbers);
    return statements;
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return error.message;
    }
    throw error;
  }
}

/** Writing a document again must not change the statements that stay, and JSON numbers may lose digits. */
function refuseInexactNumbers(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new UnreadablePolicy('it holds a number that cannot be written again exactly');
  }
  return value;
}

function grantsEverything({ Effect, Action = [], Resource = [] }: Statement): boolean {
  return Effect === 'Allow' && Action.some(isEveryAction) && Resource.some(isEveryResource);
}

/** `*` and `*:*`; IAM matches a run of stars like one. */
function isEveryAction(action: string): boolean {
  return /^\*+(:\*+)?$/.test(action);
}

function isEveryResource(resource: string): boolean {
  return /^\*+$/.test(resource);
}

function hasCondition({ Condition = {} }: Statement): boolean {
  return Object.keys(Condition).length > 0;
}

/** Works on the original JSON, so that the statements that stay keep their own spelling; a document on several lines stays so. */
function without(document: string, statements: readonly Statement[]): string {
  const original = JSON.parse(document) as { Statement: readonly unknown[] };
  const Statement = original.Statement.filter((_, index) => !isAdministration(statements[index] as Statement));
  return JSON.stringify({ ...original, Statement }, null, /^\{\r?\n([ \t]+)"/.exec(document)?.[1]);
}

function doubtOf(statement: Statement, name: string): readonly string[] {
  const { Effect, Action, NotAction, Resource, NotResource } = statement;
  if (Effect === 'Deny') {
    return [];
  }
  if ((Action ?? NotAction) === undefined || (Resource ?? NotResource) === undefined) {
    return [`statement ${name} names no action or no resource`];
  }
  const wide = NotResource !== undefined || (Resource ?? []).some(isEveryResource);
  if (NotAction !== undefined && wide) {
    return [`statement ${name} grants every action except the ones it names`];
  }
  if (NotResource !== undefined && (Action ?? []).some(isEveryAction)) {
    return [`statement ${name} grants every action on every resource except the ones it names`];
  }
  if (grantsEverything(statement) && hasCondition(statement)) {
    return [`a condition limits the administration that statement ${name} grants`];
  }
  return [];
}
