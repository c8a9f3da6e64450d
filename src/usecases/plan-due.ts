import { addDays, dayAt, startOfDay } from '../domain/days.ts';
import { isWiki, type SourceName } from '../domain/task.ts';
import { isOrderWanted } from '../store/asks.ts';
import { pruneBudgets } from '../store/call-budgets.ts';
import { type Connection, listConnections } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { areDecidedSince } from '../store/decisions.ts';
import { listWaitingConnections, pruneDeliveries } from '../store/deliveries.ts';
import { readJudge } from '../store/judge.ts';
import { pruneOpinions } from '../store/opinions.ts';
import { pruneOutgoing } from '../store/outgoing-deliveries.ts';
import { hasOutgoingWork } from '../store/outgoing-webhooks.ts';
import { claimDue, ensureSchedule, isPulledWholeSince, noteFinished, type Schedule } from '../store/schedules.ts';
import { readSettings } from '../store/settings.ts';
import { hasStaleTasks } from '../store/stale.ts';
import { refreshStatistics } from '../store/statistics.ts';
import { listOpenSyncRuns, requestSyncRun } from '../store/sync-runs.ts';
import { LEARNING } from './learn-examples.ts';
import { COHESION } from './measure-parents.ts';
import { THRESHOLD_CHECK } from './move-thresholds.ts';
import { ORDERING } from './order-asks.ts';
import { THEMES } from './refresh-themes.ts';
import { DIGESTS } from './send-digests.ts';
import { TEXTS } from './study-texts.ts';
import { sumWeeks } from './sum-weeks.ts';

export const CANARY = 'canary';
const CANARY_EVERY_MS = 60_000;
/** Also as often are those looked for that a crash left on their way. */
const DIGESTS_EVERY_MS = 60_000;
const PRUNE = 'prune deliveries';
const PRUNE_EVERY_MS = 3_600_000;
const KEPT_MS = 30 * 86_400_000;
const WEBHOOKS_EVERY_MS = 600_000;
/** Also where webhooks tell at once: one that died silently then costs minutes and no change. */
const POLL_EVERY_MS = 300_000;
/** Strategy is written in weeks, not in minutes, and a wiki gives a page a request. */
const POLL_WIKI_EVERY_MS = 900_000;
/** After everything was read again and what vanished is settled. */
const COHESION_HOUR = 4;
/** After parents were measured: what they carry down is learnt from. */
const LEARNING_HOUR = 5;
/** After what examples promise is known. */
const THRESHOLD_HOUR = 6;
/** After what was learnt is read into the flags. */
const ORDERING_HOUR = 7;
/** After all else that gives tasks their goals. */
const THEMES_HOUR = 8;
/** So many decisions of people are worth reading everything again before the night. */
const DECISIONS_MIN = 10;
const JUDGE = 'judge';
const JUDGE_EVERY_MS = 600_000;
/** Everything is read again each night, before what vanished is looked for. */
const FULL_HOUR = 1;
const CENSUS_HOUR = 3;
/** Asana has no list of ids that is cheaper than reading all tasks. */
const CENSUS_EVERY_DAYS: Readonly<Record<SourceName, number>> = {
  ...{ jira: 1, trello: 1, asana: 7 },
  ...{ confluence: 1, notion: 1 },
};

/** What comes due again and again for each connection, by the first word of its schedule's name. */
type Errand = 'poll' | 'full' | 'census' | 'webhooks';
const ERRANDS = ['poll', 'full', 'census', 'webhooks'] as const satisfies readonly Errand[];
const RUN_KINDS = { poll: 'incremental', full: 'full', census: 'census' } as const;

/**
 * Claims what has come due (of many who ask at once exactly one is told) and looks for what a crash or a queue that was away left
 * behind: rows come first, jobs later.
 *
 * @param options.hasJudge A language model is set up. Without one nothing about it is ever due.
 */
