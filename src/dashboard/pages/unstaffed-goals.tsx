import { Link } from '@tanstack/react-router';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { plural } from '../format.ts';
import classes from './overview.module.css';

/** The other side of the line: goals of this cycle that no live task serves. */
export function UnstaffedGoals({ goals }: { goals: readonly GoalAnswer[] }) {
  const unstaffed = goals.filter((goal) => goal.isUnstaffed);
  if (goals.length === 0) return null;
  if (unstaffed.length === 0)
    return (
      <section>
        <h2>Goals nobody works on</h2>
        <p className="small soft">None: every open goal of this cycle has live work.</p>
      </section>
    );
  return (
    <section>
      <h2>{plural(unstaffed.length, 'goal')} nobody works on</h2>
      <ul className={`plain-list ${classes.goals}`}>
        {unstaffed.map((goal) => (
          <li key={goal.id}>
            <span className={classes.outline} aria-hidden="true" />
            <span>
              <Link to="/goals/$goalKey" params={{ goalKey: goal.key }}>
                {goal.key} {goal.title}
              </Link>
              {goal.suggestedTasks > 0 && (
                <span className="small soft">
                  {' '}
                  · {plural(goal.suggestedTasks, 'suggestion waits', 'suggestions wait')}
                </span>
              )}
              {goal.owner && <span className="small soft"> · ask {goal.owner.name}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
