import { mayEditGoal, mayEditStrategy } from '../domain/access.ts';
import type { Viewer } from '../domain/person.ts';
import type { Actor } from '../store/audit.ts';
import { findGoalChange, type GoalChangeRow, goalsInUse, restoreGoals } from '../store/goal-undo.ts';
import { UseCaseError } from './errors.ts';
import { actOnGoals, type GoalDeps } from './settle-goals.ts';

/**
 * Takes a change that was made here back: goals and cycles are as before it, and the history keeps both. A second time nothing happens.
 *
 * @throws UseCaseError `no-such-change`, `changed-since`, `not-your-goal`; `goal-in-use` where a goal that it made holds something by now.
 */
export async function undoGoalChange(
  deps: GoalDeps,
  viewer: Viewer,
  by: Actor,
  changeId: number,
): Promise<{ readonly undone: number }> {
  const { answer } = await actOnGoals(deps, { by, through: 'browser', undoes: changeId }, async (tx) => {
    const change = await findGoalChange(tx, changeId);
    if (!change) throw new UseCaseError('no-such-change', 'There is no such change.', { isNotFound: true });
    requireMayUndo(viewer, change);
    if (change.isUndone) return { undone: 0 };
    if (!change.isLast)
      throw new UseCaseError('changed-since', 'It was changed again since. Take that back first.', {
        isConflict: true,
      });
    const [held] = await goalsInUse(tx, changeId);
    if (held) throw new UseCaseError('goal-in-use', `${held} holds tasks, goals or rules by now; close it instead.`);
    await restoreGoals(tx, changeId);
    return { undone: 1 };
  });
  return answer;
}

/** What one might have said oneself. What was read from a file or page is not undone here. */
function requireMayUndo(viewer: Viewer, { through, hasCycles, goals }: GoalChangeRow): void {
  if (through !== 'browser') {
    const detail =
      'It came from a file, a page or a command; change it here instead, or take it back where it came from.';
    throw new UseCaseError('not-from-here', detail);
  }
  const mayAll = hasCycles ? mayEditStrategy(viewer) : goals.every((goal) => mayEditGoal(viewer, goal));
  if (mayAll) return;
  throw new UseCaseError('not-your-goal', 'It is taken back by owners and leaders, or by whoever writes these goals.', {
    isForbidden: true,
  });
}
