import { useQuery } from '@tanstack/react-query';
import { WEEKDAY_NAMES } from '../../domain/settings-words.ts';
import { weekdaysFrom } from '../calendar-days.ts';
import { sessionQuery } from '../queries.ts';

/** The day the organisation's calendars begin their weeks with, 1 Monday to 7 Sunday; Monday until it is read. */
export function useFirstWeekday(): number {
  return useQuery(sessionQuery).data?.organisation.firstWeekday ?? 1;
}

/** The days of the week to choose from, in the organisation's order: 1 Monday to 7 Sunday. */
export function useWeekdayChoices(): { readonly value: string; readonly label: string }[] {
  return weekdaysFrom(useFirstWeekday()).map((day) => ({ value: String(day), label: WEEKDAY_NAMES[day - 1] ?? '' }));
}
