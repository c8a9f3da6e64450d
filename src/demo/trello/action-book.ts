/** The actions of every board, put together when first asked for and continued as cards change. */
import type { Changed } from '../world.ts';
import { type Action, actionOfBoard, actionsOf, actionsOfCard, type BoardDeed, makeScene } from './actions.ts';
import type { Board, Boards } from './boards.ts';
import type { Members } from './members.ts';

export interface ActionBook {
  /** Newest first. */
  of(board: Board): readonly Action[];
  /** Takes a change in. @returns What it added, board by board. */
  add(changed: Changed): readonly { readonly board: Board; readonly action: Action }[];
  forget(): void;
}

export function makeActionBook(boards: Boards, members: Members, clock: { readonly now: number }): ActionBook {
  const known = new Map<string, Action[]>();
  const deeds = new Map<string, BoardDeed[]>();
  const sceneOf = (board: Board) => makeScene(board, boards.byScope, members);
  const fresh = (changed: Changed): { board: Board; action: Action }[] => {
    const { task, scope, at, by, type } = changed;
    if (task === null) {
      if (type !== 'archive' && type !== 'unarchive') return [];
      const deed = { at, by, closed: type === 'archive' };
      deeds.set(scope.id, [...(deeds.get(scope.id) ?? []), deed]);
      const board = boards.byScope(scope.id);
      return [{ board, action: actionOfBoard(sceneOf(board), deed) }];
    }
    return scopesOf(changed).flatMap((scopeId) => {
      const board = boards.byScope(scopeId);
      return actionsOfCard(task, sceneOf(board), at)
        .filter((action) => action.at === at)
        .map((action) => ({ board, action }));
    });
  };
  return {
    of: (board) => {
      const actions = known.get(board.id) ?? actionsOf(sceneOf(board), deeds.get(board.scope.id) ?? [], clock.now);
      known.set(board.id, actions);
      return actions;
    },
    add: (changed) => {
      const added = fresh(changed);
      // A deletion takes the card's other actions with it.
      if (changed.type === 'delete') known.clear();
      for (const { board, action } of added) {
        const actions = known.get(board.id);
        if (actions)
          known.set(
            board.id,
            [action, ...actions].sort((one, other) => (one.id < other.id ? 1 : -1)),
          );
      }
      return added;
    },
    forget: () => known.clear(),
  };
}

/** The boards a change is told on: two for a move. */
export function scopesOf({ task, scope, index }: Changed): string[] {
  const deed = index === null ? null : task?.events[index]?.deed;
  return deed?.type === 'moved' ? [deed.from.scopeId, deed.to.scopeId] : [scope.id];
}
