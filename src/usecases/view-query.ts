import { STANDING_OF, WEIGHTS, type Weight } from '../domain/alignment.ts';
import { addDays, dayAt, isDay, startOfDay } from '../domain/days.ts';
import { FLAG_STATES, type FlagState, type NextAction } from '../domain/flag.ts';
import { treeIds } from '../domain/goal-order.ts';
import { isoWeekOf, mondayOf } from '../domain/iso-week.ts';
import { teamsSeenBy } from '../domain/people.ts';
import type { ToolName } from '../domain/task.ts';
import type { Database } from '../store/database.ts';
import { listPeopleAt, teamsUnder } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import type { Moment, TaskFilter } from '../store/views/judged.ts';
import { UseCaseError } from './errors.ts';
import { findGoalOf, listGoalsOf } from './goals-of-moment.ts';

/** A filter as it stands in a URL: the same names in the dashboard, the API and the command line. */
export interface FilterQuery {
  readonly state?: string | undefined;
  readonly action?: NextAction | undefined;
  readonly team?: string | undefined;
  readonly manager?: string | undefined;
  readonly tool?: ToolName | undefined;
  readonly scope?: string | undefined;
  readonly goal?: string | undefined;
  readonly theme?: string | undefined;
  /** An instant: what was in none of the states asked for then. */
  readonly changedSince?: string | undefined;
  readonly minAgeDays?: number | undefined;
  readonly maxAgeDays?: number | undefined;
  readonly minEstimate?: number | undefined;
  readonly maxEstimate?: number | undefined;
  readonly q?: string | undefined;
}

type AskedMoment = Pick<Moment, 'isNow' | 'at'>;
const NOW: AskedMoment = { isNow: true, at: new Date(0) };

/**
 * @param moment Whose goals and whose org tree are meant; left out: those of now.
 * @throws UseCaseError `unknown-state`, `unknown-goal` where the query names what is not there: an empty list would read as good news.
 */
export async function toFilter(db: Database, query: FilterQuery, moment: AskedMoment = NOW): Promise<TaskFilter> {
  return {
    ...(query.state ? { states: statesOf(query.state) } : {}),
    ...(query.action ? { nextAction: query.action } : {}),
    ...(query.team === undefined ? {} : { teamId: query.team === 'none' ? null : query.team }),
    ...(query.manager ? { teamIds: await teamsOf(db, query.manager, moment) } : {}),
    ...(query.tool ? { tool: query.tool } : {}),
    ...(query.scope ? { scopeId: query.scope } : {}),
    ...(query.goal ? { goalIds: await goalTree(db, query.goal, moment) } : {}),
    ...(query.theme ? { themeId: query.theme } : {}),
    ...(query.changedSince ? { changedSince: new Date(query.changedSince) } : {}),
    ...(query.minAgeDays === undefined ? {} : { minAgeDays: query.minAgeDays }),
    ...(query.maxAgeDays === undefined ? {} : { maxAgeDays: query.maxAgeDays }),
    ...(query.minEstimate === undefined ? {} : { minEstimate: query.minEstimate }),
    ...(query.maxEstimate === undefined ? {} : { maxEstimate: query.maxEstimate }),
    ...(query.q?.trim() ? { search: query.q.trim() } : {}),
  };
}

/** `unaligned`, `decided` and the like stand for all their states. */
export function statesOf(text: string): FlagState[] {
  const names = text.split(',').map((name) => name.trim());
  return names.flatMap((name) => {
    const one = FLAG_STATES.filter((state) => state === name);
    const group = FLAG_STATES.filter((state) => STANDING_OF[state] === name);
    // "aligned" and "unknown" are both: a state and its standing.
    const states = one.length > 0 ? one : group;
    if (states.length === 0)
      throw new UseCaseError(
        'unknown-state',
        `There is no flag state “${name}”; the states are ${FLAG_STATES.join(', ')}.`,
      );
    return states;
  });
}

/** A manager's part of the organisation, at a moment of the past as the org tree was then. */
async function teamsOf(db: Database, personId: string, moment: AskedMoment): Promise<string[]> {
  return moment.isNow ? teamsUnder(db, personId) : teamsSeenBy(personId, await listPeopleAt(db, moment.at));
}

/** The goal and everything under it, at a moment of the past as it stood then. */
async function goalTree(db: Database, key: string, moment: AskedMoment): Promise<string[]> {
  const goals = await listGoalsOf(db, moment);
  const goal = goals.find(({ id }) => id === key) ?? (await findGoalOf(db, goals, moment, key));
  if (goal === null || goal === 'not-yet') throw new UseCaseError('unknown-goal', `There is no goal ${key}.`);
  return treeIds(goal.id, goals);
}

export function weightOf(text: string | undefined): Weight {
  return WEIGHTS.find((weight) => weight === text) ?? 'count';
}

export interface ViewMoment extends Moment {
  readonly today: string;
  readonly week: string;
  readonly timeZone: string;
}

/** Now, or the end of a past day in the organisation's zone. @throws UseCaseError `bad-day` */
export async function momentOf(db: Database, now: number, asOf?: string): Promise<ViewMoment> {
  const { time_zone: timeZone } = await readSettings(db);
  const today = dayAt(now, timeZone);
  const day = asOf ?? today;
  if (!isDay(day)) throw new UseCaseError('bad-day', `“${day}” is not a day; write it as 2026-11-22.`);
  const isNow = day >= today;
  return momentAt(isNow ? today : day, isNow ? now : startOfDay(addDays(day, 1), timeZone) - 1, isNow, timeZone);
}

/** A moment in the past, to the second. */
export function momentAsOf(at: Date, { timeZone }: ViewMoment): ViewMoment {
  return momentAt(dayAt(at.getTime(), timeZone), at.getTime(), false, timeZone);
}

/** The end of a week, or now in the week under way. */
export function momentOfWeek(week: string, now: number, timeZone: string): ViewMoment {
  const sunday = addDays(mondayOf(week), 6);
  const today = dayAt(now, timeZone);
  if (sunday >= today) return momentAt(today, now, true, timeZone);
  return momentAt(sunday, startOfDay(addDays(sunday, 1), timeZone) - 1, false, timeZone);
}

function momentAt(day: string, at: number, isNow: boolean, timeZone: string): ViewMoment {
  const week = isoWeekOf(day);
  return {
    at: new Date(at),
    weekStart: new Date(startOfDay(mondayOf(week), timeZone)),
    isNow,
    today: day,
    week,
    timeZone,
  };
}
