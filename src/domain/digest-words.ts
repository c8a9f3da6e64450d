import { dayAt, weekdayOf } from './days.ts';
import type { Digest, GoalMoved, ManagerLine, Revisit, TeamThanks } from './digest.ts';
import { rateWords, weekNumber } from './digest.ts';
import type { AnswerName, DigestAnswer } from './digest-asks.ts';
import { hasMoved, type ResultMoved } from './digest-results.ts';
import { listWords } from './flag-words.ts';
import { measureWords, numeral } from './goal-flag.ts';
import { mondayOf } from './iso-week.ts';
import { thousands, workingDayWords } from './wording.ts';

/** The words of a digest, the same in its HTML, its text and on the page that shows it. */
export const DIGEST_HEADINGS = {
  moved: 'What moved',
  managers: 'By manager',
  unstaffed: 'Nobody works on these goals yet',
  asks: 'What waits for you',
  revisits: 'Put off until now',
  trend: 'Alignment by week',
} as const;

export const ANSWER_WORDS: Readonly<Record<AnswerName, string>> = {
  serves: 'Serves',
  ktlo: 'Keeps the lights on',
  'not-now': 'Not now',
  'ask-owner': 'Ask the owner',
};

export const QUIET_WORDS = 'A quiet week: nothing moved, and nothing new is asked of you.';

/** "Week 47, 16 to 22 November 2026". */
export function weekTitle({ week }: Pick<Digest, 'week'>): string {
  const monday = new Date(`${mondayOf(week)}T00:00:00Z`);
  const sunday = new Date(monday.getTime() + 6 * 86_400_000);
  const isOneMonth = monday.getUTCMonth() === sunday.getUTCMonth();
  const from = isOneMonth ? String(monday.getUTCDate()) : dayWords(monday);
  return `Week ${weekNumber(week)}, ${from} to ${dayWords(sunday)} ${sunday.getUTCFullYear()}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

function dayWords(day: Date): string {
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
}

const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

/** "Monday 30 November at 09:00 (Europe/Lisbon)", by the clock of that zone. */
export function momentWords(at: number, timeZone: string): string {
  const time = new Date(at).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = dayAt(at, timeZone);
  return `${WEEKDAYS[weekdayOf(day) - 1]} ${dayWords(new Date(`${day}T00:00:00Z`))} at ${time} (${timeZone})`;
}

/** "4 January 2027" of a day. */
function dayName(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return `${dayWords(date)} ${date.getUTCFullYear()}`;
}

/** With its key where people say it (ONB-57); others are an address, and none to read. */
export function taskName({ key, title }: { readonly key: string | null; readonly title: string }): string {
  return key && /^[A-Z][A-Z\d_]*-\d+$/u.test(key) ? `${key} ${title}` : title;
}

/** "Ward finished 4 tasks that serve a goal." */
export function teamWords({ team, count }: TeamThanks): string {
  const tasks = count === 1 ? '1 task that serves a goal' : `${thousands(count)} tasks that serve a goal`;
  return team === null ? `${tasks}, of no team` : `${team} finished ${tasks}`;
}

/** "Thanks to Mara Lindholm and Yusuf Aydin." */
export function thanksWords({ people }: TeamThanks): string {
  return people.length === 0 ? '' : `Thanks to ${listWords(people)}.`;
}

/** "14 → 12 days, 4 working days behind an even pace; 3 tasks finished". */
export function movedWords({ finished, result }: GoalMoved): string {
  const tasks = finished === 1 ? '1 task finished' : `${thousands(finished)} tasks finished`;
  const parts = [result ? [numberWords(result), ...paceWords(result)].join(', ') : '', finished > 0 ? tasks : ''];
  return parts.filter((part) => part !== '').join('; ');
}

function numberWords(result: ResultMoved): string {
  const { before, value, unit } = result;
  if (before === null) return measureWords(value, unit);
  return hasMoved(result) ? `${numeral(before)} → ${measureWords(value, unit)}` : `still ${measureWords(value, unit)}`;
}

function paceWords({ pace }: ResultMoved): string[] {
  if (!pace) return [];
  if (pace.standing === 'reached') return ['reached'];
  if (pace.standing === 'on-pace') return ['at an even pace'];
  if (pace.standing === 'ended') return ['its time is over'];
  return [`${workingDayWords(Math.abs(pace.days))} ${pace.standing === 'ahead' ? 'ahead of' : 'behind'} an even pace`];
}

/** "Thanks to Mara Lindholm for saying so, with confidence 0.6, down from 0.8: “The pilot starts next week.”" */
export function saidWords({ by, note, confidence, confidenceBefore }: ResultMoved): string {
  const sure = confidence === null ? '' : `, with confidence ${confidence}${changeWords(confidence, confidenceBefore)}`;
  return `Thanks to ${by} for saying so${sure}${note === '' ? '.' : `: “${note}”`}`;
}

function changeWords(confidence: number, before: number | null): string {
  if (before === null || before === confidence) return '';
  return `, ${confidence > before ? 'up' : 'down'} from ${before}`;
}

/** "You put it off until 16 November 2026: we wait for the supplier." */
export function revisitWords({ by, revisitOn, because }: Revisit): string {
  const said = because === '' ? '' : `: ${because}`;
  return `${by ?? 'You'} put it off until ${dayName(revisitOn)}${said}`;
}

/** Beneath the promises that are named; empty where they are all. */
export function moreRevisitsWords({ revisitsMore }: Pick<Digest, 'revisitsMore'>): string {
  // One that was written before this was counted has none.
  if (!revisitsMore) return '';
  return revisitsMore === 1 ? '1 more is due' : `${thousands(revisitsMore)} more are due`;
}

/** "78 % (+4), 12 tasks have no why yet". */
export function managerWords({ rate, previousRate, unaligned }: ManagerLine): string {
  const judged = rateWords(rate, previousRate) ?? 'nothing can be judged yet';
  if (unaligned === 0) return judged;
  return `${judged}, ${thousands(unaligned)} ${unaligned === 1 ? 'task has' : 'tasks have'} no why yet`;
}

export function answerWords({ says, goal }: DigestAnswer): string {
  return goal ? `${ANSWER_WORDS[says]} ${goal.key}` : ANSWER_WORDS[says];
}

/** What stands beneath the asks; empty where nothing else waits. */
export function stillWaitingWords({ stillWaiting, asks }: Pick<Digest, 'stillWaiting' | 'asks'>): string {
  if (stillWaiting === 0) return '';
  const more = asks.length === 0 ? '' : ' more';
  return stillWaiting === 1
    ? `1${more} task has no why yet`
    : `${thousands(stillWaiting)}${more} tasks have no why yet`;
}

/** The chart in words: "week 46 74 %, week 47 78 %". */
export function trendWords({ trend }: Pick<Digest, 'trend'>): string {
  return trend
    .filter(({ rate }) => rate !== null)
    .map(
      ({ week, rate, isUnfinished }) =>
        `week ${weekNumber(week)} ${rateWords(rate, null)}${isUnfinished ? ' so far' : ''}`,
    )
    .join(', ');
}
