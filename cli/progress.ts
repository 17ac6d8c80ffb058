/** Tells on a terminal how far long work is; says nothing where standard error goes to a file or a program. */
export interface Progress {
  at(done: number, of: number): void;
  end(): void;
}

export function progress(what: string): Progress {
  const { stderr } = process;
  let last = 0;
  return {
    at(done, of) {
      const now = Date.now();
      if (stderr.isTTY && (now - last > 100 || done === of)) {
        last = now;
        stderr.write(`\r\x1b[2K${bar(done, of)} ${done} of ${of} ${what}`);
      }
    },
    end() {
      if (stderr.isTTY && last > 0) {
        stderr.write('\r\x1b[2K');
      }
    },
  };
}

function bar(done: number, of: number): string {
  const width = 24;
  const full = of === 0 ? width : Math.round((done / of) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}
