import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PlumbLine, TaskDetail } from '../../api/schemas/tasks.ts';
import { GoalPicker } from '../components/goal-picker.tsx';
import { useSaid } from '../hooks/said.ts';
import { undoLastDecision, useDecide } from '../hooks/use-decide.ts';
import { useKeys } from '../hooks/use-keys.ts';
import classes from './task.module.css';

/** Accept, refuse or replace one line, in place. Without a line: hang the task on a goal. */
export function TaskDecide({ task, line }: { task: TaskDetail; line?: PlumbLine }) {
  const decide = useDecide();
  const said = useSaid().get(task.id);
  const [isPickerOpen, setPickerOpen] = useState(false);
  const isFirst = !line || task.lines[0]?.goal.id === line.goal.id;
  const isSuggested = line?.verdict === 'suggested';
  useKeys(
    isFirst
      ? {
          a: () => isSuggested && void decide([task], 'accepted', line.goal.key),
          r: () => line && line.verdict !== 'rejected' && void decide([task], 'rejected', line.goal.key),
          l: () => setPickerOpen(true),
        }
      : {},
  );
  if (task.isContainer) return null;
  if (said && (!line || said.goalKey === line.goal.key || isFirst))
    return (
      <div className={classes.decide} role="status">
        <span>
          {said.says === 'accepted' ? `Linked to ${said.goalKey ?? 'its goal'}` : `Not ${said.goalKey ?? 'this'}`}
        </span>
        {said.isSaved && (
          <Button variant="subtle" onClick={undoLastDecision}>
            Undo
          </Button>
        )}
      </div>
    );
  if (line?.verdict === 'rejected')
    return <Button onClick={() => void decide([task], 'accepted', line.goal.key)}>Accept after all</Button>;
  return (
    <div className={classes.decide}>
      {line && isSuggested && (
        <Button variant="filled" onClick={() => void decide([task], 'accepted', line.goal.key)}>
          Accept {line.goal.key}
        </Button>
      )}
      {line && <Button onClick={() => void decide([task], 'rejected', line.goal.key)}>Not {line.goal.key}</Button>}
      {isFirst && (
        <GoalPicker
          label={linkLabel(task, line)}
          variant={line && task.flag?.nextAction !== 'move-to-open-goal' ? 'default' : 'filled'}
          isOpen={isPickerOpen}
          onOpenChange={setPickerOpen}
          onPick={(goalKey) => void decide([task], 'accepted', goalKey)}
        />
      )}
    </div>
  );
}

function linkLabel(task: TaskDetail, line: PlumbLine | undefined): string {
  if (task.flag?.nextAction === 'move-to-open-goal') return 'Move to an open goal…';
  return line ? 'Link to another goal…' : 'Link to a goal…';
}
