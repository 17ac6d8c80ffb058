import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import type { Me } from '../../../functions/api/shapes.ts';
import { type Deed, whyNot } from '../api/may.ts';
import { isSignedOut } from '../api/problem.ts';
import { useBeginning, useMe } from '../api/queries.ts';
import { Failed, Waiting } from '../parts/states.tsx';
import { basename } from './place.ts';

const Context = createContext<Me | undefined>(undefined);

/** Who is signed in. Only below `Session`. */
export function usePerson(): Me {
  const me = useContext(Context);
  if (me === undefined) throw new Error('nobody is signed in here');
  return me;
}

/** Why the signed-in person may not do something; undefined where they may. */
export function useWhyNot(deed: Deed): string | undefined {
  return whyNot(deed, usePerson());
}

/** Shows what is in it to somebody who is signed in, and takes everybody else to the sign-in. */
export function Session({ children }: { children: ReactNode }) {
  const me = useMe();
  const beginning = useBeginning();
  useSignInWhenAsked();
  if (me.data && !beginning.isPending) return <Context value={me.data}>{children}</Context>;
  if (isSignedOut(me.error)) return <Waiting what="the sign-in" />;
  return me.error ? <Failed error={me.error} onRetry={() => void me.refetch()} /> : <Waiting what="Homeostat" />;
}

/** Whatever is refused because the session ended leads to the sign-in, and back to this page. */
function useSignInWhenAsked(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query }) => {
        if (isSignedOut(query.state.error)) signIn();
      }),
    [queries],
  );
}

export function signIn(): void {
  const { pathname, search } = window.location;
  const here = pathname.slice(basename.length) + search;
  window.location.assign(`${basename}/auth/sign-in?return=${encodeURIComponent(here)}`);
}

/** Ends the session here, and goes where the sign-in service forgets it, too. */
export async function signOut(): Promise<void> {
  const headers = { 'x-homeostat': '1' };
  const response = await fetch(`${basename}/auth/sign-out`, { method: 'POST', headers, credentials: 'same-origin' });
  const { to } = (await response.json().catch(() => ({}))) as { to?: string };
  window.location.assign(to ?? `${basename}/`);
}
