import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/days.ts';
import { type Course, paceOf } from '../../../src/domain/pace.ts';

/** 100 days. */
const rising: Course = { from: 0, to: 50, startsOn: '2026-01-01', endsOn: '2026-04-11' };
const falling: Course = { from: 21, to: 7, startsOn: '2026-01-01', endsOn: '2026-04-11' };
const at = (day: number) => addDays('2026-01-01', day);

describe('the pace of a number', () => {
  it.each([
    ['exactly on it', rising, 25, 50, 'on-pace', 0, 25],
    ['ahead', rising, 30, 50, 'ahead', 10, 25],
    ['behind', rising, 20, 50, 'behind', -10, 25],
    ['that falls, behind', falling, 18, 50, 'behind', -29, 14],
    ['that falls, ahead', falling, 7.7, 50, 'ahead', 45, 14],
    ['that is reached early', falling, 7, 10, 'reached', 90, 19.6],
    ['that is passed', rising, 60, 100, 'reached', 20, 50],
    ['that went the wrong way: as one that never moved', rising, -10, 30, 'behind', -30, 15],
    ['on the first day', rising, 0, 0, 'on-pace', 0, 0],
    ['before the first day', rising, 0, -20, 'on-pace', 0, 0],
    ['on the last day, short', rising, 45, 100, 'behind', -10, 50],
    ['after the end, short', rising, 45, 110, 'ended', -20, 50],
    ['after the end, reached', rising, 50, 110, 'reached', -10, 50],
  ] as const)('%s', (_, course, value, day, standing, days, expected) => {
    const pace = paceOf(course, value, at(day));
    expect(pace).toMatchObject({ standing, days, ofDays: 100 });
    expect(pace?.expected).toBeCloseTo(expected);
  });

  it.each([
    ['no start value', { ...rising, from: null }],
    ['no target', { ...rising, to: null }],
    ['no way to go', { ...rising, to: 0 }],
    ['no first day', { ...rising, startsOn: null }],
    ['no last day', { ...rising, endsOn: null }],
    ['no days in between', { ...rising, endsOn: rising.startsOn }],
    ['an end before its start', { ...rising, endsOn: '2025-12-31' }],
  ])('is not known with %s', (_, course) => {
    expect(paceOf(course, 10, at(10))).toBeNull();
  });

  it('is the same for a number and for its mirror image', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, number, fc.integer({ min: -50, max: 200 }), (from, to, value, day) => {
        fc.pre(Math.abs(to - from) > 1e-6);
        const one = paceOf({ ...rising, from, to }, value, at(day));
        const other = paceOf({ ...rising, from: -from, to: -to }, -value, at(day));
        expect(other && { ...other, expected: -other.expected + 0 }).toEqual(
          one && { ...one, expected: one.expected + 0 },
        );
      }),
    );
  });
});
