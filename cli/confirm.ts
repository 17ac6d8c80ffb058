import { createInterface } from 'node:readline/promises';
import { exit, Problem } from './exit.ts';

/**
 * Has a word typed on the terminal before something is done.
 * @throws {Problem} where there is no terminal, with what to say instead, or where another word is typed.
 */
export async function confirm(word: string, outsideTerminal: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new Problem(exit.badUsage, outsideTerminal);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Type ${word} to ${word} this: `);
  terminal.close();
  if (answer.trim() !== word) {
    throw new Problem(exit.no, `Nothing was done: that was not ${word}.`);
  }
}
