/**
 * What each question of the dashboard takes, as often as a plain `select` by primary key of the rows that its answer is made of: the tasks it
 * lists or counts, the goals, decisions or people it shows. Each beside the other, turn by turn: the machine's mood falls on both.
 */
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Weight } from '../../src/domain/alignment.ts';
import type { Viewer } from '../../src/domain/person.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findPerson, viewerOf } from '../../src/store/people.ts';
import { listTasksView, readFacets } from '../../src/usecases/list-tasks.ts';
import { orderTasks, readTaskArrivals, readTaskRows } from '../../src/usecases/order-tasks.ts';
import { readAlignment, readByTeam, readTrend } from '../../src/usecases/read-alignment.ts';
import { readAsks } from '../../src/usecases/read-asks.ts';
import { readChanges } from '../../src/usecases/read-changes.ts';
import { readDecisions } from '../../src/usecases/read-decisions.ts';
import { readGoal, readGoals } from '../../src/usecases/read-goals.ts';
import { readStrategyMap } from '../../src/usecases/read-strategy-map.ts';
import { readThemes } from '../../src/usecases/read-themes.ts';
import { type Ledger, median, round } from './ledger.ts';

const TURNS = 5;
const RATIO_MAX = 20;
const TREND_WEEKS = 13;

interface Deps {
  readonly db: Database;
  readonly now: () => number;
}

/** @param ask Is given the ids of those rows' tasks. @param rows How many rows of which table its answer is made of, where the viewer sees so many tasks and so many with no why yet. */
interface Question {
  readonly name: string;
  readonly ask: (deps: Deps, viewer: Viewer, ids: readonly string[]) => Promise<unknown>;
  readonly rows: (seen: Seen) => { readonly tasks?: number; readonly goals?: number };
}

interface Seen {
  readonly tasks: number;
  readonly unaligned: number;
}

const all = ({ tasks }: Seen) => ({ tasks });
const open = ({ unaligned }: Seen) => ({ tasks: unaligned });
const withGoals = ({ tasks }: Seen) => ({ tasks, goals: 60 });

const QUESTIONS: readonly Question[] = [
  ...(['count', 'estimate', 'active-days'] as const).flatMap((weight: Weight): Question[] => [
    { name: `alignment by ${weight}`, rows: all, ask: (deps, viewer) => readAlignment(deps, viewer, { weight }) },
    { name: `by team by ${weight}`, rows: all, ask: (deps, viewer) => readByTeam(deps, viewer, { weight }) },
    {
      name: `trend of ${TREND_WEEKS} weeks by ${weight}`,
      rows: ({ tasks }) => ({ tasks: tasks * TREND_WEEKS }),
      ask: (deps, viewer) => readTrend(deps, viewer, { weight, weeks: TREND_WEEKS }),
    },
    {
      name: `strategy map by ${weight}`,
      rows: withGoals,
      ask: (deps, viewer) => readStrategyMap(deps, viewer, { weight }),
    },
  ]),
  { name: 'changes', rows: all, ask: (deps, viewer) => readChanges(deps, viewer, {}) },
  { name: 'themes', rows: open, ask: (deps, viewer) => readThemes(deps, viewer, { limit: 10 }) },
  { name: 'facets', rows: all, ask: (deps, viewer) => readFacets(deps, viewer, { state: 'unaligned' }) },
  {
    name: 'order by age',
    rows: open,
    ask: (deps, viewer) => orderTasks(deps, viewer, { state: 'unaligned', sort: '-age' }),
  },
  {
    name: 'order by theme',
    rows: open,
    ask: (deps, viewer) => orderTasks(deps, viewer, { state: 'unaligned', sort: '-estimate', group: 'theme' }),
  },
  {
    name: 'order by manager',
    rows: all,
    ask: (deps, viewer) => orderTasks(deps, viewer, { sort: 'title', group: 'manager' }),
  },
  { name: 'search', rows: all, ask: (deps, viewer) => orderTasks(deps, viewer, { q: 'nurse ward', sort: '-age' }) },
  {
    name: 'arrivals',
    rows: open,
    ask: (deps, viewer) => readTaskArrivals(deps, viewer, { state: 'unaligned', since: new Date().toISOString() }),
  },
  {
    name: 'page of tasks',
    rows: open,
    ask: (deps, viewer) => listTasksView(deps, viewer, { state: 'unaligned', sort: 'age', limit: 50 }),
  },
  {
    name: '50 rows',
    rows: () => ({ tasks: 50 }),
    ask: (deps, viewer, ids) => readTaskRows(deps, viewer, ids),
  },
  { name: 'review', rows: open, ask: (deps, viewer) => readAsks(deps, viewer, { limit: 50, weight: 'count' }) },
  { name: 'goals', rows: withGoals, ask: (deps, viewer) => readGoals(deps, viewer, {}) },
  { name: 'goal', rows: withGoals, ask: (deps, viewer) => readGoal(deps, viewer, 'O3') },
  {
    name: 'decisions',
    rows: () => ({ tasks: 50 }),
    ask: (deps, viewer) => readDecisions(deps, viewer, { which: 'all', limit: 50 }),
  },
];

