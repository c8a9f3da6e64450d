import { expect, it } from 'vitest';
import { nextCheckInDay } from '../../../src/domain/check-in.ts';

it.each<[string, string | null, string | null, string]>([
  ['so many days after the last', '2026-11-20', '2026-10-01', '2026-12-04'],
  ['after its cycle began, where nobody has said anything', null, '2026-11-16', '2026-11-30'],
  ['today, where it is overdue', '2026-10-01', null, '2026-11-23'],
  ['today, where nobody knows since when', null, null, '2026-11-23'],
])('the next check-in is due %s', (_, lastOn, startsOn, due) => {
  expect(nextCheckInDay(lastOn, startsOn, 14, '2026-11-23')).toBe(due);
});
