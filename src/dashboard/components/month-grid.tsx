import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { WEEKDAY_NAMES } from '../../domain/settings-words.ts';
import { addMonths, dayByKey, weekdaysFrom, weeksOfMonth } from '../calendar-days.ts';
import { formatLongDay, formatMonth } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { useFirstWeekday } from '../hooks/use-first-weekday.ts';
import { calendarTexts as texts } from '../texts/en/calendar.ts';
import classes from './day-field.module.css';

interface Bounds {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** One month to choose a day of, by click or with the arrows; weeks begin as the organisation's do. @param value `YYYY-MM-DD`, or empty. */
export function MonthGrid({ value, onPick, ...bounds }: { value: string; onPick: (day: string) => void } & Bounds) {
  const { today } = useClock();
  const firstWeekday = useFirstWeekday();
  const [at, setAt] = useState(value || today);
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);
  const walk = (event: KeyboardEvent) => {
    const day = dayByKey(event.key, at, firstWeekday);
    if (day === null) return;
    event.preventDefault();
    setAt(day);
  };
  return (
    <>
      <MonthHead at={at} onMove={setAt} />
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days is what the pattern for choosing a date asks for */}
      <table ref={grid} role="grid" aria-label={formatMonth(at)} className={classes.grid} onKeyDown={walk}>
        <thead>
          <tr>
            {weekdaysFrom(firstWeekday).map((day) => (
              <th key={day} scope="col" abbr={WEEKDAY_NAMES[day - 1]}>
                {WEEKDAY_NAMES[day - 1]?.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOfMonth(at, firstWeekday).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <Day key={day} {...{ day, at, today, value, onPick, bounds }} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function MonthHead({ at, onMove }: { at: string; onMove: (day: string) => void }) {
  return (
    <div className={classes.head}>
      <button type="button" aria-label={texts.monthBefore} onClick={() => onMove(addMonths(at, -1))}>
        <Chevron d="M10 3 5 8l5 5" />
      </button>
      <span aria-live="polite">{formatMonth(at)}</span>
      <button type="button" aria-label={texts.monthAfter} onClick={() => onMove(addMonths(at, 1))}>
        <Chevron d="m6 3 5 5-5 5" />
      </button>
    </div>
  );
}

function Chevron({ d }: { d: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}

interface DayProps {
  readonly day: string;
  /** Where the keyboard is. */
  readonly at: string;
  readonly today: string;
  readonly value: string;
  readonly onPick: (day: string) => void;
  readonly bounds: Bounds;
}

/** One outside the bounds can be reached, so that the arrows lead everywhere, and not chosen. */
function Day({ day, at, today, value, onPick, bounds: { min, max } }: DayProps) {
  const isOut = (min !== undefined && day < min) || (max !== undefined && day > max);
  return (
    <td>
      <button
        type="button"
        data-day={day}
        data-around={day.slice(0, 7) !== at.slice(0, 7) || undefined}
        tabIndex={day === at ? 0 : -1}
        aria-label={formatLongDay(day)}
        aria-pressed={day === value}
        aria-current={day === today ? 'date' : undefined}
        aria-disabled={isOut || undefined}
        onClick={() => !isOut && onPick(day)}
      >
        {Number(day.slice(8))}
      </button>
    </td>
  );
}
