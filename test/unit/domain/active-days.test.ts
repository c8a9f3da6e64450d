import { describe, expect, it } from 'vitest';
import { activeDays } from '../../../src/domain/active-days.ts';
import type { Transition } from '../../../src/domain/task.ts';

const at = (iso: string) => Date.parse(iso);
const isInProgress = ({ name }: { name: string }) => name === 'Doing';

function move(iso: string, fromName: string | null, toName: string): Transition {
  return { at: at(iso), fromId: null, fromName, toId: null, toName };
}

// 2026-11-16 is a Monday.
const until = '2026-11-28T00:00:00Z';

describe('activeDays', () => {
  it.each<[string, Transition[], string | null, string, string, number]>([
    ['0 without any move', [], '2026-11-16T09:00:00Z', until, 'UTC', 0],
    [
      '1 for a task begun and finished on one day',
      [move('2026-11-17T09:00:00Z', 'To do', 'Doing'), move('2026-11-17T09:05:00Z', 'Doing', 'Done')],
      null,
      until,
      'UTC',
      1,
    ],
    [
      'each day touched',
      [move('2026-11-17T22:00:00Z', 'To do', 'Doing'), move('2026-11-19T01:00:00Z', 'Doing', 'Done')],
      null,
      until,
      'UTC',
      3,
    ],
    [
      'no weekend',
      [move('2026-11-20T09:00:00Z', 'To do', 'Doing'), move('2026-11-23T09:00:00Z', 'Doing', 'Done')],
      null,
      until,
      'UTC',
      2,
    ],
    [
      'nothing of a weekend’s work',
      [move('2026-11-21T09:00:00Z', 'To do', 'Doing'), move('2026-11-22T09:00:00Z', 'Doing', 'Done')],
      null,
      until,
      'UTC',
      0,
    ],
    [
      'a day once though it was touched twice',
      [
        move('2026-11-17T09:00:00Z', 'To do', 'Doing'),
        move('2026-11-17T10:00:00Z', 'Doing', 'To do'),
        move('2026-11-17T11:00:00Z', 'To do', 'Doing'),
        move('2026-11-17T12:00:00Z', 'Doing', 'Done'),
      ],
      null,
      until,
      'UTC',
      1,
    ],
    [
      'up to now while it lasts',
      [move('2026-11-17T09:00:00Z', 'To do', 'Doing')],
      null,
      '2026-11-19T09:00:00Z',
      'UTC',
      3,
    ],
    [
      'not the day that begins at the end',
      [move('2026-11-17T09:00:00Z', 'To do', 'Doing')],
      null,
      '2026-11-19T00:00:00Z',
      'UTC',
      2,
    ],
    [
      'nothing that comes after the end',
      [move('2026-11-26T09:00:00Z', 'To do', 'Doing')],
      null,
      '2026-11-19T00:00:00Z',
      'UTC',
      0,
    ],
    [
      'from its making where it was born in progress',
      [move('2026-11-18T09:00:00Z', 'Doing', 'Done')],
      '2026-11-16T09:00:00Z',
      until,
      'UTC',
      3,
    ],
    [
      'only from the first move where its making is unknown',
      [move('2026-11-18T09:00:00Z', 'Doing', 'Done')],
      null,
      until,
      'UTC',
      0,
    ],
    [
      'days of the organisation’s zone',
      [move('2026-11-17T22:30:00Z', 'To do', 'Doing'), move('2026-11-17T23:30:00Z', 'Doing', 'Done')],
      null,
      until,
      'Europe/Berlin',
      2,
    ],
  ])('counts %s', (_, transitions, createdAt, end, zone, days) => {
    expect(activeDays(transitions, isInProgress, createdAt === null ? null : at(createdAt), at(end), zone)).toBe(days);
  });

  it('counts a task that never moved by the status it stands in', () => {
    const current = { externalId: null, name: 'Doing' };
    expect(activeDays([], isInProgress, at('2026-11-16T09:00:00Z'), at('2026-11-18T09:00:00Z'), 'UTC', current)).toBe(
      3,
    );
  });

  it('counts the days that the organisation works, whatever they are', () => {
    // Thursday to the Monday after it.
    const [from, until] = [at('2026-11-19T09:00:00Z'), at('2026-11-23T18:00:00Z')];
    const current = { externalId: '2', name: 'Doing' };
    const count = (workingDays?: readonly number[]) =>
      activeDays([], isInProgress, from, until, 'UTC', current, workingDays);
    expect([count(), count([7, 1, 2, 3, 4]), count([6]), count([1, 2, 3, 4, 5, 6, 7])]).toEqual([3, 3, 1, 5]);
  });
});