export async function planDue(db: Database, now: Date, options: { readonly hasJudge?: boolean } = {}) {
  // First: what is due next may ask of all that was just pulled.
  await refreshStatistics(db);
  const { time_zone: timeZone, flagged_on: flaggedOn } = await readSettings(db);
  const { hasJudge = false } = options;
  const times = await ensureErrands(db, await listConnections(db), now, timeZone);
  await ensureSchedule(db, CANARY, now);
  await ensureSchedule(db, PRUNE, now);
  await ensureSchedule(db, DIGESTS, now);
  const nightly = new Map([
    [COHESION, nextNight(now, timeZone, COHESION_HOUR)],
    [TEXTS, nextNight(now, timeZone, COHESION_HOUR)],
    [LEARNING, nextNight(now, timeZone, LEARNING_HOUR)],
    [THRESHOLD_CHECK, nextNight(now, timeZone, THRESHOLD_HOUR)],
    [ORDERING, nextNight(now, timeZone, ORDERING_HOUR)],
    [THEMES, nextNight(now, timeZone, THEMES_HOUR)],
  ]);
  for (const [name, dueAt] of nightly) await ensureSchedule(db, name, dueAt);
  if (hasJudge) await ensureSchedule(db, JUDGE, now);
  const due = await claimDue(
    db,
    now,
    ({ name }) => nightly.get(name) ?? (name === JUDGE ? nextJudgeTime(hasJudge, now) : nextTime(name, times, now)),
  );
  if (due.some(({ name }) => name === PRUNE)) await prune(db, now);
  const errands = due.flatMap((schedule) => times.get(schedule.name) ?? []);
  await requestRuns(db, errands, now);
  const hasStale = await hasStaleTasks(db);
  return {
    syncRuns: (await listOpenSyncRuns(db)).map((run) => ({ syncRunId: run.id, connectionId: run.connection_id })),
    deliveries: await listWaitingConnections(db),
    // A person makes those of a wiki, where it has any.
    webhooks: errands.flatMap(({ errand, connection: { id, tool } }) =>
      errand === 'webhooks' && !isWiki(tool) ? [id] : [],
    ),
    hasStaleTasks: hasStale,
    // Not from a schedule: a crash right after the claim would lose the day.
    isNewDay: flaggedOn !== dayAt(now.getTime(), timeZone),
    isCanaryDue: due.some(({ name }) => name === CANARY),
    areDigestsDue: due.some(({ name }) => name === DIGESTS),
    isOutgoingDue: await hasOutgoingWork(db, now),
    isCohesionDue: due.some(({ name }) => name === COHESION) || (await isPulledWholeSince(db, COHESION)),
    areTextsDue: due.some(({ name }) => name === TEXTS) || (await isPulledWholeSince(db, TEXTS)),
    isLearningDue: due.some(({ name }) => name === LEARNING) || (await isLearningWanted(db)),
    areThresholdsDue: due.some(({ name }) => name === THRESHOLD_CHECK),
    isReviewDue: due.some(({ name }) => name === ORDERING) || (!hasStale && (await isReviewWanted(db, now))),
    areThemesDue: due.some(({ name }) => name === THEMES) || (!hasStale && (await isPulledWholeSince(db, THEMES))),
    isJudgeDue: hasJudge && due.some(({ name }) => name === JUDGE) && (await mayAskJudge(db, now, timeZone)),
  };
}

async function isLearningWanted(db: Database): Promise<boolean> {
  return (await isPulledWholeSince(db, LEARNING)) || (await areDecidedSince(db, LEARNING, DECISIONS_MIN));
}

/** What is asked hangs on flags: while they are derived it would be another a minute later. */
export async function areQuestionsDue(db: Database, now: Date): Promise<boolean> {
  return !(await hasStaleTasks(db)) && (await isReviewWanted(db, now));
}

