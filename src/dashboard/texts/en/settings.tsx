import type { ReactNode } from 'react';
import {
  CYCLE_LENGTH_WORDS,
  SETTING_WORDS,
  type SettingName,
  type SettingValues,
  sayValue,
} from '../../../domain/settings-words.ts';

/** What holds for the whole organisation. */
export const settingsTexts = {
  title: 'Settings',
  titleOf: (organisation: string) => `Settings of ${organisation}`,
  notRead: 'The settings could not be read',
  forOwners: (link: (text: string) => ReactNode) => (
    <>They hold for everybody. Each change stands in the {link('audit trail')}.</>
  ),
  forOthers: 'They hold for everybody; an owner changes them.',
  form: 'Settings',
  organisation: 'Organisation',
  judging: 'How work is judged',
  rhythm: 'Digests and check-ins',
  calendar: 'Days and cycles',
  /** A setting's name at the beginning of a line. */
  label: (name: SettingName) => SETTING_WORDS[name].charAt(0).toUpperCase() + SETTING_WORDS[name].slice(1),
  timeZoneHint: 'Decides what day and week it is. Another one looks at every task again.',
  thresholdHint: '0.50 to 1.00; what is less likely waits for a person’s decision.',
  weightHint: 'Where nobody chose another one.',
  digestDayHint: 'Of people who chose no day of their own.',
  digestHourHint: 'By each reader’s own clock.',
  checkInHint: 'Of a key result.',
  workingDaysHint:
    'Only these count where work is weighed by working days, and in the pace of key results. Other ones look at every task again.',
  firstWeekdayHint:
    'Of calendars and lists of weekdays. Alignment, digests and reports go by ISO weeks, Monday to Sunday, whatever is chosen.',
  cycleLengthHint: 'What a new cycle begins with; each can be made otherwise.',
  cycleLength: (length: keyof typeof CYCLE_LENGTH_WORDS) =>
    CYCLE_LENGTH_WORDS[length].charAt(0).toUpperCase() + CYCLE_LENGTH_WORDS[length].slice(1),
  changed: 'The settings are changed.',
  meanwhile: 'Changed meanwhile',
  isNow: (label: string, name: SettingName, values: SettingValues) => `${label}: ${sayValue(name, values)} now.`,
  yoursStands: 'Saving puts what you wrote in its place.',
  cycles: 'Cycles',
  where: (link: (text: string) => ReactNode) => <>They are made, moved and closed on the page of {link('cycles')}.</>,
  nextCycle: (name: string, from: string, to: string) => `Next would be ${name}, ${from} to ${to}.`,
  span: (from: string, to: string, isCurrent: boolean) => `${from} to ${to}${isCurrent ? ', now' : ''}`,
  programs: 'Programs that are told',
  programsSay: (link: (text: string) => ReactNode) => (
    <>A chat bot or another program can be told when flags and links change: {link('outgoing webhooks')}.</>
  ),
};
