import { describe, expect, it } from 'vitest';
import { toldOf } from '../../../src/domain/skip-level.ts';

const PEOPLE = [
  { id: 'top', managerId: null },
  { id: 'leader', managerId: 'top' },
  { id: 'manager', managerId: 'leader' },
  { id: 'lead', managerId: 'manager' },
  { id: 'elsewhere', managerId: null },
];

describe('who is told that a manager’s page was read', () => {
  it.each([
    ['manager', 'manager', []],
    ['leader', 'manager', []],
    ['top', 'manager', ['manager', 'leader']],
    ['top', 'lead', ['lead', 'manager', 'leader']],
    ['leader', 'lead', ['lead', 'manager']],
    ['elsewhere', 'manager', ['manager']],
  ])('by %s, of %s: %j', (reader, manager, told) => {
    expect(toldOf(reader, manager, PEOPLE)).toEqual(told);
  });

  it('is found in a ring of managers too', () => {
    const ring = [
      { id: 'a', managerId: 'b' },
      { id: 'b', managerId: 'c' },
      { id: 'c', managerId: 'b' },
    ];
    expect(toldOf('c', 'a', ring)).toEqual(['a', 'b']);
    expect(toldOf('other', 'a', ring)).toEqual(['a']);
  });
});
