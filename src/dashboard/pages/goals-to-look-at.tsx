import { Link } from '@tanstack/react-router';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { GOAL_FLAGS } from '../../domain/goal-flag.ts';
import { counts } from '../texts/en/counts.ts';
import { goalsToLookAtTexts as texts } from '../texts/en/overview.tsx';
import classes from './overview.module.css';

const shownMax = 6;

/** The other side of the line: goals nobody works on, behind their pace, or whose number does not move with the work. */
export function GoalsToLookAt({ goals }: { goals: readonly GoalAnswer[] }) {
  const flagged = goals.filter(({ flags }) => flags.length > 0).toSorted((a, b) => rankOf(a) - rankOf(b));
  if (goals.length === 0) return null;
  const unstaffed = goals.filter(({ isUnstaffed }) => isUnstaffed).length;
  return (
    <section aria-labelledby="goals-to-look-at">
      <h2 id="goals-to-look-at">{texts.title}</h2>
      <p className="small soft">{unstaffed === 0 ? texts.allStaffed : texts.unstaffed(counts.goals(unstaffed))}</p>
      <ul className={`plain-list ${classes.goals}`}>
        {flagged.slice(0, shownMax).map((goal) => (
          <li key={goal.id}>
            <span className={classes.outline} data-empty={goal.isUnstaffed || undefined} aria-hidden="true" />
            <span>
              <Link to="/goals/$goalKey" params={{ goalKey: goal.key }}>
                {goal.key} {goal.title}
              </Link>
              <span className={`${classes.reason} small soft`}>
                {goal.flags.map(({ reason }) => reason).join(' ')}
                {goal.isUnstaffed && goal.suggestedTasks > 0 && texts.suggestions(goal.suggestedTasks)}
                {goal.owner && texts.ask(goal.owner.name)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {flagged.length > shownMax && (
        <p className="small">
          <Link to="/goals">{counts.moreGoals(flagged.length - shownMax)}</Link>
        </p>
      )}
    </section>
  );
}

/** The gravest first; the order of the tree where two are alike. */
function rankOf({ flags }: GoalAnswer): number {
  return Math.min(...flags.map(({ kind }) => GOAL_FLAGS.indexOf(kind)));
}
