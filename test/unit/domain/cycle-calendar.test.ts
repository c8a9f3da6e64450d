import { describe, expect, it } from 'vitest';
import { type CycleCalendar, proposeNextCycle } from '../../../src/domain/cycle-calendar.ts';

const TODAY = '2026-11-23';
const quarters: CycleCalendar = { cycleLength: 'quarter', cycleStartMonth: 1 };
const cycle = (name: string, startsOn: string, endsOn: string) => ({ name, startsOn, endsOn });

describe('the cycle that comes next', () => {
  it.each<[string, CycleCalendar, ReturnType<typeof cycle>]>([
    ['quarters of the calendar year', quarters, cycle('2026-Q4', '2026-10-01', '2026-12-31')],
    ['quarters from February', { ...quarters, cycleStartMonth: 2 }, cycle('2026/27-Q4', '2026-11-01', '2027-01-31')],
    ['thirds', { cycleLength: 'third', cycleStartMonth: 1 }, cycle('2026-T3', '2026-09-01', '2026-12-31')],
    ['halves from July', { cycleLength: 'half', cycleStartMonth: 7 }, cycle('2026/27-H1', '2026-07-01', '2026-12-31')],
    ['years', { cycleLength: 'year', cycleStartMonth: 1 }, cycle('2026', '2026-01-01', '2026-12-31')],
    ['lengths of one’s own', { cycleLength: 'own', cycleStartMonth: 1 }, cycle('2026-Q4', '2026-10-01', '2026-12-31')],
  ])('is today’s where there is none yet: %s', (_, calendar, expected) => {
    expect(proposeNextCycle(calendar, [], TODAY)).toEqual(expected);
  });

  it('begins the day after the last one ends, whatever the order they are given in', () => {
    const cycles = [cycle('2026-Q4', '2026-10-01', '2026-12-31'), cycle('2026-Q3', '2026-07-01', '2026-09-30')];
    expect(proposeNextCycle(quarters, cycles, TODAY)).toEqual(cycle('2027-Q1', '2027-01-01', '2027-03-31'));
  });

  it('ends where the calendar says after one that was made by hand, and takes a short rest with it', () => {
    const odd = (endsOn: string) => [cycle('Autumn', '2026-09-01', endsOn)];
    expect(proposeNextCycle(quarters, odd('2026-11-15'), TODAY)).toEqual(cycle('2026-Q4', '2026-11-16', '2026-12-31'));
    expect(proposeNextCycle(quarters, odd('2026-12-10'), TODAY)).toEqual(cycle('2027-Q1', '2026-12-11', '2027-03-31'));
  });

  it('is as long as the last one where each has its own length: months where it had whole ones, else days', () => {
    const own: CycleCalendar = { cycleLength: 'own', cycleStartMonth: 1 };
    expect(proposeNextCycle(own, [cycle('A', '2026-12-01', '2027-01-31')], TODAY)).toEqual(
      cycle('2027-02-01 to 2027-03-31', '2027-02-01', '2027-03-31'),
    );
    expect(proposeNextCycle(own, [cycle('A', '2026-11-02', '2026-12-13')], TODAY)).toEqual(
      cycle('2026-12-14 to 2027-01-24', '2026-12-14', '2027-01-24'),
    );
  });

  it('never has a name that is taken', () => {
    const cycles = [cycle('2027-q1', '2026-06-01', '2026-06-30'), cycle('2026-Q4', '2026-10-01', '2026-12-31')];
    expect(proposeNextCycle(quarters, cycles, TODAY).name).toBe('2027-01-01 to 2027-03-31');
  });
});
