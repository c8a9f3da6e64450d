import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { daysBetween, formatDay, formatDays, formatMeasure } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { paceTexts as texts } from '../texts/en/check-ins.ts';
import classes from './pace.module.css';

/** From where to where by when, and where an even pace would stand today. */
export function Pace({ goal }: { goal: GoalAnswer }) {
  const { today } = useClock();
  const end = goal.by ?? goal.cycle?.endsOn;
  if (goal.from === null || goal.to === null || !end) return null;
  const start = goal.cycle?.startsOn;
  const gone = start ? clamp(daysBetween(start, today) / Math.max(1, daysBetween(start, end))) : null;
  const left = daysBetween(today, end);
  const expected = gone === null ? null : goal.from + (goal.to - goal.from) * gone;
  return (
    <section>
      <h2>{texts.title(formatMeasure(goal.from, null), formatMeasure(goal.to, goal.unit), formatDay(end))}</h2>
      {gone !== null && (
        <div className={classes.track} aria-hidden="true">
          <span className={classes.gone} style={{ width: `${gone * 100}%` }} />
          <span className={classes.today} style={{ left: `${gone * 100}%` }} />
        </div>
      )}
      <p className="small soft">
        {left > 0 ? texts.left(formatDays(left)) : left === 0 ? texts.endsToday : texts.ended(formatDays(-left))}
        {expected !== null && left > 0 && texts.even(formatMeasure(roundLike(expected, goal), goal.unit))}
      </p>
    </section>
  );
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** No more exact than the goal's own numbers and one place. */
function roundLike(value: number, goal: GoalAnswer): number {
  const places = Math.max(
    placesOf(goal.from),
    placesOf(goal.to),
    Math.abs((goal.to ?? 0) - (goal.from ?? 0)) < 20 ? 1 : 0,
  );
  return Number(value.toFixed(places));
}

function placesOf(value: number | null): number {
  return String(value ?? 0).split('.')[1]?.length ?? 0;
}
