/**
 * Changes to a running world, as people make them in the tools. A change is one more event of a task, at the server's clock: change
 * logs, actions, stories and `updated` follow from it. Nothing else writes into a `World`.
 */
import { findScope, findTask, type Ground, makeGround, tick, type Writable } from './live-ground.ts';
import {
  createTask,
  deleteTask,
  editTask,
  joinScope,
  leaveScope,
  moveTask,
  reparentTask,
  restoreTask,
} from './live-tasks.ts';
import type { Changed, Edit, SimScope, SimTool, World } from './world.ts';

export { statusesOf } from './places.ts';

export interface Live {
  /** @returns What was asked for first, then what it brought with it. */
  change(edit: Edit): readonly [Changed, ...Changed[]];
}

export function makeLive(world: World, tool: SimTool, clock: { now: number }): Live {
  const ground = makeGround(world, tool, clock);
  return { change: (asked) => changesOf(ground, asked) as [Changed, ...Changed[]] };
}

function changesOf(ground: Ground, asked: Edit): Changed[] {
  switch (asked.type) {
    case 'edit':
      return [editTask(ground, findTask(ground, asked.task), asked)];
    case 'create':
      return [createTask(ground, asked)];
    case 'delete':
      return deleteTask(ground, findTask(ground, asked.task), asked);
    case 'restore':
      return [restoreTask(ground, findTask(ground, asked.task, true), asked)];
    case 'move':
      return moveTask(ground, findTask(ground, asked.task), asked);
    case 'join':
      return [joinScope(ground, findTask(ground, asked.task), asked)];
    case 'leave':
      return [leaveScope(ground, findTask(ground, asked.task), asked)];
    case 'reparent':
      return [reparentTask(ground, findTask(ground, asked.task), asked, asked.parent)];
    default:
      return [changeScope(ground, asked)];
  }
}

function changeScope(ground: Ground, { type, scope: id, by = null }: Edit & { readonly scope: string }): Changed {
  const scope: Writable<SimScope> = findScope(ground, id);
  const at = tick(ground, null);
  if (type === 'archive') scope.archivedAt = at;
  if (type === 'unarchive') scope.archivedAt = null;
  if (type === 'lose-access') scope.hiddenAt = at;
  if (type === 'regain-access') scope.hiddenAt = null;
  if (type === 'delete-scope') scope.deletedAt = at;
  return { type, at, by, task: null, scope, index: null, isStructural: true };
}
