import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../queries.ts';

/**
 * The organisation's now, in ms since 1970, moved on every half minute, and its time zone. It is the service's clock,
 * not the reader's: the demo's stands elsewhere.
 */
export function useClock(): { now: number; timeZone: string; today: string } {
  const { data: session, dataUpdatedAt } = useQuery(sessionQuery);
  const [readerNow, setReaderNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setReaderNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (!session) return { now: readerNow, timeZone: 'UTC', today: new Date(readerNow).toISOString().slice(0, 10) };
  const passed = Math.max(0, Math.max(readerNow, Date.now()) - dataUpdatedAt);
  return {
    now: Date.parse(session.now) + passed,
    timeZone: session.organisation.timeZone,
    today: session.today,
  };
}
