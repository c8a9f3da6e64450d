import { formatAgo, formatInstant } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';

/** An instant as people say it; exact on hover, in the organisation's time zone. */
export function TimeAgo({ at }: { at: string }) {
  const { now, timeZone } = useClock();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={formatInstant(ms, timeZone)} className="nowrap">
      {formatAgo(ms, now)}
    </time>
  );
}
