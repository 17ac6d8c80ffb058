import picocolors from 'picocolors';

/** Colours, on a terminal only: not in a file, a pipe or a CI log, and not where NO_COLOR (https://no-color.org) is set. */
const pc = picocolors.createColors(isColoured(process.stdout, process.env));
export default pc;

export function isColoured({ isTTY }: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