/** Somebody who leads one team, five teams, all. */
const READERS = ['manager-3', 'head-2', 'lead'];

export async function benchRatios(databaseUrl: string, ledger: Ledger): Promise<void> {
  const db = openDatabase(databaseUrl);
  try {
    let worst = { name: '', ratio: 0 };
    for (const id of READERS) {
      const person = await findPerson(db, id);
      const viewer = await viewerOf(db, person);
      const deps = { db, now: Date.now };
      const seen = await countSeen(deps, viewer);
      ledger.say(`${id} sees ${seen.tasks} tasks, ${seen.unaligned} of them with no why yet:`);
      for (const question of QUESTIONS) {
        const ratio = await measure(deps, viewer, question, seen, ledger);
        if (ratio > worst.ratio) worst = { name: `${question.name} of ${id}`, ratio };
      }
    }
    ledger.limit(`the dearest question ÷ its rows by primary key (${worst.name})`, worst.ratio, RATIO_MAX, '');
  } finally {
    await db.destroy();
  }
}

async function countSeen(deps: Deps, viewer: Viewer): Promise<Seen> {
  const { coverage } = await readAlignment(deps, viewer, {});
  const { total } = await listTasksView(deps, viewer, { state: 'unaligned', sort: 'age', limit: 1 });
  return { tasks: coverage.visible + coverage.unknown, unaligned: total };
}

async function measure(deps: Deps, viewer: Viewer, { name, ask, rows }: Question, seen: Seen, ledger: Ledger) {
  const { tasks = 0, goals = 0 } = rows(seen);
  const ids = await someIds(deps.db, viewer, tasks);
  const [own, bare]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    bare.push(await timed(() => selectByKey(deps.db, ids, goals)));
    own.push(await timed(() => ask(deps, viewer, ids)));
  }
  // Of more rows than there are tasks, the same ones so many times.
  const by = median(bare) * Math.max(1, tasks / Math.max(1, ids.length));
  const ratio = median(own) / by;
  ledger.say(`  ${name}: ${round(median(own))} ms ÷ ${round(by)} ms = ${round(ratio)}`);
  return ratio;
}

async function someIds(db: Database, viewer: Viewer, count: number): Promise<string[]> {
  const isTheirs = viewer.teamIds.length > 0 ? sql`team_id = any(${[...viewer.teamIds]})` : sql`true`;
  const { rows } = await sql<{ id: string }>`
    select task_id as id from task_periods where valid_to is null and ${isTheirs} order by hashtext(task_id) limit ${count}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

async function selectByKey(db: Database, ids: readonly string[], goals: number): Promise<void> {
  await sql`select id, tool, key, title, url, kind, scope_id, status_name, tool_created_at, estimate, team_id, assignee_id
    from tasks where id = any(${[...ids]})`.execute(db);
  if (goals > 0) await sql`select * from goals where id in (select id from goals limit ${goals})`.execute(db);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
