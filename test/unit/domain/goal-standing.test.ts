import { describe, expect, it } from 'vitest';
import { goalStanding, parentsOfGoal } from '../../../src/domain/goal-standing.ts';
import { byId, CYCLES, GOALS, makeGoal } from './make.ts';

describe('goalStanding', () => {
  it.each<[string, Parameters<typeof makeGoal>[1], string, string]>([
    ['open without a cycle', {}, '2026-11-22', 'open'],
    ['open in its cycle', { cycleId: 'q4' }, '2026-11-22', 'open'],
    ['of another cycle before it', { cycleId: 'q4' }, '2026-09-30', 'wrong-cycle'],
    ['of another cycle after it', { cycleId: 'q4' }, '2027-01-01', 'wrong-cycle'],
    ['closed in its cycle', { cycleId: 'q4', closedOn: '2026-11-22' }, '2026-11-22', 'closed'],
    ['of another cycle even when closed', { cycleId: 'q3', closedOn: '2026-09-01' }, '2026-11-22', 'wrong-cycle'],
    ['open where its cycle is not known', { cycleId: 'gone' }, '2026-11-22', 'open'],
  ])('is %s', (_, with_, today, expected) => {
    expect(goalStanding(makeGoal('KR1.1', with_), CYCLES, today)).toBe(expected);
  });
});

describe('parentsOfGoal', () => {
  it('climbs to the top, nearest first, and does not loop', () => {
    const ring = [makeGoal('O1', { parentId: 'o2' }), makeGoal('O2', { parentId: 'o1' })];
    const keys = (goal: Parameters<typeof parentsOfGoal>[0], all: typeof GOALS) =>
      parentsOfGoal(goal, byId(all)).map(({ key }) => key);
    expect(keys(makeGoal('KR1.1', { parentId: 'o1' }), GOALS)).toEqual(['O1']);
    expect(ring[0] && keys(ring[0], ring)).toEqual(['O2']);
  });
});
