import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { formatCount } from '../format.ts';
import { goalsTexts as texts } from '../texts/en/goals.tsx';
import { goalFlagNames } from '../words.ts';
import classes from './goal-tree.module.css';

/** What can be done with a goal among those beside it, first to last. */
export type GoalActs = (goal: GoalAnswer, siblings: readonly GoalAnswer[]) => ReactNode;

/** What stands under a goal is hidden until it is opened. */
export interface Folds {
  readonly isOpen: (goal: GoalAnswer) => boolean;
  readonly onTurn: (goal: GoalAnswer) => void;
}

interface Tree {
  readonly goals: readonly GoalAnswer[];
  /** What stands beside each, where something can be done. */
  readonly acts?: GoalActs;
  /** Ids of those that are shown; null: all. */
  readonly shown?: ReadonlySet<string> | null;
  readonly folds?: Folds | null;
}

/** Vision, objectives, key results; one nobody works on is drawn as an outline. */
export function GoalTree(tree: Tree) {
  const keys = new Set(tree.goals.map((goal) => goal.key));
  // Under a narrowed cycle a parent may be missing; its children then stand at the top.
  const under = Map.groupBy(tree.goals, ({ parentKey }) => (parentKey && keys.has(parentKey) ? parentKey : null));
  return (
    <div>
      <div className={`${classes.legend} small soft`} aria-hidden="true">
        <span />
        <span>{texts.live}</span>
        <span>{texts.finished}</span>
        <span>{texts.suggested}</span>
      </div>
      <Level above={null} under={under} tree={tree} />
    </div>
  );
}

type Under = ReadonlyMap<string | null, readonly GoalAnswer[]>;

function Level({ above, under, tree }: { above: GoalAnswer | null; under: Under; tree: Tree }) {
  const siblings = under.get(above?.key ?? null) ?? [];
  const shown = siblings.filter(({ id }) => !tree.shown || tree.shown.has(id));
  if (shown.length === 0 || (above && tree.folds && !tree.folds.isOpen(above))) return null;
  return (
    <ul className={`plain-list ${above ? '' : classes.tree}`}>
      {shown.map((goal) => (
        <li key={goal.id} className={classes.branch} data-kind={goal.kind}>
          <Row goal={goal} siblings={siblings} below={under.get(goal.key) ?? []} tree={tree} />
          <Level above={goal} under={under} tree={tree} />
        </li>
      ))}
    </ul>
  );
}

function Row(props: { goal: GoalAnswer; siblings: readonly GoalAnswer[]; below: readonly GoalAnswer[]; tree: Tree }) {
  const { goal, siblings, below, tree } = props;
  return (
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
          {tree.folds && goal.kind === 'objective' && below.length > 0 && (
            <Fold goal={goal} below={below} folds={tree.folds} />
          )}
          {tree.acts?.(
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
  );
}

/** How many stand under it, and what of them wants a look; opens and folds them. */
function Fold({ goal, below, folds }: { goal: GoalAnswer; below: readonly GoalAnswer[]; folds: Folds }) {
  const isOpen = folds.isOpen(goal);
  return (
    <button type="button" className={`${classes.fold} small`} aria-expanded={isOpen} onClick={() => folds.onTurn(goal)}>
      <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {texts.below(below.length)}
      <span className="visually-hidden">{texts.under(goal.key)}</span>
      {texts.belowUnstaffed(below.filter(({ isUnstaffed }) => isUnstaffed).length)}
    </button>
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
