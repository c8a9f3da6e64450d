import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { ACTION_WORDS } from '../../domain/wording.ts';
import type { Said } from '../hooks/said.ts';
import { undoLastDecision, useDecide } from '../hooks/use-decide.ts';
import { GoalPicker } from './goal-picker.tsx';
import classes from './task-actions.module.css';

/** One click each: take the suggestion, refuse it, or name another goal. Said in place until the list is read again. */
export function TaskActions(props: {
  task: TaskRow;
  said: Said | undefined;
  isPickerOpen: boolean;
  onPickerOpen: (isOpen: boolean) => void;
}) {
  const { task, said } = props;
  const decide = useDecide();
  if (said) return <JustSaid said={said} />;
  const name = task.key ?? task.title;
  const picker = (
    <GoalPicker
      label={pickerLabel(task)}
      of={name}
      size="compact-xs"
      variant={task.suggestion ? 'subtle' : 'default'}
      isOpen={props.isPickerOpen}
      onOpenChange={props.onPickerOpen}
      onPick={(goalKey) => void decide([task], 'accepted', goalKey)}
    />
  );
  const [held] = task.goals;
  if (task.suggestion && task.flag?.nextAction === 'choose-goal' && task.flag.state === 'aligned' && held)
    return <ChooseGoal task={task} held={held.key} suggested={task.suggestion.goal.key} />;
  if (task.suggestion)
    return (
      <div className={classes.actions}>
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => void decide([task], 'accepted')}
          title={task.suggestion.goal.title}
        >
          Accept {task.suggestion.goal.key}
          <span className={classes.likelihood}>{task.suggestion.sureness}</span>
          <span className="visually-hidden"> for {name}</span>
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => void decide([task], 'rejected')}>
          Not this
          <span className="visually-hidden">
            : {task.suggestion.goal.key} for {name}
          </span>
        </Button>
        {picker}
      </div>
    );
  const action = task.flag?.nextAction ?? 'none';
  if (['link', 'move-to-open-goal', 'mend-link', 'decide'].includes(action))
    return <div className={classes.actions}>{picker}</div>;
  return (
    <div className={classes.actions}>
      {task.goals.map((goal) => (
        <Link key={goal.id} to="/goals/$goalKey" params={{ goalKey: goal.key }} title={goal.title}>
          {goal.key}
        </Link>
      ))}
      {action !== 'none' && <span className="soft">{ACTION_WORDS[action]}</span>}
    </div>
  );
}

/** What the task says against what it is part of: one, the other, or both. */
function ChooseGoal({ task, held, suggested }: { task: TaskRow; held: string; suggested: string }) {
  const decide = useDecide();
  const of = <span className="visually-hidden"> for {task.key ?? task.title}</span>;
  return (
    <div className={classes.actions}>
      <Button size="compact-xs" variant="light" onClick={() => void decide([task], 'rejected', suggested)}>
        Only {held}
        {of}
      </Button>
      {task.goals.length === 1 && (
        <Button size="compact-xs" variant="light" onClick={() => void decide([task], 'rejected', held)}>
          Only {suggested}
          {of}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" onClick={() => void decide([task], 'accepted', suggested)}>
        Both
        {of}
      </Button>
    </div>
  );
}

function pickerLabel(task: TaskRow): string {
  switch (task.flag?.nextAction) {
    case 'move-to-open-goal':
      return 'Move to…';
    case 'mend-link':
      return 'Link anew…';
    default:
      return 'Link to…';
  }
}

function JustSaid({ said }: { said: Said }) {
  return (
    <div className={classes.actions} role="status">
      <span>
        {said.says === 'accepted' ? `Linked to ${said.goalKey ?? 'its goal'}` : `Not ${said.goalKey ?? 'this'}`}
      </span>
      {said.isSaved ? (
        <Button size="compact-xs" variant="subtle" onClick={undoLastDecision}>
          Undo
        </Button>
      ) : (
        <span className="soft">saving…</span>
      )}
    </div>
  );
}
