import type { Runtime } from '../compose.ts';
import { startAsana } from '../demo/asana/index.ts';
import { startConfluence } from '../demo/confluence/index.ts';
import { startJira } from '../demo/jira/index.ts';
import { startNotion } from '../demo/notion/index.ts';
import { importFiles } from '../demo/organisation/import-files.ts';
import { withConfluenceAt } from '../demo/organisation/wikis/addresses.ts';
import { goalsElsewhere } from '../demo/organisation/wikis/goals-in-wikis.ts';
import { startTrello } from '../demo/trello/index.ts';
import type { WikiServer } from '../demo/wiki-server.ts';
import type { SimServer, World } from '../demo/world.ts';
import type { Person } from '../domain/person.ts';
import { isWiki, scopeId } from '../domain/task.ts';
import { listTeams } from '../store/people.ts';
import { changeScope } from '../store/scopes.ts';
import { updateSettings } from '../store/settings.ts';
import { requestSyncRun } from '../store/sync-runs.ts';
import { closeGoal } from '../usecases/change-goals.ts';
import { connectTool } from '../usecases/connect.ts';
import { deriveStale } from '../usecases/derive.ts';
import { flagToday } from '../usecases/flag-today.ts';
import type { ImportPlan } from '../usecases/import-file.ts';
import { importGoals } from '../usecases/import-goals.ts';
import { importPeople } from '../usecases/import-people.ts';
import { importRules } from '../usecases/import-rules.ts';
import { learnExamples } from '../usecases/learn-examples.ts';
import { orderQuestions } from '../usecases/order-asks.ts';
import { readRows } from '../usecases/read-rows.ts';
import { refreshThemes } from '../usecases/refresh-themes.ts';
import { ensureOwner } from '../usecases/sign-in.ts';
import { studyTexts } from '../usecases/study-texts.ts';
import { syncConnection } from '../usecases/sync-connection.ts';
import { checkInOnGoals } from './demo-check-ins.ts';
import { acceptWrittenGoals } from './demo-wikis.ts';

/** A simulated tool or wiki. */
export type DemoServer = SimServer | WikiServer;

export const WEEKS = 8;
const WEEK_MS = 7 * 86_400_000;

/** The organisation's own: it stands at a past day until the weeks are lived through. ms since 1970. */
export interface DemoClock {
  now: number;
}

export type DemoRuntime = Pick<Runtime, 'db' | 'secrets' | 'reach' | 'now' | 'notify' | 'openConnector' | 'openWiki'>;

/**
 * Starts the simulated tools and lives through the eight weeks before the world's end: as they were, pulled, linked and flagged at
 * that moment, by the very code that a customer runs.
 *
 * @param runtime With an empty database, and `clock` for its clock.
 * @param onWeek Told after each, from 1 to 9, with the owner; the next one waits for it.
 * @returns The tools, still up; the caller closes them. Nothing is left up when it throws.
 */
export async function liveThroughWeeks(
  runtime: DemoRuntime,
  world: World,
  clock: DemoClock,
  signal: AbortSignal,
  onWeek: (week: number, owner: Person) => void | Promise<void> = () => {},
): Promise<DemoServer[]> {
  clock.now = world.endsAt - WEEKS * WEEK_MS;
  const servers = await startTools(world, clock.now);
  try {
    const owner = await prepare(runtime, world, servers, signal);
    for (let week = 0; week <= WEEKS; week += 1) {
      clock.now = world.endsAt - (WEEKS - week) * WEEK_MS;
      for (const server of servers) server.setClock(clock.now);
      await pull(runtime, servers, signal);
      await flagToday(runtime);
      await deriveStale(runtime, signal);
      await studyTexts(runtime, signal);
      await learnExamples(runtime, signal);
      await deriveStale(runtime, signal);
      await checkInOnGoals(runtime, world, owner);
      await onWeek(week + 1, owner);
    }
    await orderQuestions(runtime, signal);
    await refreshThemes(runtime, signal);
    return servers;
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
}

async function startTools(world: World, now: number): Promise<DemoServer[]> {
  // Limits are counted and told, not waited for: eight weeks of pulls in a minute is nothing a real tool would see.
  const options = { now, rateLimits: 'counted' } as const;
  const confluence = await startConfluence(world, options);
  // Its pages stand at its own address, and so must the links that tasks have to them.
  const linked = withConfluenceAt(world, confluence.url);
  return Promise.all<DemoServer>([
    startJira(linked, options),
    startAsana(linked, options),
    startTrello(linked, options),
    confluence,
    startNotion(world, options),
  ]);
}

/** As a customer does: people and goals by import, the goals that wikis state from there, then rules and the tools. @returns The owner. */
async function prepare(
  runtime: DemoRuntime,
  world: World,
  servers: readonly DemoServer[],
  signal: AbortSignal,
): Promise<Person> {
  const files = importFiles(world, { withoutWikiGoals: true });
  const deps = { db: runtime.db, now: runtime.now, onStale: async () => {} };
  requireWhole(await importPeople(deps, readRows(files.people, 'csv')));
  requireWhole(await importGoals(deps, readRows(files.goals, 'csv')));
  const owner = await ensureOwner(runtime.db, world.people.find((person) => person.managerId === null)?.email);
  const wikis = servers.filter(({ tool }) => isWiki(tool));
  await connectAll(runtime, world, wikis, signal);
  await pull(runtime, wikis, signal);
  const imported = new Set(goalsElsewhere(world.goals));
  const written = world.goals.filter((goal) => !imported.has(goal));
  await acceptWrittenGoals(runtime, written, owner);
  for (const goal of world.goals) if (goal.closedOn) await closeGoal(deps, goal.key, goal.closedOn);
  requireWhole(await importRules(deps, readRows(files.rules, 'yaml')));
  const tools = servers.filter(({ tool }) => !isWiki(tool));
  await connectAll(runtime, world, tools, signal);
  await giveScopesToTeams(runtime, world);
  await updateSettings(runtime.db, { is_demo: true });
  return owner;
}

function requireWhole({ errors: [fault] }: ImportPlan<unknown>): void {
  if (!fault) return;
  throw new Error(`The demo's own files cannot be imported: row ${fault.row}, ${fault.column}: ${fault.message}`);
}

async function connectAll(
  runtime: DemoRuntime,
  world: World,
  servers: readonly DemoServer[],
  signal: AbortSignal,
): Promise<void> {
  const { db, secrets, reach, now } = runtime;
  for (const { tool, url, credentials } of servers) {
    // The others say what they are called; of Confluence only the address is known, so an owner names it.
    const name = tool === 'confluence' ? `${world.organisation.name} Confluence` : undefined;
    await connectTool({ db, secrets, reach, now }, { tool, name, baseUrl: url, credentials }, signal);
  }
}

/** As an owner would on the connection's page: most projects and boards are one team's. */
async function giveScopesToTeams(runtime: DemoRuntime, world: World): Promise<void> {
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

/** The tools in full; of the wikis, which were read in full when they were connected, what changed since. */
async function pull(runtime: DemoRuntime, servers: readonly DemoServer[], signal: AbortSignal): Promise<void> {
  const deps = { ...runtime, onStale: async () => {}, notify: async () => {} };
  await Promise.all(
    servers.map(async ({ tool }) => {
      const kind = isWiki(tool) ? 'incremental' : 'full';
      const run = await requestSyncRun(runtime.db, tool, kind, new Date(runtime.now()));
      await syncConnection(deps, run.id, { signal, isLast: true });
    }),
  );
}
