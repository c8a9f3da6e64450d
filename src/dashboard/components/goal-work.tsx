import { Link } from '@tanstack/react-router';
import type { GoalWork as Served } from '../../api/schemas/teams.ts';
import { counts } from '../texts/en/counts.ts';
import { partTexts as texts } from '../texts/en/teams.tsx';
import classes from './team-page.module.css';

/** The goals a part of the organisation works on, in the order of the tree, each with a way into just these tasks. */
export function GoalWork(props: { goals: readonly Served[]; within: { team?: string; manager?: string } }) {
  return (
    <section aria-labelledby="goal-work">
      <h2 id="goal-work">{texts.goals}</h2>
      <p className="small soft">{props.goals.length === 0 ? texts.noGoals : texts.goalsHint}</p>
      <ul className={`plain-list ${classes.list}`}>
        {props.goals.map(({ id, key, kind, title, tasks }) => (
          <li key={id} className={kind === 'key-result' ? classes.keyResult : undefined}>
            <Link to="/goals/$goalKey" params={{ goalKey: key }}>
              {key} {title}
            </Link>{' '}
            <span className="small">
              <Link to="/unaligned" search={{ ...props.within, state: 'aligned', goal: key }}>
                {counts.tasks(tasks)}
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
