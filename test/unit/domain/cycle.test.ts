import { expect, it } from 'vitest';
import { findCycleFault } from '../../../src/domain/cycle.ts';

const cycle = (name: string, startsOn: string, endsOn: string) => ({ id: name, name, startsOn, endsOn });
const year = cycle('2026', '2026-01-01', '2026-12-31');
const spring = cycle('Spring', '2026-02-01', '2026-05-31');

it.each<[string, ReturnType<typeof cycle>, string | undefined]>([
  ['a quarter within its year', cycle('Q4', '2026-10-01', '2026-12-31'), undefined],
  ['a day after the other ends', cycle('Summer', '2026-06-01', '2026-08-31'), undefined],
  ['the year around it', cycle('Two years', '2025-07-01', '2026-12-31'), undefined],
  ['one that begins on the last day of another', cycle('Summer', '2026-05-31', '2026-08-31'), 'startsOn'],
  ['one of the very same days', cycle('Calendar year', '2026-01-01', '2026-12-31'), 'startsOn'],
  ['one that ends before it begins', cycle('Back', '2027-02-01', '2027-01-01'), 'endsOn'],
  ['one of a name that is taken', cycle('SPRING', '2027-02-01', '2027-05-31'), 'name'],
])('%s', (_, given, field) => {
  expect(findCycleFault(given, [year, spring])?.field).toBe(field);
});

it('stands beside itself as it was', () => {
  expect(findCycleFault({ ...spring, endsOn: '2026-04-30' }, [year, spring])).toBeNull();
});
