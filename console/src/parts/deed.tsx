import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isSignedOut, saysOf } from '../api/problem.ts';
import { useNotices } from '../shell/notices.tsx';
import { signIn } from '../shell/session.tsx';

interface Deed<Input, Output> {
  readonly run: (input: Input) => Promise<Output>;
  /** What is said when it was done. */
  readonly says: (output: Output) => ReactNode;
  /** Which queries show something else from now on. */
  readonly touches: readonly string[];
  readonly onDone?: (output: Output) => void;
}

/** Something that changes the world: done once, said at the top of the page, and shown wherever it shows. */
export function useDeed<Input, Output>({ run, says, touches, onDone }: Deed<Input, Output>) {
  const queries = useQueryClient();
  const { say } = useNotices();
  return useMutation({
    mutationFn: run,
    onSuccess: (output) => {
      say({ type: 'success', content: says(output) });
      for (const kind of touches) void queries.invalidateQueries({ queryKey: [kind] });
      onDone?.(output);
    },
    onError: (error) => {
      if (isSignedOut(error)) signIn();
      else say({ type: 'error', header: 'It was not done', content: saysOf(error) });
    },
  });
}
