import type { Weight } from './alignment.ts';

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
}
export type SettingName = keyof SettingValues;

export const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** What a setting is called, on its field and in the audit trail. */
export const SETTING_WORDS: Readonly<Record<SettingName, string>> = {
  organisationName: 'name of the organisation',
  timeZone: 'time zone',
  automaticThreshold: 'likelihood from which links stand without asking',
  defaultWeight: 'weight of the Overview',
  digestWeekday: 'day of digests',
  digestHour: 'hour of digests',
  staleCheckInDays: 'days after which a check-in is stale',
};

/** A value as people read it. */
function sayValue(name: SettingName, values: SettingValues): string {
  switch (name) {
    case 'digestWeekday':
      return WEEKDAY_NAMES[values.digestWeekday - 1] ?? '';
    case 'digestHour':
      return sayHour(values.digestHour);
    case 'automaticThreshold':
      return values.automaticThreshold.toFixed(2);
    case 'defaultWeight':
      return values.defaultWeight.replace('-', ' ');
    default:
      return String(values[name]);
  }
}

/** "09:00". */
export function sayHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

export function sayChange(name: SettingName, was: SettingValues, is: SettingValues): string {
  return `Changed the ${SETTING_WORDS[name]} from ${sayValue(name, was)} to ${sayValue(name, is)}.`;
}
