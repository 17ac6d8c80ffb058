import type { Command } from 'commander';

/** What a command is good for, below its help: each a line that can be typed, and what it does. */
export type Examples = readonly (readonly [line: string, says: string])[];

export function withExamples(command: Command, examples: Examples): Command {
  const width = Math.max(...examples.map(([line]) => line.length)) + 2;
  const lines = examples.map(([line, says]) => `  ${line.padEnd(width)}${says}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
