import type { RowSelectionState } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import type { GroupSelection } from '../components/group-heading.tsx';
import type { ListGroup, ListOrder } from '../list-layout.ts';

/** More are not decided in one go: what one says of so many at once, one wants to have looked at. */
export const selectedMax = 5_000;

export interface ListSelection {
  readonly ids: readonly string[];
  readonly state: RowSelectionState;
  readonly ofGroup: (group: ListGroup) => GroupSelection;
  readonly ofAll: GroupSelection;
  readonly toggle: (id: string) => void;
  readonly toggleGroup: (group: ListGroup) => void;
  /** The first ones of the list, as many as may be decided in one go. */
  readonly toggleAll: () => void;
  readonly clear: () => void;
}

/** What is selected in a list, on the screen or not. */
export function useSelection(order: ListOrder): ListSelection {
  const [state, setState] = useState<RowSelectionState>({});
  const ids = useMemo(() => Object.keys(state), [state]);
  const counts = useMemo(
    () =>
      new Map(order.groups.map((group) => [group, ids.length === 0 ? 0 : group.ids.filter((id) => state[id]).length])),
    [order, ids, state],
  );
  const ofGroup = (group: ListGroup) => selectionOf(counts.get(group) ?? 0, group.ids.length);
  const first = () => order.groups.flatMap((group) => group.ids).slice(0, selectedMax);
  return {
    ids,
    state,
    ofGroup,
    ofAll: selectionOf(ids.length, Math.min(order.listed, selectedMax)),
    toggle: (id) => setState((current) => (current[id] ? without(current, [id]) : withAll(current, [id]))),
    toggleGroup: (group) =>
      setState((current) => (ofGroup(group) === true ? without(current, group.ids) : withAll(current, group.ids))),
    toggleAll: () => setState((current) => (Object.keys(current).length > 0 ? {} : withAll(current, first()))),
    clear: () => setState({}),
  };
}

function selectionOf(selected: number, all: number): GroupSelection {
  if (selected === 0) return false;
  return selected >= all ? true : 'some';
}

function withAll(state: RowSelectionState, ids: readonly string[]): RowSelectionState {
  const room = selectedMax - Object.keys(state).length;
  const added = ids.filter((id) => !state[id]).slice(0, room);
  return { ...state, ...Object.fromEntries(added.map((id) => [id, true])) };
}

function without(state: RowSelectionState, ids: readonly string[]): RowSelectionState {
  const gone = new Set(ids);
  return Object.fromEntries(Object.entries(state).filter(([id]) => !gone.has(id)));
}
