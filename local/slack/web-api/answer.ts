import type * as z from 'zod';
import { problemsIn } from '../blocks/problems.ts';
import type { Workspace } from '../workspace.ts';

/** The arguments of a call, as they came: from a form everything is text. */
export type Arguments = Readonly<Record<string, unknown>>;

export type Answer = Readonly<{ ok: boolean; error?: string } & Record<string, unknown>>;

export type Method = (workspace: Workspace, given: Arguments) => Answer;

/** What a method answers instead of doing what it was asked. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(error: string, more: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.name = 'Refused';
    this.answer = { ok: false, error, ...more };
  }
}

/** An argument that is text, or was sent as a number; empty means that there is none. */
export function textArgument(given: Arguments, name: string): string | undefined {
  const value = given[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A JSON argument, which a form carries as text. */
export function jsonArgument(given: Arguments, name: string, refusal: string): unknown {
  const value = given[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refused(refusal);
  }
}

export function insistOnBlocks<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = problemsIn(parsed.error, 'blocks');
  throw new Refused('invalid_blocks', { errors, ...explained(errors) });
}

export function insistOnView<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Refused('invalid_arguments', explained(problemsIn(parsed.error, 'view')));
}

function explained(problems: readonly string[]): Readonly<Record<string, unknown>> {
  return { response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) } };
}
