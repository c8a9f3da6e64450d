import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PlumbLine, TaskDetail } from '../../api/schemas/tasks.ts';
import { GoalPicker } from '../components/goal-picker.tsx';
import { useSaid } from '../hooks/said.ts';
import { undoLastDecision, useDecide, useDecideItems } from '../hooks/use-decide.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { commonTexts } from '../texts/en/common.ts';
import { decideTexts } from '../texts/en/decide.ts';
import { taskDecideTexts as texts } from '../texts/en/task.tsx';
import classes from './task.module.css';

/** Accept, refuse or replace one line, in place. Without a line: hang the task on a goal. */
export function TaskDecide({ task, line }: { task: TaskDetail; line?: PlumbLine }) {
  const decide = useDecide();
  const decideItems = useDecideItems();
  const said = useSaid().get(task.id);
  const [isPickerOpen, setPickerOpen] = useState(false);
  const isFirst = !line || task.lines[0]?.goal.id === line.goal.id;
  const isSuggested = line?.verdict === 'suggested';
  const together = isFirst ? suggestedTogether(task) : [];
  // The last word is the one that is shown.
  const items = together.map(({ goal }) => ({ taskId: task.id, goalKey: goal.key })).reverse();
  const acceptAll = () => void decideItems([task], { says: 'accepted', items });
  useKeys(
    isFirst
      ? {
          a: () => isSuggested && void decide([task], 'accepted', line.goal.key),
          r: () => line && line.verdict !== 'rejected' && void decide([task], 'rejected', line.goal.key),
          l: () => setPickerOpen(true),
          ...(items.length > 0 ? { b: acceptAll } : {}),
        }
      : {},
  );
  if (task.isContainer) return null;
  if (said && (!line || said.goalKey === line.goal.key || isFirst))
    return (
      <div className={classes.decide} role="status">
        <span>
          {said.says === 'accepted' ? decideTexts.linkedTo(said.goalKey) : decideTexts.notLinked(said.goalKey)}
        </span>
        {said.isSaved && (
          <Button variant="subtle" onClick={undoLastDecision}>
            {commonTexts.undo}
          </Button>
        )}
      </div>
    );
  if (line?.verdict === 'rejected')
    return <Button onClick={() => void decide([task], 'accepted', line.goal.key)}>{texts.afterAll}</Button>;
  return (
    <div className={classes.decide}>
      {line && isSuggested && (
        <Button variant="filled" onClick={() => void decide([task], 'accepted', line.goal.key)}>
          {decideTexts.accept(line.goal.key)}
        </Button>
      )}
      {items.length > 0 && (
        <Button aria-keyshortcuts="b" onClick={acceptAll}>
          {texts.acceptAll(items.length)}
        </Button>
      )}
      {line && (
        <Button onClick={() => void decide([task], 'rejected', line.goal.key)}>{texts.reject(line.goal.key)}</Button>
      )}
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

/** Goals that one yes may be said to: none where there is but one, and where sources differ. */
function suggestedTogether({ lines, flag }: TaskDetail): PlumbLine[] {
  const suggested = lines.filter(({ verdict }) => verdict === 'suggested');
  return flag?.nextAction === 'review-suggestion' && suggested.length > 1 ? suggested : [];
}

function linkLabel(task: TaskDetail, line: PlumbLine | undefined): string {
  if (task.flag?.nextAction === 'move-to-open-goal') return texts.moveToOpen;
  return line ? texts.another : texts.link;
}
