import { describe, expect, it } from 'vitest';
import { findGoalFlags, type GoalFlagInput } from '../../../src/domain/goal-flag.ts';
import { paceOf } from '../../../src/domain/pace.ts';

const TODAY = '2026-11-22';
const goal = { kind: 'key-result', from: 21, to: 7, unit: 'days' } as const;
const course = { from: 21, to: 7, startsOn: '2026-10-01', endsOn: '2026-12-31', workingDays: [1, 2, 3, 4, 5] };
const checkIn = (value: number, on: string) => ({ value, on, confidence: null });

function flags(given: Partial<GoalFlagInput>) {
  const checkIns = given.checkIns ?? [checkIn(13, '2026-11-20')];
  const last = checkIns.at(-1);
  const found = findGoalFlags({
    goal,
    isOpen: true,
    isStaffed: true,
    checkIns,
    startsOn: course.startsOn,
    pace: last ? paceOf(course, last.value, last.on) : null,
    finishedTasks: 0,
    staleDays: 14,
    today: TODAY,
    ...given,
  });
  return found.map(({ kind, reason }) => `${kind}: ${reason}`);
}

describe('what is to be said of a goal', () => {
  it('is nothing where somebody works on it, it moves, and somebody said so lately', () => {
    expect(flags({})).toEqual([]);
  });

  it.each([
    ['nobody works on it', { isStaffed: false }, 'unstaffed: Nobody works on it now.'],
    [
      'its last check-in is older than the bound',
      { checkIns: [checkIn(13, '2026-11-07')] },
      'stale: The last check-in was 15 days ago; one is expected every 14 days.',
    ],
    [
      'there never was one in a cycle long begun',
      { checkIns: [] },
      'stale: No check-in since its cycle began, 52 days ago; one is expected every 14 days.',
    ],
    ['there never was one, and no cycle', { checkIns: [], startsOn: null }, 'stale: Nobody has checked in on it yet.'],
    [
      'it is behind by more than a tenth of its working days',
      { checkIns: [checkIn(18, '2026-11-20')] },
      'off-pace: 22 working days behind an even pace.',
    ],
    [
      'its time is over and it was not reached',
      { pace: paceOf(course, 8, '2027-01-07') },
      'off-pace: Its time is over, and it was not reached: 9 working days behind an even pace.',
    ],
    [
      'work was finished and the number stayed',
      { checkIns: [checkIn(13, '2026-10-20'), checkIn(13, '2026-11-20')], finishedTasks: 7 },
      'output-without-outcome: 7 tasks for it were finished in four weeks, and the number stayed at 13 days.',
    ],
    [
      'work was finished and the number went the other way',
      { checkIns: [checkIn(12, '2026-10-20'), checkIn(13, '2026-11-20')], finishedTasks: 1 },
      'output-without-outcome: 1 task for it was finished in four weeks, and the number went from 12 to 13 days.',
    ],
    [
      'the first check-in since its cycle began says where it began',
      { checkIns: [checkIn(21, '2026-11-20')], finishedTasks: 2, pace: null },
      'output-without-outcome: 2 tasks for it were finished in four weeks, and the number stayed at 21 days.',
    ],
  ])('where %s', (_, given, expected) => {
    expect(flags(given)).toEqual([expected]);
  });

  it.each<[string, Partial<GoalFlagInput>]>([
    ['it is a vision', { goal: { ...goal, kind: 'vision' }, isStaffed: false, checkIns: [] }],
    ['it is closed, or of another cycle', { isOpen: false, isStaffed: false, checkIns: [] }],
    [
      'it is an objective: nobody checks in on those',
      { goal: { ...goal, kind: 'objective' }, checkIns: [], pace: null },
    ],
    ['its cycle has just begun', { checkIns: [], startsOn: '2026-11-10' }],
    ['it is behind by a little', { checkIns: [checkIn(14.5, '2026-11-20')] }],
    ['it is reached, long after its time', { pace: paceOf(course, 7, '2027-03-01') }],
    [
      'work was finished and the number moved',
      { checkIns: [checkIn(14, '2026-10-20'), checkIn(13, '2026-11-20')], finishedTasks: 7 },
    ],
    ['it stays at its target', { checkIns: [checkIn(7, '2026-10-20'), checkIn(7, '2026-11-20')], finishedTasks: 7 }],
    ['nothing was finished', { checkIns: [checkIn(13, '2026-10-20'), checkIn(13, '2026-11-20')] }],
    [
      'nobody knows where it stood four weeks ago',
      { startsOn: '2026-11-01', checkIns: [checkIn(21, '2026-11-20')], finishedTasks: 2, pace: null },
    ],
    ['it has no number', { goal: { ...goal, from: null, to: null }, pace: null, finishedTasks: 3 }],
  ])('is nothing where %s', (_, given) => {
    expect(flags(given)).toEqual([]);
  });
});
