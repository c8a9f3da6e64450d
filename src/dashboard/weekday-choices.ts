import { WEEKDAY_NAMES } from '../domain/settings-words.ts';
import { weekdaysFromFirst } from './format.ts';

/** The days of the week to choose from, in the reader's order: 1 Monday to 7 Sunday. */
export function weekdayChoices(): { readonly value: string; readonly label: string }[] {
  return weekdaysFromFirst().map((day) => ({ value: String(day), label: WEEKDAY_NAMES[day - 1] ?? '' }));
}
