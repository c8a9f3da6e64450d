import { importFiles } from '../demo/organisation/import-files.ts';
import { makeRandom, type Random } from '../demo/organisation/random.ts';
import type { SimGoal, World } from '../demo/world.ts';
import { addDays, dayAt } from '../domain/days.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { listGoals } from '../store/goals.ts';
import { listPeople, listTeams, viewerOf } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import type { DecideDeps } from '../usecases/decide-links.ts';
import { decideTasks, type TaskWord } from '../usecases/decide-tasks.ts';
import { deriveStale } from '../usecases/derive.ts';
import { importGoals } from '../usecases/import-goals.ts';
import { listTasksView } from '../usecases/list-tasks.ts';
import { readRows } from '../usecases/read-rows.ts';
import { changeAllowance } from '../usecases/set-allowance.ts';
import { OWNER } from './owner.ts';

/** The first week somebody decides in; the service has been there for two. */
const FIRST_WEEK = 3;
const ALLOWANCE_WEEK = 2;
const GOAL_WEEK = 5;

/** Which part of each team's work may keep the lights on; `null` is every other team. */
const ALLOWANCES: readonly (readonly [team: string | null, share: number])[] = [
  [null, 0.2],
  ['Platform', 0.35],
  ['Security and Compliance', 0.45],
];

/** A goal that nobody has begun to work on. */
export const UNSTAFFED_KEY = 'KR5.3';
const UNSTAFFED: Omit<SimGoal, 'cycle'> = {
  key: UNSTAFFED_KEY,
  kind: 'key-result',
  title: 'Hospitals on stage at our user day 2 → 12',
  description: 'They tell in their own words what changed on their wards.',
  parent: 'O5',
  from: 2,
  to: 12,
  unit: 'hospitals',
  by: null,
  ownerEmail: null,
  team: 'Growth',
  commitment: 'aspirational',
  weight: null,
  closedOn: null,
};

const REASONS = [
  'the two northern hospitals go live first',
  'nobody asks for it this quarter',
  'we wait for the new supplier contract',
  'two of the team are away until next month',
  'the old screen is replaced in spring anyway',
];
const QUESTIONS = [
  'I cannot tell which goal it serves',
  'a customer asked for it, and no goal names them',
  'it came with the old roadmap',
];

/** How many days a “not now” lasts. Some of them are over by the last week. */
const PUT_OFF_DAYS = [14, 21, 28, 56];
/** Of those who lead a team, in one week. */
const DECIDE = 0.45;

export interface DemoWeek {
  readonly world: World;
  /** From 1, the first one pulled. */
  readonly week: number;
  readonly owner: Person;
}

/** What people say in this week: allowances, what is not for now, what waits for somebody. The same for the same seed. */
export async function decideInWeek(
  runtime: Pick<DecideDeps, 'db' | 'now'>,
  { world, week, owner }: DemoWeek,
  signal: AbortSignal,
): Promise<void> {
  const deps = { ...runtime, notify: async () => {}, onStale: async () => {} };
  if (week === ALLOWANCE_WEEK) await allow(deps, owner);
  if (week === GOAL_WEEK) await addGoal(deps, world);
  if (week >= FIRST_WEEK) await decideAll(deps, world);
  await deriveStale(deps, signal);
}

async function allow(deps: DecideDeps, owner: Person): Promise<void> {
  const teams = new Map((await listTeams(deps.db)).map(({ id, name }) => [name, id]));
  for (const [team, share] of ALLOWANCES) {
    const teamId = team === null ? null : teams.get(team);
    if (teamId !== undefined) await changeAllowance(deps, OWNER, owner, { teamId, cycleId: null, share });
  }
}

/** In the file of the others, as whoever keeps it would add a line. */
async function addGoal(deps: DecideDeps, world: World): Promise<void> {
  const parent = world.goals.find(({ key }) => key === UNSTAFFED.parent);
  const goal = { ...UNSTAFFED, cycle: world.cycles.at(-1)?.name ?? null, ownerEmail: parent?.ownerEmail ?? null };
  await importGoals(deps, readRows(importFiles({ ...world, goals: [goal] }).goals, 'csv'));
}

async function decideAll(deps: DecideDeps, world: World): Promise<void> {
  const today = dayAt(deps.now(), (await readSettings(deps.db)).time_zone);
  const people = (await listPeople(deps.db)).filter(({ leftAt }) => leftAt === null);
  // By address: ids are other ones each time.
  for (const person of people.toSorted((a, b) => (a.email < b.email ? -1 : 1))) {
    const random = makeRandom(`${world.seed}/decides/${person.email}/${today}`);
    const viewer = await viewerOf(deps.db, person);
    if (person.role === 'manager' && random.chance(DECIDE)) await putOff(deps, person, viewer, { random, today });
    if (person.role === 'member' && random.chance(ASK)) await ask(deps, person, viewer, random);
  }
}

/** Of members, in one week; most of what they have says what it is for. */
const ASK = 0.12;

async function putOff(deps: DecideDeps, person: Person, viewer: Viewer, week: { random: Random; today: string }) {
  const { random, today } = week;
  const taskId = await pickTask(deps, viewer, random);
  if (taskId === null) return;
  const team = (await listTeams(deps.db)).find(({ id }) => id === person.teamId)?.name;
  const goals = (await listGoals(deps.db)).filter(
    (goal) => goal.kind === 'key-result' && goal.team === team && !goal.closedOn,
  );
  const yieldsTo = goals.length > 0 && random.chance(0.6) ? random.pick(goals.map(({ key }) => key).sort()) : undefined;
  const word: Omit<TaskWord, 'items'> = random.chance(0.8)
    ? { says: 'not-now', because: random.pick(REASONS), yieldsTo, revisitOn: addDays(today, random.pick(PUT_OFF_DAYS)) }
    : { says: 'ktlo', because: 'somebody has to keep it running' };
  await decideTasks(deps, viewer, person, { ...word, items: [{ taskId }] });
}

async function ask(deps: DecideDeps, person: Person, viewer: Viewer, random: Random): Promise<void> {
  const taskId = await pickTask(deps, viewer, random);
  if (taskId === null) return;
  await decideTasks(deps, viewer, person, { says: 'ask-owner', because: random.pick(QUESTIONS), items: [{ taskId }] });
}

const CHOICE = 60;

/** One without a why that this person sees. By title: ids in the tools are other ones each time. */
async function pickTask(deps: DecideDeps, viewer: Viewer, random: Random): Promise<string | null> {
  const { items } = await listTasksView(deps, viewer, { state: 'no-why', sort: 'title', limit: CHOICE });
  return items.length === 0 ? null : random.pick(items).id;
}
