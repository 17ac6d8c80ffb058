import * as z from 'zod';

const Variables = z.record(z.string(), z.string());

/**
 * The context `functionEnvironment`: more environment variables for every function.
 * In `cdk.json` it is an object; on the command line every context value is text, so there it is JSON.
 */
export function functionEnvironment(context: unknown): Readonly<Record<string, string>> {
  const given: unknown = typeof context === 'string' ? readJson(context) : context;
  const variables = Variables.safeParse(given ?? {});
  if (variables.success) return variables.data;
  throw new Error('The context functionEnvironment has to be an object of texts, or such an object as JSON.');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The context functionEnvironment is no JSON: ${text}`, { cause });
  }
}
