import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { GoalAnswer, GoalDetail } from '../../api/schemas/goals.ts';
import { ApiProblem } from '../api.ts';
import { useClock } from '../hooks/use-clock.ts';
import { useChangeGoal } from '../hooks/use-goals.ts';
import { goalsQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { goalFormTexts, closeTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal-form.module.css';

/** A goal to be closed on a day: what becomes of its tasks, and of what stands under it, is said before. */
export function GoalClose({ goal, onDone }: { goal: GoalDetail; onDone: () => void }) {
  const { today } = useClock();
  const change = useChangeGoal(goal.key);
  const open = openUnder(goal.key, useQuery(goalsQuery()).data?.items ?? []);
  const [closedOn, setClosedOn] = useState(today);
  const [withChildren, setWithChildren] = useState(true);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const children = open > 0 && withChildren ? { withChildren: true } : {};
    change.mutate({ closedOn, ...children, seenVersion: goal.version }, { onSuccess: onDone });
  };
  return (
    <form className={classes.form} aria-label={texts.heading(goal.key)} onSubmit={send}>
      <h2>{texts.heading(goal.key)}</h2>
      <p className={classes.wide}>{texts.tasks(goal.liveTasks)}</p>
      <TextInput
        className={classes.half}
        label={texts.day}
        type="date"
        required
        autoFocus
        value={closedOn}
        onChange={(event) => setClosedOn(event.currentTarget.value)}
      />
      {open > 0 && (
        <Checkbox
          className={classes.wide}
          label={texts.withChildren(open)}
          checked={withChildren}
          onChange={(event) => setWithChildren(event.currentTarget.checked)}
        />
      )}
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={change.isPending}>
          {texts.confirm(goal.key)}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {goalFormTexts.leave}
        </Button>
      </div>
      {change.error !== null && (
        <p role="alert" className={`small ${classes.trouble}`}>
          {change.error instanceof ApiProblem ? change.error.detail : commonTexts.notDone}
        </p>
      )}
    </form>
  );
}

/** How many open goals stand under it, at any depth. */
function openUnder(key: string, goals: readonly GoalAnswer[]): number {
  const children = goals.filter((one) => one.parentKey === key);
  return children.reduce((sum, child) => sum + (child.isClosed ? 0 : 1) + openUnder(child.key, goals), 0);
}
