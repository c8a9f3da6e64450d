import { randomBytes } from 'node:crypto';
import { type DemoClock, type DemoRuntime, liveThroughWeeks } from '../../../src/cli/demo-weeks.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimTask, Truth, World } from '../../../src/demo/world.ts';
import type { FlagState } from '../../../src/domain/flag.ts';
import { taskId } from '../../../src/domain/task.ts';
import type { Database } from '../../../src/store/database.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { openStored, openStoredWiki } from '../../../src/usecases/connect.ts';
import { openSharedBudgets } from '../../../src/usecases/shared-budget.ts';
import { momentOf } from '../../../src/usecases/view-query.ts';
import { createTestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';

export interface LivedDemo {
  readonly db: Database;
  readonly world: World;
  /** The world's end. */
  readonly now: () => number;
  drop(): Promise<void>;
}

/** A day in the middle of the last quarter, so that the world has a cycle before it and one after it. */
const ENDS_AT = Date.parse('2026-11-18T15:00:00Z');

/** The demo of this seed, lived through in a database of its own, with its tools closed again. */
export async function liveDemo(seed: string, tasks: number): Promise<LivedDemo> {
  const database = await createTestDatabase();
  const { db } = database;
  const world = makeWorld({ seed, tasks, now: ENDS_AT });
  const clock: DemoClock = { now: world.startsAt };
  await db
    .insertInto('settings')
    .values({ organisation_name: world.organisation.name, time_zone: world.organisation.timeZone })
    .execute();
  const secrets = createSecretBox(randomBytes(32));
  // Weeks in a minute, as no real wiki is asked to.
  const budgets = openSharedBudgets(db, { scale: 1_000 });
  const runtime: DemoRuntime = {
    db,
    secrets,
    now: () => clock.now,
    notify: async () => {},
    reach: LOOPBACK,
    openConnector: (connection, onTraffic) => openStored(secrets, connection, { onTraffic }),
    openWiki: (connection, onTraffic) =>
      openStoredWiki(secrets, connection, { onTraffic, budget: budgets.of(connection.id) }),
  };
  const servers = await liveThroughWeeks(runtime, world, clock, AbortSignal.timeout(550_000));
  await Promise.all(servers.map((server) => server.close()));
  await budgets.close();
  return { db, world, now: runtime.now, drop: database.drop };
}

export interface Found {
  readonly task: SimTask;
  readonly truth: Truth;
  readonly state: FlagState;
  /** Keys of the goals the flag is about. */
  readonly goals: readonly string[];
  /** In this week: live, or finished in it. */
  readonly isThisWeeks: boolean;
}

/** What is said of every counted task now, beside what is true of it. */
export async function findings({ db, world, now }: LivedDemo): Promise<Found[]> {
  const { weekStart } = await momentOf(db, now());
  const rows = await db
    .selectFrom('flags as f')
    .innerJoin('task_periods as p', (join) => join.onRef('p.task_id', '=', 'f.task_id').on('p.valid_to', 'is', null))
    .select(['f.task_id', 'f.state', 'f.goal_ids', 'p.is_live', 'p.finished_at'])
    .where('f.valid_to', 'is', null)
    .where('p.is_countable', '=', true)
    .execute();
  const keys = new Map(
    (await db.selectFrom('goals').select(['id', 'key']).execute()).map((goal) => [goal.id, goal.key]),
  );
  const said = new Map(rows.map((row) => [row.task_id, row]));
  return world.tasks.flatMap((task) => {
    const row = said.get(taskId(task.tool, task.vendorId));
    const truth = world.truth.get(task.id);
    if (!row || !truth) return [];
    return [
      {
        task,
        truth,
        state: row.state,
        goals: row.goal_ids.map((id) => keys.get(id) ?? id),
        isThisWeeks: row.is_live || (row.finished_at ?? 0) >= weekStart,
      },
    ];
  });
}
