import { describe, expect, it } from 'vitest';
import { type ListItem, type ListOrder, layOut } from '../../../src/dashboard/list-layout.ts';

const groups = [
  { key: 'ward', name: 'Ward', page: null, count: 3, ids: ['a', 'b', 'c'] },
  { key: 'lab', name: 'Lab', page: null, count: 1, ids: ['d'] },
  { key: null, name: 'No team', page: null, count: 2, ids: ['e', 'f'] },
];
const order: ListOrder = { at: '2026-11-19T10:00:00Z', total: 6, hidden: 0, listed: 6, groups, of: '{}' };
const none = new Set<string | null>();

function say(item: ListItem | undefined): string {
  if (!item) return '';
  return item.kind === 'group' ? `${item.isClosed ? '+' : '-'}${item.group.name}` : `${item.id}${item.position}`;
}

function linesOf(isGrouped: boolean, closed: ReadonlySet<string | null>): string[] {
  const layout = layOut(order, isGrouped, closed);
  return Array.from({ length: layout.count }, (_, index) => say(layout.itemAt(index)));
}

describe('the lines of a list', () => {
  it('are its tasks alone where nothing is grouped', () => {
    expect(linesOf(false, none)).toEqual(['a0', 'b1', 'c2', 'd3', 'e4', 'f5']);
  });

  it('begin each group with its heading, and show nothing else of a closed one', () => {
    expect(linesOf(true, none)).toEqual(['-Ward', 'a0', 'b1', 'c2', '-Lab', 'd3', '-No team', 'e4', 'f5']);
    expect(linesOf(true, new Set(['ward', null]))).toEqual(['+Ward', '-Lab', 'd3', '+No team']);
  });

  it('are found by task and by group, and a task of a closed group is not', () => {
    const layout = layOut(order, true, new Set(['lab']));
    for (let index = 0; index < layout.count; index += 1) {
      const item = layout.itemAt(index);
      if (item?.kind === 'task') expect(layout.indexOfTask(item.id)).toBe(index);
      else expect(layout.indexOfGroup(item?.group.key ?? null)).toBe(index);
    }
    expect(layout.indexOfTask('d')).toBe(-1);
    expect(layout.indexOfTask('z')).toBe(-1);
    expect([layout.has('d'), layout.has('z')]).toEqual([true, false]);
  });

  it('have keys of their own, and end where the list ends', () => {
    const layout = layOut(order, true, none);
    const keys = Array.from({ length: layout.count }, (_, index) => layout.keyAt(index));
    expect(new Set(keys).size).toBe(layout.count);
    expect([layout.itemAt(-1), layout.itemAt(layout.count)]).toEqual([undefined, undefined]);
    expect(layOut({ ...order, groups: [] }, false, none).count).toBe(0);
  });

  it('give the ids of any stretch, across groups', () => {
    const layout = layOut(order, true, new Set(['lab']));
    for (let from = 0; from <= 6; from += 1)
      for (let to = from; to <= 7; to += 1) expect(layout.idsBetween(from, to)).toEqual([...'abcdef'].slice(from, to));
  });
});
