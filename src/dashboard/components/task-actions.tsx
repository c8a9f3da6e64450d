import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { ACTION_WORDS } from '../../domain/wording.ts';
import type { Said } from '../hooks/said.ts';
import { undoLastDecision, useDecide } from '../hooks/use-decide.ts';
import { commonTexts } from '../texts/en/common.ts';
import { decideTexts as texts } from '../texts/en/decide.ts';
import { GoalPicker } from './goal-picker.tsx';
import { RowButton } from './row-button.tsx';
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
  const picker = <LazyPicker {...props} name={name} onPick={(goalKey) => void decide([task], 'accepted', goalKey)} />;
  const [held] = task.goals;
  if (task.suggestion && task.flag?.nextAction === 'choose-goal' && task.flag.state === 'aligned' && held)
    return <ChooseGoal task={task} held={held.key} suggested={task.suggestion.goal.key} />;
  if (task.suggestion)
    return (
      <div className={classes.actions}>
        <RowButton look="main" onClick={() => void decide([task], 'accepted')} title={task.suggestion.goal.title}>
          {texts.accept(task.suggestion.goal.key)}
          <span className={classes.likelihood}>{task.suggestion.sureness}</span>
          <span className="visually-hidden">{texts.forTask(name)}</span>
        </RowButton>
        <RowButton onClick={() => void decide([task], 'rejected')}>
          {texts.notThis}
          <span className="visually-hidden">{texts.notThisFor(task.suggestion.goal.key, name)}</span>
        </RowButton>
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

/** The goals to choose from are made when somebody wants to choose, not for every row that passes. */
function LazyPicker(props: {
  task: TaskRow;
  name: string;
  isPickerOpen: boolean;
  onPickerOpen: (isOpen: boolean) => void;
  onPick: (goalKey: string) => void;
}) {
  const { task, name, isPickerOpen } = props;
  const [isWanted, setWanted] = useState(isPickerOpen);
  if (isPickerOpen && !isWanted) setWanted(true);
  if (!isWanted)
    return (
      <RowButton
        look={task.suggestion ? 'bare' : 'framed'}
        aria-haspopup="listbox"
        aria-expanded={false}
        onClick={() => props.onPickerOpen(true)}
      >
        {pickerLabel(task)}
        <span className="visually-hidden">{texts.forTask(name)}</span>
      </RowButton>
    );
  return (
    <GoalPicker
      label={pickerLabel(task)}
      of={name}
      size="compact-xs"
      variant={task.suggestion ? 'subtle' : 'default'}
      isOpen={isPickerOpen}
      onOpenChange={props.onPickerOpen}
      onPick={props.onPick}
    />
  );
}

/** What the task says against what it is part of: one, the other, or both. */
function ChooseGoal({ task, held, suggested }: { task: TaskRow; held: string; suggested: string }) {
  const decide = useDecide();
  const of = <span className="visually-hidden">{texts.forTask(task.key ?? task.title)}</span>;
  return (
    <div className={classes.actions}>
      <RowButton look="main" onClick={() => void decide([task], 'rejected', suggested)}>
        {texts.only(held)}
        {of}
      </RowButton>
      {task.goals.length === 1 && (
        <RowButton look="main" onClick={() => void decide([task], 'rejected', held)}>
          {texts.only(suggested)}
          {of}
        </RowButton>
      )}
      <RowButton onClick={() => void decide([task], 'accepted', suggested)}>
        {texts.both}
        {of}
      </RowButton>
    </div>
  );
}

function pickerLabel(task: TaskRow): string {
  switch (task.flag?.nextAction) {
    case 'move-to-open-goal':
      return texts.moveTo;
    case 'mend-link':
      return texts.linkAnew;
    default:
      return texts.linkTo;
  }
}

function JustSaid({ said }: { said: Said }) {
  return (
    <div className={classes.actions} role="status">
      <span>{said.says === 'accepted' ? texts.linkedTo(said.goalKey) : texts.notLinked(said.goalKey)}</span>
      {said.isSaved ? (
        <RowButton onClick={undoLastDecision}>{commonTexts.undo}</RowButton>
      ) : (
        <span className="soft">{texts.saving}</span>
      )}
    </div>
  );
}
