import { useState } from 'react';
import type { Remediation } from '../../../../functions/domain/history.ts';
import { follow } from '../../pure/list.ts';

interface Answer {
  readonly items: readonly Remediation[];
  readonly cursor: string | null;
}

/** The rows of a page while it is followed: nothing moves under the reader until they ask for what is new. */
export function useFollowed(answer: Answer | undefined, page: string) {
  const [first, setFirst] = useState<{ page: string; answer: Answer } | undefined>(undefined);
  const isCurrent = first?.page === page;
  if (answer && !isCurrent) setFirst({ page, answer });
  const shown = isCurrent ? first.answer : answer;
  return {
    ...follow(shown?.items ?? [], (answer ?? shown)?.items ?? [], answer?.cursor === null),
    showNews: () => {
      if (answer) setFirst({ page, answer });
    },
  };
}
