import { CommanderError } from 'commander';
import { exit, Problem } from './exit.ts';
import { makeProgram } from './program.ts';

// Whoever reads only the beginning, such as `head`, has what they wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit();
});

try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = statusOf(error);
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exit.done : exit.badUsage;
  }
  if (error instanceof Problem) {
    console.error(error.message);
    return error.status;
  }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  console.error(`It could not be done: ${name}: ${message}`);
  return exit.couldNot;
}
