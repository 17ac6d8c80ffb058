/**
 * Where a path leads on our own page; its front page where the path is none of ours. `base` ends in a slash. A path that a browser
 * could read as another host, or that leaves the page or leads into the API, is not.
 */
export function ownPath(path: string | undefined, base: URL): URL {
  const isPlain = path !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path);
  const to = isPlain && URL.canParse(`.${path}`, base.href) ? new URL(`.${path}`, base) : base;
  const inside = to.pathname.slice(base.pathname.length);
  const isOurs =
    to.origin === base.origin && to.pathname.startsWith(base.pathname) && !/^(auth|api)(\/|$)/.test(inside);
  return isOurs ? to : base;
}
