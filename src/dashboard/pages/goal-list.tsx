import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { GoalActsRow } from '../components/goal-acts.tsx';
import { type Folds, GoalTree } from '../components/goal-tree.tsx';
import { SearchField } from '../components/search-field.tsx';
import { findInTree } from '../goal-find.ts';
import type { GoalsSearch } from '../goal-search.ts';
import { goalsTexts as texts } from '../texts/en/goals.tsx';
import classes from './goals.module.css';

/** More than one sees at once: then typing finds them. */
const FOUND_FROM = 12;
/** More than one reads through: then the objectives stand folded. */
const FOLDED_FROM = 60;
const ALL = 'all';

interface ListProps {
  readonly goals: readonly GoalAnswer[];
  readonly search: GoalsSearch;
  readonly isArranging: boolean;
}

/** The tree of goals, found by typing and folded where they are many; the address keeps both. */
export function GoalList({ goals, search, isArranging }: ListProps) {
  const change = useSearchChange(search);
  // Goals that are not shown would be left out of the order.
  const find = isArranging ? '' : (search.find ?? '');
  const found = find ? findInTree(goals, find) : null;
  // Hundreds of rows are drawn after what was pressed, not before it answers.
  const open = useDeferredValue(search.open);
  const folds = goals.length > FOLDED_FROM ? foldsOf(goals, open, change) : null;
  return (
    <>
      {goals.length > FOUND_FROM && !isArranging && (
        <search className={classes.find}>
          <SearchField
            className={classes.findField}
            label={texts.find}
            text={find}
            onChange={(words) => change({ find: words })}
          />
          {folds && !found && <FoldAll isOpen={search.open === ALL} onChange={change} />}
          <span role="status" className="small soft">
            {found && texts.found(found.hits)}
          </span>
        </search>
      )}
      <GoalTree
        goals={goals}
        shown={found?.shown ?? null}
        // What was found is not hidden again.
        folds={found ? null : folds}
        {...(isArranging ? { acts: (goal, siblings) => <GoalActsRow goal={goal} siblings={siblings} /> } : {})}
      />
    </>
  );
}

type Change = (change: Partial<GoalsSearch>) => void;

function useSearchChange(search: GoalsSearch): Change {
  const navigate = useNavigate();
  return (change) =>
    void navigate({ to: '/goals', search: { ...search, ...change }, replace: true, resetScroll: false });
}

function FoldAll({ isOpen, onChange }: { isOpen: boolean; onChange: Change }) {
  return (
    <Button variant="subtle" onClick={() => onChange({ open: isOpen ? undefined : ALL })}>
      {isOpen ? texts.foldAll : texts.unfoldAll}
    </Button>
  );
}

/** Objectives are folded but for those that were opened. */
function foldsOf(goals: readonly GoalAnswer[], open: string | undefined, onChange: Change): Folds {
  const keys = goals.filter(({ kind }) => kind === 'objective').map(({ key }) => key);
  const opened = new Set(open === ALL ? keys : (open ?? '').split(',').filter(Boolean));
  return {
    isOpen: (goal) => goal.kind !== 'objective' || opened.has(goal.key),
    onTurn: ({ key }) => {
      const next = opened.has(key) ? [...opened].filter((one) => one !== key) : [...opened, key];
      onChange({ open: next.length === keys.length ? ALL : next.join(',') || undefined });
    },
  };
}
