import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isWorkingDay } from '../../../src/domain/days.ts';
import { workingDaysBefore, workingDaysThrough } from '../../../src/domain/working-days.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9998-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const someDays = fc.subarray(WEEKDAYS, { minLength: 1 });

describe('working days', () => {
  it('are counted as a calendar counts them, day by day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -10, max: 60 }), someDays, (first, days, workingDays) => {
        const span = Array.from({ length: Math.max(0, days) }, (_, n) => addDays(first, n));
        const found = workingDaysBefore(addDays(first, days), first, workingDays);
        expect(found).toBe(span.filter((one) => isWorkingDay(one, workingDays)).length);
      }),
    );
  });

  it('of two spans that follow each other are those of both', () => {
    const length = fc.integer({ min: 0, max: 4000 });
    fc.assert(
      fc.property(day, length, length, someDays, (first, days, more, workingDays) => {
        fc.pre(first < '9900');
        const [middle, end] = [addDays(first, days), addDays(first, days + more)];
        const both = workingDaysBefore(middle, first, workingDays) + workingDaysBefore(end, middle, workingDays);
        expect(both).toBe(workingDaysBefore(end, first, workingDays));
      }),
    );
  });

  it('hold the last day too where they go through it', () => {
    expect(workingDaysThrough('2026-11-23', '2026-11-23', [1])).toBe(1);
    expect(workingDaysThrough('2026-11-22', '2026-11-21', [1, 2, 3, 4, 5])).toBe(0);
    expect(workingDaysThrough('2026-12-31', '2026-10-01', [1, 2, 3, 4, 5])).toBe(66);
    expect(workingDaysThrough('9999-12-31', '9999-12-31', WEEKDAYS)).toBe(1);
  });
});
