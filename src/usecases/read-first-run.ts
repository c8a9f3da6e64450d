import { dayAt } from '../domain/days.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { Viewer } from '../domain/person.ts';
import { isWiki } from '../domain/task.ts';
import { type Connection, listConnections } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { readSettings, type Settings } from '../store/settings.ts';
import { hasStaleTasks } from '../store/stale.ts';
import { type ConnectionCounts, countConnections } from '../store/views/connections.ts';
import { countFirstRun, type FirstRunCounts } from '../store/views/first-run.ts';
import { ORDERING } from './order-asks.ts';
import type { ViewDeps } from './read-alignment.ts';
import { readAsks } from './read-asks.ts';

/** So many answers, and people know what they are asked. */
const ANSWERS_WANTED = 10;

const FIRST_STEPS = ['goals', 'tools', 'people', 'pull', 'review'] as const;

/**
 * The way from an empty install to the first insight: what of each step is true now. Nothing is kept of how far somebody came, so it goes
 * on in any browser and after any restart. Once ten answers were given it is over for good, whatever changes later.
 */
export async function readFirstRun({ db, now }: ViewDeps, viewer: Viewer) {
  const settings = await readSettings(db);
  const counts = await countFirstRun(db, ORDERING);
  const goals = await readGoals(db, dayAt(now(), settings.time_zone));
  const connections = (await listConnections(db)).filter(({ tool }) => !isWiki(tool));
  const ofEach = await countConnections(db);
  const tools = toolsOf(connections, ofEach);
  const people = peopleOf(counts);
  const pull = { ...pullOf(connections, ofEach), isDeriving: await hasStaleTasks(db) };
  // An answer has tasks looked at again, which takes nothing back: the questions were put together after everything was looked at once.
  const isPulled = pull.isDone && (counts.isOrdered || !pull.isDeriving);
  const isLongOver = isOver(settings, counts);
  const waiting = isPulled && !isLongOver ? (await readAsks({ db, now }, viewer, { limit: 1 })).total : 0;
  const review = reviewOf(counts, isPulled, waiting);
  const steps = { goals, tools, people, pull: { ...pull, isDone: isPulled }, review };
  const next = FIRST_STEPS.find((step) => !steps[step].isDone) ?? null;
  const isFinished = isLongOver || next === null;
  return { isFinished, next: isFinished ? null : next, ...steps };
}

/** The made-up organisation of the demo was set up by the demo. */
function isOver(settings: Settings, { answered }: FirstRunCounts): boolean {
  return settings.is_demo || answered >= ANSWERS_WANTED;
}

/** Work can only be judged against an objective that somebody measures. */
async function readGoals(db: Database, today: string) {
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const open = (await listGoals(db)).filter((goal) => goalStanding(goal, cycles, today) === 'open');
  const objectives = open.filter(({ kind }) => kind === 'objective').length;
  const keyResults = open.filter(({ kind }) => kind === 'key-result').length;
  return { isDone: keyResults > 0, objectives, keyResults };
}

/** Connected, and somebody said what is read: one that waits for that has read nothing. */
function toolsOf(connections: readonly Connection[], counts: ReadonlyMap<string, ConnectionCounts>) {
  const waiting = connections.filter(isWaiting);
  const begun = connections.filter((one) => one.state === 'active' || one.lastCompleteAt !== null);
  const selected = begun.reduce((sum, { id }) => sum + (counts.get(id)?.selectedScopes ?? 0), 0);
  return {
    isDone: selected > 0,
    connections: connections.length,
    waiting: waiting.map(({ id }) => id),
    refused: connections.filter(({ state }) => state === 'unauthorised').map(({ id }) => id),
  };
}

/** Its scopes are still to be chosen. */
function isWaiting({ state, lastCompleteAt }: Connection): boolean {
  return state === 'paused' && lastCompleteAt === null;
}

/** The owner alone is nobody to match; whom accounts belong to is known once there are some. */
function peopleOf({ people, accounts, settledAccounts }: FirstRunCounts) {
  const isDone = people > 1 && (accounts === 0 || settledAccounts > 0);
  return { isDone, people, accounts, matched: settledAccounts };
}

/** Everything of every tool that may be read was read once. */
function pullOf(connections: readonly Connection[], counts: ReadonlyMap<string, ConnectionCounts>) {
  const asked = connections.filter((one) => one.state === 'active' || one.lastCompleteAt !== null);
  const read = asked.filter(({ lastCompleteAt }) => lastCompleteAt !== null);
  const tasks = asked.reduce((sum, { id }) => sum + (counts.get(id)?.tasks ?? 0), 0);
  return {
    isDone: read.length > 0 && read.length === asked.length,
    connections: asked.length,
    read: read.length,
    tasks,
  };
}

/** Where fewer than ten wait, all there are. */
function reviewOf({ answered, isOrdered }: FirstRunCounts, isPulled: boolean, waiting: number) {
  const isAsked = isPulled && (isOrdered || waiting > 0);
  const wanted = isAsked ? Math.min(ANSWERS_WANTED, answered + waiting) : ANSWERS_WANTED;
  return { isDone: isAsked && answered >= wanted, answered, waiting, wanted, isAsked };
}
