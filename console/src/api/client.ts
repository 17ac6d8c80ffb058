import type { Answer, Body, Params, Query, RouteName, routes } from '../../../functions/api/routes.ts';
import { basename } from '../shell/place.ts';
import { Problem } from './problem.ts';

type Routes = typeof routes;
type Method = Routes[RouteName]['method'];

/** The paths of the API's routes, by their method. */
type PathOf<M extends Method> = {
  [N in RouteName]: Routes[N]['method'] extends M ? Routes[N]['path'] : never;
}[RouteName];
/** The name of the route behind a method and a path. */
type NameOf<M extends Method, P> = {
  [N in RouteName]: Routes[N]['method'] extends M ? (Routes[N]['path'] extends P ? N : never) : never;
}[RouteName];
type Part<Key extends string, Value> = unknown extends Value ? object : { readonly [K in Key]: Value };
/** What a route takes: its parameters, its query, its body. What the query leaves out has a default. */
type Input<N extends RouteName> = Part<'params', Params<N>> &
  Part<'body', Body<N>> & { readonly query?: Partial<Query<N>>; readonly signal?: AbortSignal };

/** Asks the API. What it takes and gives are the types that the server checks. */
export async function get<P extends PathOf<'get'>>(
  path: P,
  input: Input<NameOf<'get', P>>,
): Promise<Answer<NameOf<'get', P>>> {
  return (await send('GET', path, input)) as Answer<NameOf<'get', P>>;
}

export async function post<P extends PathOf<'post'>>(
  path: P,
  input: Input<NameOf<'post', P>>,
): Promise<Answer<NameOf<'post', P>>> {
  return (await send('POST', path, input)) as Answer<NameOf<'post', P>>;
}

export async function put<P extends PathOf<'put'>>(
  path: P,
  input: Input<NameOf<'put', P>>,
): Promise<Answer<NameOf<'put', P>>> {
  return (await send('PUT', path, input)) as Answer<NameOf<'put', P>>;
}

export async function drop<P extends PathOf<'delete'>>(
  path: P,
  input: Input<NameOf<'delete', P>>,
): Promise<Answer<NameOf<'delete', P>>> {
  return (await send('DELETE', path, input)) as Answer<NameOf<'delete', P>>;
}

interface Sending {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** @throws {Problem} where the API refuses, or cannot be reached. */
async function send(method: string, path: string, { params, query, body, signal }: Sending): Promise<unknown> {
  const address = `${basename}/api${filled(path, (params ?? {}) as Record<string, string>)}${searchOf(query ?? {})}`;
  const response = await fetch(address, {
    method,
    signal,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(method !== 'GET' && { 'x-homeostat': '1' }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : new Problem(0, 'Homeostat cannot be reached. Check the connection.');
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw Problem.from(response.status, answer);
  }
  return answer;
}

function filled(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** A field with several values is repeated. */
function searchOf(query: object): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value as unknown]
        .flat()
        .filter((one) => one !== undefined)
        .map((one) => [name, String(one)]),
    ),
  ).toString();
  return search === '' ? '' : `?${search}`;
}
