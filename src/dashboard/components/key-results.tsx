import { Link } from '@tanstack/react-router';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { formatCount, formatMeasure } from '../format.ts';
import { sayPace } from '../goal-standing.ts';
import { goalTexts, standingTexts as texts } from '../texts/en/goals.tsx';
import { DataTable } from './data-table.tsx';
import classes from './key-results.module.css';

/** The key results of an objective: where each stands on its way, its pace, and how sure people are of it. */
export function KeyResults({ goalKey, results }: { goalKey: string; results: readonly GoalAnswer[] }) {
  return (
    <div className={classes.results}>
      <DataTable
        caption={texts.caption(goalKey)}
        rows={results}
        keyOf={({ id }) => id}
        columns={[
          { name: texts.keyResult, cell: (goal) => <Name goal={goal} /> },
          { name: texts.stands, cell: (goal) => <Progress goal={goal} /> },
          {
            name: texts.pace,
            cell: ({ pace }) => (pace ? sayPace(pace) : texts.noPace),
          },
          { name: texts.sure, isNumber: true, cell: ({ progress }) => progress?.confidence ?? texts.notSaid },
          { name: texts.live, isNumber: true, cell: (goal) => <Live goal={goal} /> },
        ]}
      />
    </div>
  );
}

function Name({ goal }: { goal: GoalAnswer }) {
  return (
    <span className={classes.name}>
      <Link to="/goals/$goalKey" params={{ goalKey: goal.key }}>
        {goal.key} {goal.title}
      </Link>
      {goal.isClosed && <span className="small soft"> · {goalTexts.closed}</span>}
    </span>
  );
}

/** How far on its way; what was said is beside it, so the bar is for the eye alone. */
function Progress({ goal: { from, to, unit, progress, pace } }: { goal: GoalAnswer }) {
  const way = from !== null && to !== null ? texts.fromTo(formatMeasure(from, null), formatMeasure(to, unit)) : null;
  return (
    <span className={classes.progress}>
      {progress ? formatMeasure(progress.value, unit) : texts.none}
      {way && <span className="small soft">{way}</span>}
      {pace && (
        <span className={classes.track} aria-hidden="true">
          <span style={{ width: `${Math.min(100, Math.max(0, pace.share * 100))}%` }} />
        </span>
      )}
    </span>
  );
}

function Live({ goal: { key, liveTasks } }: { goal: GoalAnswer }) {
  if (liveTasks === 0) return <>{formatCount(0)}</>;
  return (
    <Link to="/unaligned" search={{ goal: key, state: 'aligned' }}>
      {formatCount(liveTasks)}
    </Link>
  );
}
