import { formatAgo } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { useLive } from '../hooks/use-live.ts';
import { shellTexts as texts } from '../texts/en/shell.tsx';

/** Whether what is shown is kept up to date, and when it last changed. */
export function LiveNote() {
  const { state, changedAt } = useLive();
  // Re-renders with the clock, though it counts in the reader's time: this is about the page, not the organisation.
  useClock();
  if (state === 'reconnecting') return <span role="status">{texts.notLive}</span>;
  return <span>{texts.live(formatAgo(changedAt, Date.now()))}</span>;
}