async function isReviewWanted(db: Database, now: Date): Promise<boolean> {
  // Who has just seen everything read waits for the questions that come of it, however lately there were none to order.
  if (await isPulledWholeSince(db, ORDERING)) return true;
  return isOrderWanted(db, { ordering: ORDERING, learning: LEARNING }, now);
}

/** Its budget is not used up today, and it did not ask us to wait. */
async function mayAskJudge(db: Database, now: Date, timeZone: string): Promise<boolean> {
  const state = await readJudge(db);
  const isSpent = state?.spent_on === dayAt(now.getTime(), timeZone);
  return !isSpent && (state?.retry_at?.getTime() ?? 0) <= now.getTime();
}

/** The hour that comes next after today's end. */
function nextNight(now: Date, timeZone: string, hour: number): Date {
  return new Date(startOfDay(addDays(dayAt(now.getTime(), timeZone), 1), timeZone) + hour * 3_600_000);
}

/** null where none is set up any more. */
function nextJudgeTime(hasJudge: boolean, now: Date): Date | null {
  return hasJudge ? new Date(now.getTime() + JUDGE_EVERY_MS) : null;
}

async function prune(db: Database, now: Date): Promise<void> {
  await pruneDeliveries(db, new Date(now.getTime() - KEPT_MS));
  await pruneBudgets(db);
  await pruneOutgoing(db, new Date(now.getTime() - KEPT_MS));
  await pruneOpinions(db, new Date(now.getTime() - KEPT_MS));
  await sumWeeks({ db, now: () => now.getTime() });
}

interface Turn {
  readonly errand: Errand;
  readonly connection: Connection;
  readonly next: Date;
}

/** Makes what is missing for each connection. @returns By the schedule's name, when it is due after now. */
async function ensureErrands(db: Database, connections: readonly Connection[], now: Date, timeZone: string) {
  const turns = new Map<Schedule['name'], Turn>();
  for (const connection of connections) {
    for (const errand of ERRANDS) {
      const name = `${errand} ${connection.id}`;
      const next = nextTurn(errand, connection.tool, now, timeZone);
      turns.set(name, { errand, connection, next });
      // Webhooks at once for a new connection; its first pull was asked for when it was made.
      await ensureSchedule(db, name, errand === 'webhooks' ? now : next);
    }
  }
  return turns;
}

function nextTurn(errand: Errand, tool: SourceName, now: Date, timeZone: string): Date {
  if (errand === 'poll') return new Date(now.getTime() + (isWiki(tool) ? POLL_WIKI_EVERY_MS : POLL_EVERY_MS));
  if (errand === 'webhooks') return new Date(now.getTime() + WEBHOOKS_EVERY_MS);
  const isCensus = errand === 'census';
  const day = addDays(dayAt(now.getTime(), timeZone), isCensus ? CENSUS_EVERY_DAYS[tool] : 1);
  return new Date(startOfDay(day, timeZone) + (isCensus ? CENSUS_HOUR : FULL_HOUR) * 3_600_000);
}

function nextTime(name: string, turns: ReadonlyMap<string, Turn>, now: Date): Date | null {
  if (name === CANARY) return new Date(now.getTime() + CANARY_EVERY_MS);
  if (name === DIGESTS) return new Date(now.getTime() + DIGESTS_EVERY_MS);
  if (name === PRUNE) return new Date(now.getTime() + PRUNE_EVERY_MS);
  // Of a connection that is gone nothing comes due any more.
  return turns.get(name)?.next ?? null;
}

async function requestRuns(db: Database, turns: readonly Turn[], now: Date): Promise<void> {
  for (const { errand, connection } of turns) {
    if (errand === 'webhooks' || connection.state !== 'active') continue;
    await requestSyncRun(db, connection.id, RUN_KINDS[errand], now);
  }
}

/** A worker works. */
export async function noteCanary(db: Database, now: Date): Promise<void> {
  await noteFinished(db, CANARY, now);
}
