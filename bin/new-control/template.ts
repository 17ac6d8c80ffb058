import type { Answers } from './answers.ts';

/**
 * The file of a new control. It compiles, and is safe from its first line: until its author says what `isSafe` follows
 * from, it leaves every resource alone.
 */
export function template({ id, title, practice, severity, resource, arn, event, read, write }: Answers): string {
  const service = id.split('.')[0] ?? '';
  return `import * as z from 'zod';
import type { Input } from '../../calls.ts';
import { type Change, defineControl } from '../../control.ts';

const on = ${quoted(arn)};

const State = z.object({
  arn: z.string(),
  /** \`null\` where it cannot be told. */
  isSafe: z.boolean().nullable(),
});

export const ${exportName(id)} = defineControl({
  id: ${quoted(id)},
  title: ${quoted(title)},
  practice: ${quoted(practice)},
  severity: ${quoted(severity)},
  standards: {},
  why: 'What can happen to whom while it is not so.',
  impact: 'What a mend changes for those who use the resource today.',
  triggers: [
    {
      kind: 'api-call',
      service: ${quoted(service)},
      events: [${quoted(event)}],
      target: ${quoted(arn.replace(/\*$/, '{resourceName}'))},
    },
  ],
  // Where catalogue/${service}/ has what controls of this kind share, spread it in place of resources, gone and list.
  resources: { ${quoted(resource)}: 'by-arn' },
  gone: ['ResourceNotFoundException'],
  async *list() {
    // Yields the ARN of each resource in an account and region.
  },
  reads: [{ call: ${quoted(read)}, on }],
  writes: [{ call: ${quoted(write)}, on }],
  state: State,

  async read({ arn }, aws) {
    await aws(${quoted(read)}, { Name: arn } as unknown as Input<${quoted(read)}>);
    // What AWS answered says whether it is safe; until that is written, nobody knows.
    return { arn, isSafe: null };
  },

  plan({ arn, isSafe }) {
    if (isSafe === null) {
      return { outcome: 'leave', because: \`it cannot be told whether \${arn} is as it should be\` };
    }
    return isSafe
      ? { outcome: 'compliant' }
      : {
          outcome: 'change',
          risk: { level: 'disruptive', because: 'whoever relies on it being otherwise notices' },
          apply: [set(arn, true)],
          undo: [set(arn, false)],
          after: { arn, isSafe: true },
        };
  },

  examples: [
    { name: 'one that is as it should be', state: { arn: ${quoted(example(arn))}, isSafe: true }, plan: { outcome: 'compliant' } },
    {
      name: 'one that is not',
      state: { arn: ${quoted(example(arn))}, isSafe: false },
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because: 'whoever relies on it being otherwise notices' },
        apply: [set(${quoted(example(arn))}, true)],
        undo: [set(${quoted(example(arn))}, false)],
        after: { arn: ${quoted(example(arn))}, isSafe: true },
      },
    },
    {
      name: 'one of which it cannot be told',
      state: { arn: ${quoted(example(arn))}, isSafe: null },
      plan: { outcome: 'leave', because: ${quoted(`it cannot be told whether ${example(arn)} is as it should be`)} },
    },
  ],
});

function set(arn: string, isSafe: boolean): Change<${quoted(write)}> {
  return {
    call: ${quoted(write)},
    input: { Name: arn, Safe: isSafe } as unknown as Input<${quoted(write)}>,
    says: isSafe ? \`Make \${arn} safe\` : \`Make \${arn} as it was before\`,
  };
}
`;
}

/** \`s3.bucket-versioned\` exports \`bucketVersioned\`. */
export function exportName(id: string): string {
  const name = id.split('.')[1] ?? id;
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function example(arn: string): string {
  return arn
    .replace('{partition}', 'aws')
    .replace('{region}', 'eu-central-1')
    .replace('{account}', '111122223333')
    .replaceAll('*', 'example');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
