import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, daysBetween } from './days.ts';
import type { Cycle } from './goal.ts';

/** How cycles follow each other; `own`: each is as long as the one before. */
export const CYCLE_LENGTHS = ['quarter', 'third', 'half', 'year', 'own'] as const;
export type CycleLength = (typeof CYCLE_LENGTHS)[number];

export interface CycleCalendar {
  readonly cycleLength: CycleLength;
  /** The month the year of cycles begins in, 1 January to 12 December. */
  readonly cycleStartMonth: number;
}

export type CycleProposal = Pick<Cycle, 'name' | 'startsOn' | 'endsOn'>;

const MONTHS: Readonly<Record<Exclude<CycleLength, 'own'>, number>> = { quarter: 3, third: 4, half: 6, year: 12 };
const LETTERS: Readonly<Record<Exclude<CycleLength, 'own'>, string>> = {
  quarter: 'Q',
  third: 'T',
  half: 'H',
  year: '',
};

/**
 * The cycle that follows the last one, to the day; where there is none, the one of today. It ends where the calendar says, so that
 * cycles made by hand fall back into it: a rest shorter than half a cycle goes with the cycle after it.
 *
 * @param cycles In any order.
 */
export function proposeNextCycle(
  { cycleLength, cycleStartMonth }: CycleCalendar,
  cycles: readonly CycleProposal[],
  today: Day,
): CycleProposal {
  const last = cycles.toSorted((one, other) => (one.endsOn < other.endsOn ? -1 : 1)).at(-1) ?? null;
  const length = cycleLength === 'own' && last === null ? 'quarter' : cycleLength;
  const found =
    length === 'own' && last ? asLongAs(last) : ofCalendar(MONTHS[toFixed(length)], cycleStartMonth, last, today);
  const name = nameOf(found, toFixed(length), cycleStartMonth);
  const isTaken = cycles.some((cycle) => cycle.name.toLowerCase() === name.toLowerCase());
  return { ...found, name: isTaken || length === 'own' ? nameByDays(found) : name };
}

type Span = Pick<Cycle, 'startsOn' | 'endsOn'>;

function toFixed(length: CycleLength): Exclude<CycleLength, 'own'> {
  return length === 'own' ? 'quarter' : length;
}

/** As many whole months where the last one had whole months, else as many days. */
function asLongAs(last: Span): Span {
  const startsOn = addDays(last.endsOn, 1);
  const from = Temporal.PlainDate.from(last.startsOn);
  const { years, months, days } = from.until(startsOn, { largestUnit: 'year' });
  const isWhole = days === 0 && years * 12 + months > 0;
  const endsOn = isWhole
    ? Temporal.PlainDate.from(startsOn).add({ years, months }).subtract({ days: 1 }).toString()
    : addDays(startsOn, daysBetween(last.startsOn, last.endsOn));
  return { startsOn, endsOn };
}

function ofCalendar(months: number, startMonth: number, last: Span | null, today: Day): Span {
  const startsOn = last ? addDays(last.endsOn, 1) : periodOf(today, months, startMonth).startsOn;
  const period = periodOf(startsOn, months, startMonth);
  const rest = daysBetween(startsOn, period.endsOn) + 1;
  const whole = daysBetween(period.startsOn, period.endsOn) + 1;
  const endsOn = rest * 2 < whole ? periodOf(addDays(period.endsOn, 1), months, startMonth).endsOn : period.endsOn;
  return { startsOn, endsOn };
}

/** The period of the calendar a day lies in. */
function periodOf(day: Day, months: number, startMonth: number): Span {
  const date = Temporal.PlainDate.from(day);
  const into = (date.month - startMonth + 12) % months;
  const first = date.with({ day: 1 }).subtract({ months: into });
  return { startsOn: first.toString(), endsOn: first.add({ months }).subtract({ days: 1 }).toString() };
}

/** "2027-Q1", as imports read it; a year of cycles that begins in another month is named by the years it lies in: "2026/27-Q1". */
function nameOf({ endsOn }: Span, length: Exclude<CycleLength, 'own'>, startMonth: number): string {
  const end = Temporal.PlainDate.from(endsOn);
  const yearBegins = end.with({ day: 1 }).subtract({ months: (end.month - startMonth + 12) % 12 });
  const part = Math.floor(((end.month - startMonth + 12) % 12) / MONTHS[length]) + 1;
  const from = yearBegins.year;
  const year = startMonth === 1 ? `${from}` : `${from}/${String((from + 1) % 100).padStart(2, '0')}`;
  return LETTERS[length] === '' ? year : `${year}-${LETTERS[length]}${part}`;
}

function nameByDays({ startsOn, endsOn }: Span): string {
  return `${startsOn} to ${endsOn}`;
}
