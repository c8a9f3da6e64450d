import { describe, expect, it } from 'vitest';
import type { GoalFlagKind } from '../../../src/domain/goal-flag.ts';
import { chooseTalkPoints } from '../../../src/domain/talk.ts';

const theme = (id: string, effort: number) => ({ id, name: id, count: 4, effort });
const flag = (kind: GoalFlagKind) => ({ kind, reason: 'Nobody works on it now.' });
const goal = (key: string, given: object = {}) => ({
  ...{ key, title: key, kind: 'key-result', suggestedTasks: 0, flags: [flag('unstaffed')] },
  ...given,
});
const decision = (id: number, at: string) => ({ id, at });
const nothing = { themes: [], goals: [], waiting: [], due: [] };

describe('what to talk about', () => {
  it('is the largest theme, the highest goal nobody works on, and the decision that waits longest', () => {
    const points = chooseTalkPoints({
      themes: [theme('a', 3), theme('b', 9), theme('c', 9)],
      goals: [
        goal('KR1.1', { suggestedTasks: 9 }),
        goal('O2', { kind: 'objective' }),
        goal('O1', { kind: 'objective', flags: [] }),
      ],
      waiting: [decision(3, '2026-11-09'), decision(2, '2026-11-02'), decision(1, '2026-11-02')],
      due: [decision(4, '2026-01-01')],
    });
    expect(points).toMatchObject([
      { about: 'theme', theme: { id: 'b' } },
      { about: 'goal', goal: { key: 'O2' } },
      { about: 'decision', which: 'waiting', decision: { id: 1 }, count: 3 },
    ]);
  });

  it('is the same whatever order things come in', () => {
    const themes = [theme('a', 3), theme('b', 9), theme('c', 9)];
    const goals = [goal('KR1.1'), goal('KR1.2', { suggestedTasks: 2 })];
    const due = [decision(4, '2026-01-01'), decision(5, '2026-01-02')];
    const state = { ...nothing, themes, goals, due };
    const turned = { ...nothing, themes: themes.toReversed(), goals: goals.toReversed(), due: due.toReversed() };
    expect(chooseTalkPoints(state)).toEqual(chooseTalkPoints(turned));
    expect(chooseTalkPoints(state)[2]).toMatchObject({ which: 'due', decision: { id: 4 }, count: 2 });
  });

  it('is a goal behind its pace only where each has live work, and none that is only without a check-in', () => {
    const behind = goal('KR2.1', { flags: [flag('off-pace'), flag('stale')] });
    const stale = goal('O1', { kind: 'objective', flags: [flag('stale')] });
    const keys = (goals: ReturnType<typeof goal>[]) =>
      chooseTalkPoints({ ...nothing, goals }).map((point) => point.about === 'goal' && point.goal.key);
    expect(keys([stale, behind, goal('KR1.1')])).toEqual(['KR1.1']);
    expect(keys([stale, behind])).toEqual(['KR2.1']);
    expect(keys([stale])).toEqual([]);
  });

  it('is nothing where there is nothing', () => {
    expect(chooseTalkPoints(nothing)).toEqual([]);
  });
});
