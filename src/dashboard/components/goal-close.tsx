import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GoalAnswer, GoalDetail } from '../../api/schemas/goals.ts';
import { useChangeGoal } from '../hooks/use-goals.ts';
import { goalsQuery } from '../queries.ts';
import { closeTexts as texts } from '../texts/en/goals.tsx';
import { CloseForm } from './close-form.tsx';
import classes from './place-form.module.css';

/** A goal is closed with what stands open under it, unless one says otherwise. */
export function GoalClose({ goal, onDone }: { goal: GoalDetail; onDone: () => void }) {
  const change = useChangeGoal(goal.key);
  const open = openUnder(goal.key, useQuery(goalsQuery()).data?.items ?? []);
  const [withChildren, setWithChildren] = useState(true);
  const close = (closedOn: string) => {
    const children = open > 0 && withChildren ? { withChildren: true } : {};
    change.mutate({ closedOn, ...children, seenVersion: goal.version }, { onSuccess: onDone });
  };
  return (
    <CloseForm
      name={goal.key}
      means={texts.tasks(goal.liveTasks)}
      isPending={change.isPending}
      error={change.error}
      onClose={close}
      onLeave={onDone}
    >
      {open > 0 && (
        <Checkbox
          className={classes.wide}
          label={texts.withChildren(open)}
          checked={withChildren}
          onChange={(event) => setWithChildren(event.currentTarget.checked)}
        />
      )}
    </CloseForm>
  );
}

/** How many open goals stand under it, at any depth. */
function openUnder(key: string, goals: readonly GoalAnswer[]): number {
  const children = goals.filter((one) => one.parentKey === key);
  return children.reduce((sum, child) => sum + (child.isClosed ? 0 : 1) + openUnder(child.key, goals), 0);
}
