import { useEffect } from 'react';
import { useOverview } from '../api/queries.ts';

/** The page's name in the browser's tab, after how many things need somebody. */
export function useTitle(title: string): void {
  const { data } = useOverview();
  const count = data?.needs.length ?? 0;
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${title} · Homeostat`;
  }, [title, count]);
}
