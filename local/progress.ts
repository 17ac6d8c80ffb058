import pc from 'picocolors';

/** Says what is going on while the cloud starts. */
export type Progress = Readonly<{
  /** Does a piece of work under a title, with one line when it is done. */
  step: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** One line in between. */
  note: (line: string) => void;
}>;

export const silent: Progress = { step: (_, work) => work(), note: () => {} };

export function progressOn(out: NodeJS.WriteStream): Progress {
  const note = (line: string) => void out.write(`${erase(out)}  ${line}\n`);
  return {
    note,
    step: async (title, work) => {
      const started = performance.now();
      if (out.isTTY) out.write(`  ${pc.dim('…')} ${title}`);
      const result = await work().catch((error) => {
        note(`${pc.red('✖')} ${title}`);
        throw error;
      });
      note(`${pc.green('✔')} ${title} ${pc.dim(`${((performance.now() - started) / 1000).toFixed(1)} s`)}`);
      return result;
    },
  };
}

function erase(out: NodeJS.WriteStream): string {
  return out.isTTY ? '\r\u001b[2K' : '';
}
