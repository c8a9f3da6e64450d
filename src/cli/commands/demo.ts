import { readConfig } from '../../../config/config.ts';
import { openRuntime, type Runtime } from '../../compose.ts';
import { startAsana } from '../../demo/asana/index.ts';
import { startJira } from '../../demo/jira/index.ts';
import { importFiles } from '../../demo/organisation/import-files.ts';
import { makeWorld } from '../../demo/organisation/make-world.ts';
import { startTrello } from '../../demo/trello/index.ts';
import type { SimServer, World } from '../../demo/world.ts';
import { scopeId } from '../../domain/task.ts';
import { emptyDatabase } from '../../store/empty.ts';
import { listTeams } from '../../store/people.ts';
import { changeScope } from '../../store/scopes.ts';
import { updateSettings } from '../../store/settings.ts';
import { requestSyncRun } from '../../store/sync-runs.ts';
import { connectTool } from '../../usecases/connect.ts';
import { deriveStale } from '../../usecases/derive.ts';
import { flagToday } from '../../usecases/flag-today.ts';
import { closeGoal, importGoals } from '../../usecases/import-goals.ts';
import { importPeople } from '../../usecases/import-people.ts';
import { importRules } from '../../usecases/import-rules.ts';
import { readReport } from '../../usecases/read-report.ts';
import { readRows } from '../../usecases/read-rows.ts';
import { ensureOwner } from '../../usecases/sign-in.ts';
import { syncConnection } from '../../usecases/sync-connection.ts';
import { OWNER } from '../owner.ts';
import { printReport } from '../print-report.ts';
import { serve } from '../serve.ts';
import type { Terminal } from '../terminal.ts';

export interface DemoOptions {
  readonly once: boolean;
  readonly tasks: number;
  readonly seed: string;
}

const DEMO_GREETING = 'This is a demo: simulated Jira, Asana and Trello, a made-up organisation.';
const WEEKS = 8;
const WEEK_MS = 7 * 86_400_000;

/**
 * A believable organisation in simulated tools: real HTTP on loopback, read through the real connectors week by week, linked and
 * flagged. `--once` prints the report and ends; otherwise it stays up with the dashboard.
 */
export async function demo(terminal: Terminal, options: DemoOptions, signal: AbortSignal): Promise<void> {
  const endsAt = Date.now();
  const world = makeWorld({ seed: options.seed, tasks: options.tasks, now: endsAt });
  terminal.say(
    `${world.organisation.name}: ${world.people.length} people, ${world.goals.length} goals, ${world.tasks.length} tasks in simulated tools (seed ${options.seed}).`,
  );
  const clock = { now: endsAt - WEEKS * WEEK_MS };
  const config = { ...readConfig(), timeZone: world.organisation.timeZone };
  const own = { ...config, dataFolder: `${config.dataFolder}-demo` };
  const runtime = await openRuntime(own, {
    now: () => clock.now,
    organisationName: world.organisation.name,
    onNotice: terminal.say,
  });
  const servers: SimServer[] = [];
  try {
    await runtime.embedded?.claimService();
    await emptyDatabase(runtime.db, {
      organisationName: world.organisation.name,
      timeZone: world.organisation.timeZone,
    });
    servers.push(...(await startTools(world, clock.now)));
    await prepare(runtime, world, servers, signal);
    await replayWeeks(terminal, runtime, servers, clock, endsAt, signal);
    if (options.once) return await report(terminal, runtime);
    await serve(terminal, { ...runtime, now: () => Date.now() }, { signal, greeting: [DEMO_GREETING] });
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await runtime.close();
  }
}

function startTools(world: World, now: number): Promise<SimServer[]> {
  // Limits are counted and told, not waited for: eight weeks of pulls in a minute is nothing a real tool would see.
  const options = { now, rateLimits: 'counted' } as const;
  return Promise.all([startJira(world, options), startAsana(world, options), startTrello(world, options)]);
}

/** Goals, people and rules by the same import a customer uses; then the three connections. */
async function prepare(
  runtime: Runtime,
  world: World,
  servers: readonly SimServer[],
  signal: AbortSignal,
): Promise<void> {
  const files = importFiles(world);
  const deps = { db: runtime.db, now: runtime.now, onStale: async () => {} };
  const plans = [
    await importPeople(deps, readRows(files.people, 'csv')),
    await importGoals(deps, readRows(files.goals, 'csv')),
    await importRules(deps, readRows(files.rules, 'yaml')),
  ];
  const [fault] = plans.flatMap((plan) => [...plan.errors]);
  if (fault)
    throw new Error(`The demo's own files cannot be imported: row ${fault.row}, ${fault.column}: ${fault.message}`);
  for (const goal of world.goals) if (goal.closedOn) await closeGoal(deps, goal.key, goal.closedOn);
  await ensureOwner(runtime.db, world.people.find((person) => person.managerId === null)?.email);
  for (const { tool, url, credentials } of servers) {
    await connectTool(
      { db: runtime.db, secrets: runtime.secrets, now: runtime.now },
      { tool, baseUrl: url, credentials },
      signal,
    );
  }
  await giveScopesToTeams(runtime, world);
  await updateSettings(runtime.db, { is_demo: true });
}

/** As an owner would on the connection's page: most projects and boards are one team's. */
async function giveScopesToTeams(runtime: Runtime, world: World): Promise<void> {
  const teams = new Map((await listTeams(runtime.db)).map((team) => [team.name, team.id]));
  const names = new Map(world.teams.map((team) => [team.id, team.name]));
  const owned = world.scopes.filter((scope) => scope.teamId !== null);
  await runtime.db.transaction().execute(async (tx) => {
    for (const scope of owned) {
      const teamId = teams.get(names.get(scope.teamId ?? '') ?? '') ?? null;
      await changeScope(tx, scopeId(scope.tool, scope.vendorId), { teamId });
    }
  });
}

/** Lives through the weeks: the tools as they were, pulled, linked and flagged at that moment. */
async function replayWeeks(
  terminal: Terminal,
  runtime: Runtime,
  servers: readonly SimServer[],
  clock: { now: number },
  endsAt: number,
  signal: AbortSignal,
): Promise<void> {
  const progress = terminal.progress(`Reading ${WEEKS} weeks of history`, WEEKS + 1);
  for (let week = 0; week <= WEEKS; week += 1) {
    clock.now = endsAt - (WEEKS - week) * WEEK_MS;
    for (const server of servers) server.setClock(clock.now);
    await pullAll(runtime, servers, signal);
    await flagToday({ db: runtime.db, now: runtime.now });
    await deriveStale(runtime, signal);
    progress.update(week + 1, WEEKS + 1, `week ${week + 1}`);
  }
  progress.stop('done');
}

async function pullAll(runtime: Runtime, servers: readonly SimServer[], signal: AbortSignal): Promise<void> {
  const deps = { ...runtime, onStale: async () => {}, notify: async () => {} };
  await Promise.all(
    servers.map(async ({ tool }) => {
      const run = await requestSyncRun(runtime.db, tool, 'full', new Date(runtime.now()));
      await syncConnection(deps, run.id, { signal, isLast: true });
    }),
  );
}

async function report(terminal: Terminal, runtime: Runtime): Promise<void> {
  const found = await readReport(runtime, OWNER);
  if (terminal.isJson) terminal.printJson(found);
  else printReport(terminal, found);
}
