import type { Weight } from './alignment.ts';
import type { CycleLength } from './cycle-calendar.ts';

/** 1 Monday, 7 Sunday, 6 Saturday. */
export const FIRST_WEEKDAYS = [1, 7, 6] as const;
export type FirstWeekday = (typeof FIRST_WEEKDAYS)[number];

/** What holds for the whole organisation. */
export interface SettingValues {
  readonly organisationName: string;
  readonly timeZone: string;
  /** 0.5 to 1. */
  readonly automaticThreshold: number;
  readonly defaultWeight: Weight;
  /** 1 Monday to 7 Sunday. */
  readonly digestWeekday: number;
  /** 0 to 23. */
  readonly digestHour: number;
  readonly staleCheckInDays: number;
  /** 1 Monday to 7 Sunday, in order, at least one. */
  readonly workingDays: number[];
  /** What calendars begin their weeks with; what is counted by weeks goes by ISO weeks, from Monday on. */
  readonly firstWeekday: FirstWeekday;
  readonly cycleLength: CycleLength;
  /** 1 January to 12 December. */
  readonly cycleStartMonth: number;
}
export type SettingName = keyof SettingValues;

export const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export const MONTH_NAMES = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
] as const;

export const CYCLE_LENGTH_WORDS: Readonly<Record<CycleLength, string>> = {
  quarter: 'quarters',
  third: 'thirds of a year',
  half: 'half-years',
  year: 'years',
  own: 'as long as the one before',
};

/** What a setting is called, on its field and in the audit trail. */
export const SETTING_WORDS: Readonly<Record<SettingName, string>> = {
  organisationName: 'name of the organisation',
  timeZone: 'time zone',
  automaticThreshold: 'likelihood from which links stand without asking',
  defaultWeight: 'weight of the Overview',
  digestWeekday: 'day of digests',
  digestHour: 'hour of digests',
  staleCheckInDays: 'days after which a check-in is stale',
  workingDays: 'working days',
  firstWeekday: 'first day of the week',
  cycleLength: 'length of cycles',
  cycleStartMonth: 'month the year of cycles begins in',
};

/** A value as people read it. */
export function sayValue(name: SettingName, values: SettingValues): string {
  switch (name) {
    case 'digestWeekday':
      return WEEKDAY_NAMES[values.digestWeekday - 1] ?? '';
    case 'firstWeekday':
      return WEEKDAY_NAMES[values.firstWeekday - 1] ?? '';
    case 'digestHour':
      return sayHour(values.digestHour);
    case 'automaticThreshold':
      return values.automaticThreshold.toFixed(2);
    case 'defaultWeight':
      return values.defaultWeight.replace('-', ' ');
    case 'workingDays':
      return sayDays(values.workingDays);
    case 'cycleLength':
      return CYCLE_LENGTH_WORDS[values.cycleLength];
    case 'cycleStartMonth':
      return MONTH_NAMES[values.cycleStartMonth - 1] ?? '';
    default:
      return String(values[name]);
  }
}

/** "Monday to Friday", "Sunday to Thursday", "Monday, Wednesday and Friday". */
function sayDays(days: readonly number[]): string {
  const names = days.map((day) => WEEKDAY_NAMES[day - 1] ?? '');
  if (days.length === 7) return 'every day';
  // The week is a ring: the first is the one nobody works the day before.
  const first = days.find((day) => !days.includes(((day + 5) % 7) + 1)) ?? 1;
  const run = days.map((_, at) => ((first - 1 + at) % 7) + 1);
  const isRun = run.every((day) => days.includes(day));
  if (days.length > 2 && isRun) return `${WEEKDAY_NAMES[first - 1]} to ${WEEKDAY_NAMES[(run.at(-1) ?? 1) - 1]}`;
  return new Intl.ListFormat('en-GB').format(names);
}

/** "09:00". */
export function sayHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

export function sayChange(name: SettingName, was: SettingValues, is: SettingValues): string {
  return `Changed the ${SETTING_WORDS[name]} from ${sayValue(name, was)} to ${sayValue(name, is)}.`;
}
