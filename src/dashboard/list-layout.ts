import type { TaskOrder } from '../api/schemas/task-order.ts';

export interface ListGroup extends Omit<TaskOrder['groups'][number], 'ids'> {
  readonly ids: readonly string[];
}

/** A list as it was when it was read: every id in its place. */
export interface ListOrder extends Omit<TaskOrder, 'groups'> {
  readonly groups: readonly ListGroup[];
  /** What it was narrowed to: another list has another, one in another order has the same. */
  readonly of: string;
}

export type ListItem =
  | { readonly kind: 'group'; readonly group: ListGroup; readonly isClosed: boolean }
  /** `position`: its place among all tasks of the list, from 0, whether they are shown or not. */
  | { readonly kind: 'task'; readonly id: string; readonly position: number };

/** What stands in which line, headings of groups included: lines are made when they are asked for, not before. */
export interface ListLayout {
  readonly count: number;
  readonly itemAt: (index: number) => ListItem | undefined;
  /** Tells lines apart, whatever stands above them. */
  readonly keyAt: (index: number) => string;
  /** Where a group's heading stands; -1 where nothing is grouped. */
  readonly indexOfGroup: (key: string | null) => number;
  /** Where a task stands; -1 where it is not in the list, or its group is closed. */
  readonly indexOfTask: (id: string) => number;
  readonly has: (id: string) => boolean;
  /** Ids of these places, end excluded. */
  readonly idsBetween: (from: number, to: number) => readonly string[];
}

interface Segment {
  readonly group: ListGroup;
  readonly isClosed: boolean;
  /** Line of its heading, or of its first task where nothing is grouped. */
  readonly start: number;
  /** Line of its first task. */
  readonly tasksAt: number;
  readonly end: number;
  /** Place of its first task. */
  readonly position: number;
}

export function layOut(order: ListOrder, isGrouped: boolean, closed: ReadonlySet<string | null>): ListLayout {
  const segments = makeSegments(order, isGrouped, closed);
  const last = segments.at(-1);
  const count = last?.end ?? 0;
  const placesOf = lazily(() => {
    const places = new Map<string, number>();
    for (const { group, position } of segments) {
      for (const [at, id] of group.ids.entries()) places.set(id, position + at);
    }
    return places;
  });
  const segmentOf = (value: number, by: 'start' | 'position') => findLast(segments, (one) => one[by] <= value);
  return {
    count,
    itemAt(index) {
      const segment = index >= 0 && index < count ? segmentOf(index, 'start') : undefined;
      if (!segment) return undefined;
      const { group, isClosed, tasksAt, position } = segment;
      if (index < tasksAt) return { kind: 'group', group, isClosed };
      const at = index - tasksAt;
      return { kind: 'task', id: group.ids[at] as string, position: position + at };
    },
    keyAt(index) {
      const segment = segmentOf(index, 'start');
      if (!segment) return '';
      return index < segment.tasksAt
        ? `group ${segment.group.key}`
        : (segment.group.ids[index - segment.tasksAt] as string);
    },
    indexOfGroup: (key) => (isGrouped ? (segments.find(({ group }) => group.key === key)?.start ?? -1) : -1),
    indexOfTask(id) {
      const place = placesOf().get(id);
      const segment = place === undefined ? undefined : segmentOf(place, 'position');
      if (place === undefined || !segment || segment.isClosed) return -1;
      return segment.tasksAt + place - segment.position;
    },
    has: (id) => placesOf().has(id),
    idsBetween: (from, to) =>
      segments.flatMap(({ group, position }) =>
        group.ids.slice(Math.max(0, from - position), Math.max(0, to - position)),
      ),
  };
}

function makeSegments(order: ListOrder, isGrouped: boolean, closed: ReadonlySet<string | null>): Segment[] {
  let [line, position] = [0, 0];
  return order.groups.map((group) => {
    const isClosed = isGrouped && closed.has(group.key);
    const tasksAt = line + (isGrouped ? 1 : 0);
    const segment = {
      group,
      isClosed,
      start: line,
      tasksAt,
      end: tasksAt + (isClosed ? 0 : group.ids.length),
      position,
    };
    line = segment.end;
    position += group.ids.length;
    return segment;
  });
}

/** The last one that holds; those that hold come first. */
function findLast<T>(items: readonly T[], holds: (item: T) => boolean): T | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
