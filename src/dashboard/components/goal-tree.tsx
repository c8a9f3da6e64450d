import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { formatCount } from '../format.ts';
import { goalsTexts as texts } from '../texts/en/goals.tsx';
import { goalFlagNames } from '../words.ts';
import classes from './goal-tree.module.css';

/** Vision, objectives, key results; one nobody works on is drawn as an outline. @param acts What stands beside each, where something can be done. */
export function GoalTree({ goals, acts }: { goals: readonly GoalAnswer[]; acts?: GoalActs }) {
  const keys = new Set(goals.map((goal) => goal.key));
  // Under a narrowed cycle a parent may be missing; its children then stand at the top.
  const roots = goals.filter((goal) => !goal.parentKey || !keys.has(goal.parentKey));
  return (
    <div>
      <div className={`${classes.legend} small soft`} aria-hidden="true">
        <span />
        <span>{texts.live}</span>
        <span>{texts.finished}</span>
        <span>{texts.suggested}</span>
      </div>
      <ul className={`plain-list ${classes.tree}`}>
        {roots.map((goal) => (
          <Branch key={goal.id} goal={goal} siblings={roots} goals={goals} acts={acts} />
        ))}
      </ul>
    </div>
  );
}

/** What can be done with a goal among those beside it, first to last. */
export type GoalActs = (goal: GoalAnswer, siblings: readonly GoalAnswer[]) => ReactNode;

function Branch(props: {
  goal: GoalAnswer;
  siblings: readonly GoalAnswer[];
  goals: readonly GoalAnswer[];
  acts: GoalActs | undefined;
}) {
  const { goal, siblings, goals, acts } = props;
  const children = goals.filter((child) => child.parentKey === goal.key);
  return (
    <li className={classes.branch} data-kind={goal.kind}>
      <div className={classes.row} data-closed={goal.isClosed || undefined}>
        <div className={classes.name}>
          <GoalGlyph
            kind={goal.kind}
            isOutline={goal.isUnstaffed || goal.isClosed || (goal.kind === 'key-result' && goal.liveTasks === 0)}
          />
          <div>
            <Link to="/goals/$goalKey" params={{ goalKey: goal.key }} className={classes.title}>
              {goal.kind !== 'vision' && <strong>{goal.key}</strong>} {goal.title}
            </Link>
            <div className="small soft">{sayFacts(goal)}</div>
            {acts?.(
              goal,
              siblings.filter(({ kind }) => kind === goal.kind),
            )}
          </div>
        </div>
        <Count goal={goal} n={goal.liveTasks} word={texts.live} search={{ goal: goal.key, state: 'aligned' }} />
        <Count goal={goal} n={goal.finishedTasks} word={texts.finished} />
        <Count
          goal={goal}
          n={goal.suggestedTasks}
          word={texts.suggested}
          search={{ goal: goal.key, state: 'suggested' }}
        />
      </div>
      {children.length > 0 && (
        <ul className="plain-list">
          {children.map((child) => (
            <Branch key={child.id} goal={child} siblings={children} goals={goals} acts={acts} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Count(props: { goal: GoalAnswer; n: number; word: string; search?: { goal: string; state: string } }) {
  const { goal, n, word, search } = props;
  if (goal.kind === 'vision') return <span className={classes.count} />;
  const words = <span className={classes.word}> {word}</span>;
  return (
    <span className={classes.count} data-none={n === 0 || undefined}>
      {search && n > 0 ? (
        <Link to="/unaligned" search={search}>
          {formatCount(n)}
          {words}
          <span className="visually-hidden">{texts.countFor(goal.key)}</span>
        </Link>
      ) : (
        <>
          {formatCount(n)}
          {words}
        </>
      )}
    </span>
  );
}

function sayFacts(goal: GoalAnswer): string {
  const facts = [
    ...goal.flags.map(({ kind }) => goalFlagNames[kind]),
    goal.isClosed ? texts.closed : null,
    goal.team?.name ?? null,
    goal.owner?.name ?? null,
    goal.commitment,
    goal.cycle && !goal.cycle.isCurrent ? goal.cycle.name : null,
    goal.by ? texts.by(goal.by) : null,
  ];
  return facts.filter(Boolean).join(' · ');
}

function GoalGlyph({ kind, isOutline }: { kind: GoalAnswer['kind']; isOutline: boolean }) {
  const paint = isOutline
    ? { fill: 'none', stroke: 'var(--ink-soft)', strokeDasharray: '3 2' }
    : { fill: 'var(--accent)', stroke: 'var(--accent)' };
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" strokeWidth="1.5" {...paint} aria-hidden="true">
      {kind === 'vision' && <circle cx="8" cy="8" r="5" />}
      {kind === 'objective' && <path d="M8 2l6 6-6 6-6-6z" />}
      {kind === 'key-result' && <path d="M3 3h10v10H3z" />}
    </svg>
  );
}
