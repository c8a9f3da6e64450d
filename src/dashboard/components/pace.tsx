import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { shareGone } from '../../domain/pace.ts';
import { daysBetween, formatDay, formatDays, formatMeasure } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { useWorkingDays } from '../hooks/use-working-days.ts';
import { paceTexts as texts } from '../texts/en/check-ins.ts';
import classes from './pace.module.css';

/** From where to where by when, and where an even pace over the working days would stand today. */
export function Pace({ goal }: { goal: GoalAnswer }) {
  const { today } = useClock();
  const workingDays = useWorkingDays();
  const end = goal.by ?? goal.cycle?.endsOn;
  if (goal.from === null || goal.to === null || !end) return null;
  const gone = shareGone({ startsOn: goal.cycle?.startsOn ?? null, endsOn: end, workingDays }, today);
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
