/** Where the page is served: behind API Gateway's own address, there is a stage in each path. The server says so in `<base>`. */
export const basename = new URL(document.baseURI).pathname.replace(/\/$/, '');

/** The address of a path of the page, as a link needs it. */
export function hrefOf(path: string): string {
  return path.startsWith('/') ? basename + path : path;
}

/** The path that an address is within the page; undefined where it leads out of it. */
export function pathIn(href: string | undefined): string | undefined {
  if (!href?.startsWith(`${basename}/`)) return undefined;
  const path = href.slice(basename.length);
  return /^\/(api|auth)\//.test(path) ? undefined : path;
}
