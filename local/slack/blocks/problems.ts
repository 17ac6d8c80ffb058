import type * as z from 'zod';

/** What is wrong with blocks or a view, in Slack's words and with its pointers; `at` is the argument's name. */
export function problemsIn(error: z.ZodError, at: 'blocks' | 'view'): readonly string[] {
  return error.issues.flatMap((issue) => {
    const path = [at, ...issue.path.map(String)];
    if (isMissing(issue)) return [pointedAt(path.slice(0, -1), `missing required field: ${path.at(-1)}`)];
    return wordsFor(issue).map((words) => pointedAt(path, words));
  });
}

function pointedAt(path: readonly string[], words: string): string {
  return `${words} [json-pointer:/${path.join('/')}]`;
}

/** Needs the input to be reported with the issue. */
function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.input === undefined && issue.path.length > 0;
}

function wordsFor(issue: z.core.$ZodIssue): readonly string[] {
  switch (issue.code) {
    case 'too_big':
      return [tooMuch(issue)];
    case 'too_small':
      return [tooLittle(issue)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => `invalid additional property: ${key}`);
    case 'invalid_type':
      return [`must provide ${article(issue.expected)}`];
    case 'invalid_union':
      return ['unsupported type, or one that this stand-in does not know'];
    case 'invalid_value':
      return [`must be a valid enum value (${issue.values.map(String).join(', ')})`];
    default:
      return [issue.message];
  }
}

function tooMuch({ origin, maximum }: z.core.$ZodIssueTooBig): string {
  if (origin === 'string') return `must be less than ${Number(maximum) + 1} characters`;
  return origin === 'array' ? `no more than ${maximum} items allowed` : `must be at most ${maximum}`;
}

function tooLittle({ origin, minimum }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return `must be more than ${Number(minimum) - 1} characters`;
  return origin === 'array' ? `no less than ${minimum} items allowed` : `must be at least ${minimum}`;
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
