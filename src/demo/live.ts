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
import type { SimScope, SimTask, SimTaskState, SimTool, World } from './world.ts';

export { statusesOf } from './places.ts';

interface By {
  /** A person's id; absent or null: nobody known. */
  readonly by?: string | null;
}

/** `task` and `scope` are ids of the world (`SimTask.id`, `SimScope.id`), never the tool's. */
export type Edit = By &
  (
    | { readonly type: 'edit'; readonly task: string; readonly set: Partial<SimTaskState> }
    | {
        readonly type: 'create';
        readonly scope: string;
        readonly kind?: SimTask['kind'];
        readonly parent?: string | null;
        readonly set: Partial<SimTaskState>;
      }
    /** Its sub-tasks go with it; other children lose their parent. */
    | { readonly type: 'delete'; readonly task: string }
    | { readonly type: 'restore'; readonly task: string }
    /** Sub-tasks follow. `status` unless the old one exists there too: the first. */
    | { readonly type: 'move'; readonly task: string; readonly scope: string; readonly status?: string }
    /** Asana: into one more project, or out of one. */
    | { readonly type: 'join'; readonly task: string; readonly scope: string; readonly group?: string | null }
    | { readonly type: 'leave'; readonly task: string; readonly scope: string }
    | { readonly type: 'reparent'; readonly task: string; readonly parent: string | null }
    | {
        readonly type: 'archive' | 'unarchive' | 'lose-access' | 'regain-access' | 'delete-scope';
        readonly scope: string;
      }
  );

/** One thing that happened; a change may bring several: a sub-task goes with its parent. */
export interface Changed {
  readonly type: Edit['type'];
  readonly at: number;
  readonly by: string | null;
  /** Null where a whole scope changed. */
  readonly task: SimTask | null;
  readonly scope: SimScope;
  /** Position of its event in `task.events`; null for a task just made and for scopes. */
  readonly index: number | null;
  /** Tasks, their places or scopes came, went or moved: what was put together from lists of them must be put together again. */
  readonly isStructural: boolean;
}

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
