import * as z from 'zod';
import { defineControl, type Plan } from '../../control.ts';
import { functionArn, functionConfigured, functionOf, functionReads, functions } from '../../lambda/function.ts';
import { suspectsIn } from '../../lambda/secrets.ts';

const Settings = z.object({
  harmless: z
    .array(z.string())
    .default([])
    .describe('Names of variables that look like secrets and are none, in whatever function'),
});

/** Names only: no value, nor anything made of one, may get into a state, which is stored, shown and sent. */
const Fn = z.object({
  name: z.string(),
  /** Whether the reader may see the environment: it may be encrypted with a key that it cannot use. */
  isReadable: z.boolean(),
  suspects: z.array(z.object({ key: z.string(), by: z.string() })),
});
type Fn = z.infer<typeof Fn>;

const advice =
  'put it into Secrets Manager or Parameter Store, let the code read it there, take it out of the environment and out of published versions, and renew it, because whoever may read the configuration has seen it';

export const functionEnvironmentWithoutSecrets = defineControl({
  id: 'lambda.function-environment-without-secrets',
  title: 'Functions hold no secrets in their environment',
  practice: 'safe errors',
  severity: 'high',
  standards: { Prowler: ['awslambda_function_no_secrets_in_variables'] },
  why: 'Whoever may read a function’s configuration, auditors and scanners among them, reads its variables in plain text, and so does everybody who gets hold of a template, a log of its environment or a published version.',
  impact:
    'Nothing changes: taking a secret away would stop the function, and to put it back its value would have to be kept somewhere. A person is told the names of the variables, never their values, and moves them.',
  triggers: [functionConfigured],
  settings: Settings,
  ...functions,
  reads: [{ call: 'lambda:GetFunctionConfiguration', on: functionArn }, ...functionReads],
  writes: [],
  state: Fn,

  async read(target, aws, { harmless }) {
    const { name } = functionOf(target);
    const { Environment } = (await aws('lambda:GetFunctionConfiguration', { FunctionName: name })) ?? {};
    return {
      name,
      isReadable: Environment?.Error === undefined,
      suspects: await suspectsIn(Environment?.Variables ?? {}, harmless),
    };
  },

  plan({ name, isReadable, suspects }): Plan<Fn, never> {
    if (!isReadable) {
      return {
        outcome: 'leave',
        because: `the environment of function ${name} could not be read: it is encrypted with a key that the reader may not use`,
      };
    }
    const keys = suspects.map(({ key, by }) => `${key} (by ${by})`).join(', ');
    return suspects.length === 0
      ? { outcome: 'compliant' }
      : {
          outcome: 'leave',
          because: `the environment of function ${name} seems to hold secrets in ${keys}: ${advice}`,
        };
  },

  examples: [
    {
      name: 'a function whose environment holds nothing secret',
      state: { name: 'orders', isReadable: true, suspects: [] },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a function whose environment holds secrets',
      state: {
        name: 'orders',
        isReadable: true,
        suspects: [
          { key: 'DB_PASSWORD', by: 'its name' },
          { key: 'UPLOAD', by: 'the form of its value, aws' },
        ],
      },
      plan: {
        outcome: 'leave',
        because: `the environment of function orders seems to hold secrets in DB_PASSWORD (by its name), UPLOAD (by the form of its value, aws): ${advice}`,
      },
    },
    {
      name: 'a function whose environment is encrypted with a key of its own',
      state: { name: 'orders', isReadable: false, suspects: [] },
      plan: {
        outcome: 'leave',
        because:
          'the environment of function orders could not be read: it is encrypted with a key that the reader may not use',
      },
    },
  ],
});
