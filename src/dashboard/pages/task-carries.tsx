import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { useCarrying } from '../hooks/use-carrying.ts';
import { sessionQuery } from '../queries.ts';
import { taskTexts as texts } from '../texts/en/task.tsx';
import classes from './task.module.css';

/** Of a parent that looks like a catch-all, or that a person spoke of: whether it carries its goals down, why, and the way to overrule it. */
export function TaskCarries({ task }: { task: TaskDetail }) {
  const role = useQuery(sessionQuery).data?.person.role;
  const say = useCarrying(task);
  if (!task.carries) return null;
  const other = task.carries.says === 'carries' ? 'carries-nothing' : 'carries';
  return (
    <div className={classes.carries}>
      <p className="measure">{sayCarries(task.carries)}</p>
      {(role === 'owner' || role === 'leader') && (
        <Button size="compact-sm" loading={say.isPending} onClick={() => say.mutate(other)}>
          {other === 'carries' ? texts.carries : texts.carriesNothing}
        </Button>
      )}
    </div>
  );
}

function sayCarries({ says, because, decidedBy }: NonNullable<TaskDetail['carries']>): string {
  const looks = because ? texts.looks(because) : '';
  if (decidedBy === null) return texts.noGoalDown + looks;
  if (says === 'carries-nothing') return texts.noGoalDownSaid(decidedBy);
  return texts.goalsDownSaid(decidedBy) + looks;
}
