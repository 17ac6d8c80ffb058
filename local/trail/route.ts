/** A method and a URI template such as `/2015-03-31/functions/{FunctionName}/policy` or `/?publicAccessBlock`. */
export type Route = Readonly<{
  method: string;
  path: RegExp;
  labels: readonly string[];
  query: readonly (readonly [string, string])[];
  /** The more of it is literal, the more exactly it names an operation. */
  exactness: number;
}>;

export type Request = Readonly<{ method: string; path: string; query: URLSearchParams }>;

export function routeOf(method: string, template: string): Route {
  const [path = '/', queryText = ''] = template.split('?');
  const labels = [...path.matchAll(label)].map(([, name = '']) => name);
  // `x-id` is a hint that only some SDKs send.
  const query = [...new URLSearchParams(queryText)].filter(([name]) => name !== 'x-id');
  const literal = path.replaceAll(label, '');
  return { method, path: pattern(path), labels, query, exactness: 1000 * query.length + literal.length };
}

/** The labels' values when the request is this route's, else nothing. */
export function matchRoute(route: Route, request: Request): Record<string, string> | undefined {
  if (route.method !== request.method) return undefined;
  const asked = route.query.every(
    ([name, value]) => request.query.has(name) && (!value || request.query.get(name) === value),
  );
  const match = asked ? route.path.exec(request.path) : null;
  if (!match) return undefined;
  return Object.fromEntries(route.labels.map((name, index) => [name, decode(match[index + 1] ?? '')]));
}

const label = /\{(\w+)\+?\}/g;

function pattern(path: string): RegExp {
  const parts = path.split(/(\{\w+\+?\})/).map((part) => {
    if (!part.startsWith('{')) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return part.endsWith('+}') ? '(.+)' : '([^/]+)';
  });
  return new RegExp(`^${parts.join('').replace(/\/$/, '')}/?$`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
