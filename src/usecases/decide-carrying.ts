import { type CarryWord, looksOf, whyNothing } from '../domain/evidence/drawers.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { insertCarryDecision, loadCarrying, undoCarryDecision } from '../store/carrying.ts';
import { markTreesStale } from '../store/stale.ts';
import { findTask, type TaskDetailRow } from '../store/views/tasks.ts';
import type { DecideDeps } from './decide-links.ts';
import { deriveTasks } from './derive.ts';
import { UseCaseError } from './errors.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

/**
 * A person says that a parent does carry its goals down, whatever it looks like, or that it carries none. It outlives every later
 * measurement; all that is below is derived again.
 *
 * @throws UseCaseError `no-such-task`, also where the viewer may not see it; `nothing-below` for a task without children.
 */
export async function decideCarrying(
  deps: DecideDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name'>,
  { taskId, says }: { readonly taskId: string; readonly says: CarryWord },
): Promise<{ decisionId: number }> {
  const task = await visibleTask(deps, viewer, taskId);
  if (!task.isContainer) {
    throw new UseCaseError('nothing-below', 'Nothing stands below this task; only a parent carries goals down.');
  }
  const at = new Date(deps.now());
  const decisionId = await deps.db.transaction().execute(async (tx) => {
    const id = await insertCarryDecision(tx, { taskId, says, byPersonId: by.id, byName: by.name }, at);
    await markTreesStale(tx, [taskId], at);
    return id;
  });
  await follow(deps, taskId);
  return { decisionId };
}

/**
 * Takes a word back: the one before it is in force again, or what name and children say.
 *
 * @throws UseCaseError `no-such-task`.
 */
export async function undoCarrying(
  deps: DecideDeps,
  viewer: Viewer,
  { taskId, decisionId }: { readonly taskId: string; readonly decisionId: number },
): Promise<{ undone: number }> {
  await visibleTask(deps, viewer, taskId);
  const at = new Date(deps.now());
  const isUndone = await deps.db.transaction().execute(async (tx) => {
    const isFound = await undoCarryDecision(tx, taskId, decisionId, at);
    if (isFound) await markTreesStale(tx, [taskId], at);
    return isFound;
  });
  if (isUndone) await follow(deps, taskId);
  return { undone: isUndone ? 1 : 0 };
}

async function follow(deps: DecideDeps, taskId: string): Promise<void> {
  await deriveTasks(deps, [taskId]);
  await deps.onStale();
}

async function visibleTask(deps: ViewDeps, viewer: Viewer, taskId: string): Promise<TaskDetailRow> {
  const row = await findTask(deps.db, viewer, taskId, await momentOf(deps.db, deps.now()));
  if (row) return row;
  throw new UseCaseError('no-such-task', 'There is no such task, or you may not see it.', { isNotFound: true });
}

/** What a parent carries down, where that is anything but plain; null for every other task. */
export async function readCarrying(
  deps: Pick<ViewDeps, 'db'>,
  task: Pick<TaskDetailRow, 'id' | 'title' | 'isContainer'>,
) {
  if (!task.isContainer) return null;
  const drawers = await loadCarrying(deps.db, task.id);
  const why = whyNothing(task, drawers);
  const word = drawers.get(task.id)?.word;
  if (why === null && !word) return null;
  return {
    says: why === null ? ('carries' as const) : ('carries-nothing' as const),
    /** What name or children say, whoever overruled it. */
    because: looksOf(task, drawers),
    decidedBy: word?.by ?? null,
  };
}
