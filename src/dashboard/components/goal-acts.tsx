import { Button } from '@mantine/core';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { useOrderGoals } from '../hooks/use-goals.ts';
import { goalsTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal-acts.module.css';
import { GoalsButton } from './goals-button.tsx';

/** Up, down, and another key result under an objective: for whoever may. */
export function GoalActsRow({ goal, siblings }: { goal: GoalAnswer; siblings: readonly GoalAnswer[] }) {
  const order = useOrderGoals();
  const at = siblings.indexOf(goal);
  const move = (by: -1 | 1) => {
    const keys = siblings.map(({ key }) => key);
    keys.splice(at, 1);
    keys.splice(at + by, 0, goal.key);
    order.mutate({ moved: goal.key, parentKey: goal.parentKey, keys });
  };
  const of = <span className="visually-hidden"> {goal.key}</span>;
  return (
    <div className={classes.acts}>
      {siblings.length > 1 && (
        <>
          <Button size="compact-xs" disabled={at === 0 || order.isPending} onClick={() => move(-1)}>
            {texts.up}
            {of}
          </Button>
          <Button size="compact-xs" disabled={at === siblings.length - 1 || order.isPending} onClick={() => move(1)}>
            {texts.down}
            {of}
          </Button>
        </>
      )}
      {goal.kind === 'objective' && goal.mayEdit && !goal.isClosed && (
        <GoalsButton size="compact-xs" variant="subtle" search={{ add: 'key-result', under: goal.key }}>
          {texts.addKeyResult}
          <span className="visually-hidden">{texts.under(goal.key)}</span>
        </GoalsButton>
      )}
    </div>
  );
}
