import { formatAgo } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { useLive } from '../hooks/use-live.ts';

/** Whether what is shown is kept up to date, and when it last changed. */
export function LiveNote() {
  const { state, changedAt } = useLive();
  // Re-renders with the clock, though it counts in the reader's time: this is about the page, not the organisation.
  useClock();
  if (state === 'reconnecting')
    return <span role="status">Not live: the line to Plumbline is down and tried again. What you see is kept.</span>;
  return <span>Live · updated {formatAgo(changedAt, Date.now())}</span>;
}
