const dayMs = 86_400_000;

/** Days are `YYYY-MM-DD`, weekdays 1 for Monday to 7. */
export function addDays(day: string, days: number): string {
  return dayOf(msOf(day) + days * dayMs) ?? day;
}

/** The same day of another month, or the last one where that month is shorter. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOf(first.getTime() + (Math.min(date, last) - 1) * dayMs) ?? day;
}

/** The weeks that a day's month lies in, each of seven days from the first of the week on; days of the months around it fill them up. */
export function weeksOfMonth(day: string, firstWeekday: number): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const last = addDays(addMonths(first, 1), -1);
  const start = addDays(first, -placeInWeek(first, firstWeekday));
  const weeks = Math.ceil((placeInWeek(first, firstWeekday) + Number(last.slice(8))) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, at) => addDays(start, week * 7 + at)),
  );
}

/** Where a key of the keyboard leads from a day; null for all other keys. */
export function dayByKey(key: string, day: string, firstWeekday: number): string | null {
  const place = placeInWeek(day, firstWeekday);
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -place, End: 6 - place },
  };
  if (key === 'PageUp' || key === 'PageDown') return addMonths(day, key === 'PageUp' ? -1 : 1);
  const step = steps[key];
  return step === undefined ? null : addDays(day, step);
}

/** The weekdays as a week goes that begins with this one. */
export function weekdaysFrom(firstWeekday: number): number[] {
  return Array.from({ length: 7 }, (_, at) => ((firstWeekday - 1 + at) % 7) + 1);
}

/** How many days of its week lie before it. */
function placeInWeek(day: string, firstWeekday: number): number {
  const weekday = new Date(msOf(day)).getUTCDay() || 7;
  return (weekday - firstWeekday + 7) % 7;
}

function msOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** null outside the years that are written with four digits. */
function dayOf(ms: number): string | null {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString().slice(0, 10) : null;
}
