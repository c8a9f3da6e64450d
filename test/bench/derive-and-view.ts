/** What follows a pull: links and flags of every task, then the views people wait for. */
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { deriveStale } from '../../src/usecases/derive.ts';
import { listTasksView, readFacets } from '../../src/usecases/list-tasks.ts';
import { readAlignment, readTrend } from '../../src/usecases/read-alignment.ts';
import { type Ledger, median, round } from './ledger.ts';

const TURNS = 5;
const OWNER = { personId: null, role: 'owner', teamIds: [] } as const;

/** @param pulled A database that a pull has just filled, and the moment it shows. */
export async function benchDerive(pulled: { databaseUrl: string; now: number }, ledger: Ledger): Promise<void> {
  const db = openDatabase(pulled.databaseUrl);
  try {
    await derive(db, pulled.now, ledger);
    await view(db, pulled.now, ledger);
  } finally {
    await db.destroy();
  }
}

async function derive(db: Database, now: number, ledger: Ledger): Promise<void> {
  const startedAt = performance.now();
  const { tasks } = await deriveStale({ db, now: () => now, notify: async () => {} }, new AbortController().signal);
  const tookMs = performance.now() - startedAt;
  ledger.say(`derive: ${tasks} tasks in ${round(tookMs / 1000)} s, ${round((tasks / tookMs) * 1000)} a second`);
}

/** Each view beside a bare count of the tasks, turn by turn: the machine's mood falls on both. */
async function view(db: Database, now: number, ledger: Ledger): Promise<void> {
  await sql`analyze`.execute(db);
  const deps = { db, now: () => now };
  const views = {
    alignment: () => readAlignment(deps, OWNER, {}),
    'trend of 13 weeks': () => readTrend(deps, OWNER, { weeks: 13 }),
    'list of 50': () => listTasksView(deps, OWNER, { sort: 'age', limit: 50 }),
    facets: () => readFacets(deps, OWNER, {}),
  };
  const bare = () => sql`select count(*) from tasks`.execute(db);
  for (const [name, read] of Object.entries(views)) {
    const [own, base]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < TURNS; turn += 1) {
      base.push(await timed(bare));
      own.push(await timed(read));
    }
    const [mine, theirs] = [median(own), median(base)];
    ledger.say(`view ${name}: ${round(mine)} ms ÷ ${round(theirs)} ms to count the tasks = ${round(mine / theirs)}`);
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
