import { useState } from 'react';

/** Which page of a list that is read by cursors is shown; it begins again where the list is another. */
export function usePages(list: string) {
  const [state, setState] = useState<{ list: string; index: number; cursors: readonly (string | undefined)[] }>({
    list,
    index: 1,
    cursors: [undefined],
  });
  const current = state.list === list ? state : { list, index: 1, cursors: [undefined] };
  return {
    index: current.index,
    cursor: current.cursors[current.index - 1],
    /** The pages that are known, given where the next one begins. */
    of: (next: string | null | undefined) => ({
      index: current.index,
      count: Math.max(current.cursors.length, current.index + (next ? 1 : 0)),
      isOpenEnded: Boolean(next),
      go: (index: number) => {
        const cursors = next && current.cursors.length === current.index ? [...current.cursors, next] : current.cursors;
        setState({ list, index: Math.min(Math.max(1, index), cursors.length), cursors });
      },
    }),
  };
}
export type Pages = ReturnType<ReturnType<typeof usePages>['of']>;
