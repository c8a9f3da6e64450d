import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { useCarrying } from '../hooks/use-carrying.ts';
import { sessionQuery } from '../queries.ts';
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
          {other === 'carries' ? 'It does carry its goal' : 'Carries nothing'}
        </Button>
      )}
    </div>
  );
}

function sayCarries({ says, because, decidedBy }: NonNullable<TaskDetail['carries']>): string {
  const looks = because ? ` It ${because}.` : '';
  if (decidedBy === null) return `Carries no goal down to its tasks.${looks}`;
  if (says === 'carries-nothing') return `Carries no goal down to its tasks, said ${decidedBy}.`;
  return `Carries its goals down to its tasks, said ${decidedBy}.${looks}`;
}
