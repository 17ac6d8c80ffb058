import { useEffect, useState } from 'react';
import { relative } from '../pure/text.ts';

const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time as it is where one sits; UTC when one points at it. */
export function Time({ at }: { at: string | null | undefined }) {
  if (!at || Number.isNaN(Date.parse(at))) return <>–</>;
  return (
    <time dateTime={at} title={utc(at)} className="time">
      {local.format(new Date(at))}
    </time>
  );
}

/** How long ago, or until, and the time itself when one points at it. */
export function Ago({ at }: { at: string }) {
  const now = useNow(15_000);
  return (
    <time dateTime={at} title={`${local.format(new Date(at))} · ${utc(at)}`} className="time">
      {relative(at, now)}
    </time>
  );
}

function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function useNow(every: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
