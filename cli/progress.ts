/** Tells on a terminal how far long work is; says nothing where standard error goes to a file or a program. */
export interface Progress {
  at(done: number, of: number): void;
  end(): void;
}

export function progress(what: string): Progress {
  const show = line();
  return {
    at: (done, of) => show.write(`${bar(done, of)} ${done} of ${of} ${what}`, done === of),
    end: show.clear,
  };
}

/** The same where nobody knows how much there is. */
export function counter(what: string): { at(done: number): void; end(): void } {
  const show = line();
  return { at: (done) => show.write(`${done} ${what}`, false), end: show.clear };
}

/** One line on the terminal that is written anew, some times a second. */
function line(): { write(text: string, isLast: boolean): void; clear(): void } {
  const { stderr } = process;
  let last = 0;
  return {
    write(text, isLast) {
      const now = Date.now();
      if (stderr.isTTY && (now - last > 100 || isLast)) {
        last = now;
        stderr.write(`\r\x1b[2K${text}`);
      }
    },
    clear() {
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
