import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

export interface Notice {
  readonly id?: string;
  readonly type: 'success' | 'error' | 'warning' | 'info' | 'in-progress';
  readonly header?: string;
  readonly content: ReactNode;
  readonly action?: ReactNode;
}

interface Notices {
  readonly items: readonly (Notice & { readonly id: string })[];
  /** Says something at the top of the page; one with the same id takes its place. */
  readonly say: (notice: Notice) => void;
  readonly dismiss: (id: string) => void;
}

const Context = createContext<Notices>({ items: [], say: () => undefined, dismiss: () => undefined });

export const useNotices = (): Notices => useContext(Context);

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<Notices['items']>([]);
  const dismiss = useCallback((id: string) => setItems((all) => all.filter((one) => one.id !== id)), []);
  const say = useCallback((notice: Notice) => {
    const id = notice.id ?? crypto.randomUUID();
    setItems((all) => [{ ...notice, id }, ...all.filter((one) => one.id !== id)]);
  }, []);
  const notices = useMemo(() => ({ items, say, dismiss }), [items, say, dismiss]);
  return <Context value={notices}>{children}</Context>;
}

/** What was said, with what stands there as long as it holds below. */
export function NoticeBar({ standing }: { standing: readonly FlashbarProps.MessageDefinition[] }) {
  const { items, dismiss } = useNotices();
  const said = items.map(
    ({ id, type, header, content, action }): FlashbarProps.MessageDefinition => ({
      id,
      type: type === 'in-progress' ? 'info' : type,
      loading: type === 'in-progress',
      header,
      content,
      action,
      dismissible: type !== 'in-progress',
      dismissLabel: 'Dismiss',
      onDismiss: () => dismiss(id),
      ariaRole: type === 'error' ? 'alert' : 'status',
    }),
  );
  return <Flashbar items={[...said, ...standing]} stackItems={said.length > 2} />;
}
