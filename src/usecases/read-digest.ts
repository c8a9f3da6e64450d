import { type Alignment, STANDING_OF } from '../domain/alignment.ts';
import { addDays, dayAt } from '../domain/days.ts';
import { buildDigest, type Digest, type DigestInput, revisitMark } from '../domain/digest.ts';
import type { AskCandidate } from '../domain/digest-asks.ts';
import { type PageRead, readMark } from '../domain/digest-reads.ts';
import { weekSpokenOf } from '../domain/digest-time.ts';
import { FLAG_STATES, type FlagState } from '../domain/flag.ts';
import type { Goal } from '../domain/goal.ts';
import { addWeeks, boundsOfWeek, type IsoWeek, mondayOf } from '../domain/iso-week.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { listSaid } from '../store/digests.ts';
import { listReadsTold } from '../store/page-reads.ts';
import { viewerOf } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import { countFinished, listFinished } from '../store/views/digest.ts';
import { listRevisitsDue, listWaitingFor } from '../store/views/task-decisions.ts';
import { type DigestGround, openDigestGround, type UnstaffedGoal } from './digest-ground.ts';
import { readManagerLines } from './digest-managers.ts';
import { readResults } from './digest-results.ts';
import { listTasksView, suggestedToo } from './list-tasks.ts';
import { readAlignment, readTrend, type ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

const TREND_WEEKS = 8;
const FINISHED_MAX = 200;
/** Of each order; what is asked is chosen among them. */
const CANDIDATES_MAX = 50;
/** Half a year of digests is remembered. */
const SAID_MAX = 26;
/** A reading is told though a digest or two did not come. */
const READS_DAYS = 28;

/**
 * What a digest for this person says: the numbers at the end of the week it speaks of (now, where that is under way), and what waits, as it
 * stands now. The same queries as the dashboard's, with this person as the viewer.
 *
 * @param options.week The week it speaks of; left out: the one in which most of the last seven days lie.
 * @param options.ground Left out: as it is now.
 */
export async function readDigest(
  deps: ViewDeps,
  person: Person,
  options: { week?: IsoWeek; ground?: DigestGround } = {},
): Promise<Digest> {
  const ground = options.ground ?? (await openDigestGround(deps)());
  const viewer = await viewerOf(deps.db, person);
  const { time_zone: timeZone } = await readSettings(deps.db);
  const today = dayAt(deps.now(), timeZone);
  const week = options.week ?? weekSpokenOf(today);
  const sunday = addDays(mondayOf(week), 6);
  const asOf = sunday < today ? sunday : undefined;
  return buildDigest({
    audience: isOfTheWhole(person) ? 'whole' : 'manager',
    week,
    ...(await readNumbers(deps, viewer, asOf)),
    ...(await readMoved(deps, viewer, person, week, ground)),
    ...(await readWaiting(deps, viewer, person, today)),
    unstaffed: unstaffedOf(ground, viewer, person),
    ...(await readSaid(deps, person)),
    reads: await readReads(deps, person, today),
    managers: isOfTheWhole(person) ? await readManagerLines(deps, viewer, person, addWeeks(week, -1), asOf) : [],
  });
}

/** Who leads managers, or owns the deployment, reads of the whole. */
function isOfTheWhole({ role }: Pick<Person, 'role'>): boolean {
  return role === 'leader' || role === 'owner';
}

async function readNumbers(deps: ViewDeps, viewer: Viewer, asOf: string | undefined) {
  const found = await readAlignment(deps, viewer, { asOf });
  const { weeks } = await readTrend(deps, viewer, { weeks: TREND_WEEKS, asOf });
  return {
    alignment: toAlignment(found),
    previousRate: found.previousRate,
    // What private scopes and other teams hold is counted for nobody but those who lead the whole.
    hidden: viewer.role === 'leader' || viewer.role === 'owner' ? found.coverage.hidden : 0,
    trend: weeks.map(({ week, rate, isUnfinished }) => ({ week, rate, isUnfinished })),
  };
}

function toAlignment(found: Awaited<ReturnType<typeof readAlignment>>): Alignment {
  const shares = new Map<FlagState, number>(found.shares.map(({ state, share }) => [state, share]));
  const { visible, unknown, excluded, weighed } = found.coverage;
  return {
    ...found.totals,
    rate: found.rate,
    coverage: { visible, unknown, excluded, weighed: Math.round(weighed * visible) },
    shares: Object.fromEntries(FLAG_STATES.map((state) => [state, shares.get(state) ?? 0])) as Alignment['shares'],
  };
}

/** As is known now: what was finished in a week is often read after its end. */
async function readMoved(
  { db, now }: ViewDeps,
  viewer: Viewer,
  person: Person,
  week: IsoWeek,
  { goals, teams }: DigestGround,
) {
  const moment = await momentOf(db, now());
  const { from, until } = boundsOfWeek(week, moment.timeZone);
  const span = { from: new Date(from), until: new Date(until) };
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const rows = await listFinished(db, viewer, moment, span, FINISHED_MAX);
  const finished = rows.map(({ goalIds, ...row }) => ({
    ...row,
    goalKeys: goalIds.flatMap((id) => byId.get(id)?.key ?? []),
  }));
  const worked = new Set(finished.flatMap(({ goalKeys }) => goalKeys));
  const own = ownGoals(teams, viewer, person);
  const spokenOf = goals.filter((goal) => worked.has(goal.key) || own(goal));
  return {
    finished,
    finishedByTeam: await countFinished(db, viewer, moment, span),
    goals: new Map(goals.map(({ key, title }) => [key, title])),
    results: await readResults({ db }, week, { span, timeZone: moment.timeZone }, spokenOf),
  };
}

/** Whether a goal is this person's or their teams'; of the whole, each is. */
function ownGoals(teams: DigestGround['teams'], viewer: Viewer, person: Person): (goal: Goal) => boolean {
  if (isOfTheWhole(person)) return () => true;
  const names = teams.filter(({ id }) => viewer.teamIds.includes(id)).map(({ name }) => name);
  return (goal) => goal.ownerId === person.id || (goal.team !== null && names.includes(goal.team));
}

async function readWaiting(deps: ViewDeps, viewer: Viewer, person: Person, today: string) {
  const asked = new Set((await listWaitingFor(deps.db, viewer, today)).map(({ taskId }) => taskId));
  // Who leads managers leaves their teams' work to them, and is asked of their own team's.
  const own = isOfTheWhole(person) ? { team: person.teamId ?? 'none' } : {};
  const pages = await Promise.all([
    ...(['-estimate', '-age'] as const).map((sort) =>
      listTasksView(deps, viewer, { ...own, state: UNALIGNED, sort, limit: CANDIDATES_MAX }),
    ),
    ...(asked.size > 0
      ? [listTasksView(deps, viewer, { state: 'pending-decision', sort: '-age', limit: CANDIDATES_MAX })]
      : []),
  ]);
  const tasks = new Map(pages.flatMap(({ items }) => items.map((item) => [item.id, item] as const)));
  return {
    candidates: [...tasks.values()]
      .filter(({ id, flag }) => flag !== null && (flag.state !== 'pending-decision' || asked.has(id)))
      .filter((task) => !isOfTheWhole(person) || asked.has(task.id) || (task.team?.id ?? null) === person.teamId)
      .map((task) => toCandidate(task, person, asked.has(task.id))),
    waiting: pages[0]?.total ?? 0,
    revisits: (await listRevisitsDue(deps.db, viewer, today)).items.flatMap(
      ({ taskId, key, title, revisitOn, because, byPersonId, byName }) =>
        revisitOn ? [{ taskId, key, title, revisitOn, because, by: byPersonId === person.id ? null : byName }] : [],
    ),
  };
}

/** What waits for somebody else's decision is not asked of this one. */
const UNALIGNED = FLAG_STATES.filter(
  (state) => STANDING_OF[state] === 'unaligned' && state !== 'pending-decision',
).join(',');

type TaskView = Awaited<ReturnType<typeof listTasksView>>['items'][number];

function toCandidate(task: TaskView, reader: Person, waitsForReader: boolean): AskCandidate {
  const { id, key, title, team, ageDays, estimate, flag, suggestion } = task;
  return {
    ...{ taskId: id, key, title, ageDays, estimate, waitsForReader },
    team: team?.name ?? null,
    state: flag?.state ?? 'no-why',
    reason: (flag?.reason ?? '').replace(`It waits for ${reader.name} to decide`, 'It waits for your decision'),
    suggested: suggestion && {
      ...{ key: suggestion.goal.key, title: suggestion.goal.title, because: suggestion.because },
      too: suggestedToo(task).map((goal) => goal.key),
    },
  };
}

/** A manager reads of the goals that are theirs or their teams'. */
function unstaffedOf({ unstaffed }: DigestGround, viewer: Viewer, person: Person): DigestInput['unstaffed'] {
  const isTheirs = ({ ownerId, teamId }: UnstaffedGoal) =>
    isOfTheWhole(person) || ownerId === person.id || (teamId !== null && viewer.teamIds.includes(teamId));
  return unstaffed.filter(isTheirs).map(({ key, title }) => ({ key, title }));
}

async function readSaid({ db, now }: ViewDeps, person: Person) {
  const said = await listSaid(db, person.id, new Date(now()), SAID_MAX);
  const asked = new Map<string, string>();
  // Newest first: the first mark of a task is the one it was asked with last.
  for (const { taskId, mark } of said.flatMap(({ asks }) => asks)) if (!asked.has(taskId)) asked.set(taskId, mark);
  return {
    asked,
    unstaffedBefore: said[0]?.unstaffedKeys ?? [],
    revisitsBefore: new Set(said.flatMap(({ revisits }) => revisits.map(revisitMark))),
    readsBefore: new Set(said.flatMap(({ reads }) => reads.map(readMark))),
  };
}

async function readReads({ db }: ViewDeps, person: Person, today: string): Promise<PageRead[]> {
  const rows = await listReadsTold(db, person.id, addDays(today, -READS_DAYS));
  return rows.map(({ day, reader_id: readerId, reader, person_id: personId, person: name }) => ({
    ...{ day, readerId, reader, personId },
    person: personId === person.id ? null : name,
  }));
}
