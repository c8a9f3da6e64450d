import { makeRandom, type Random } from '../demo/organisation/random.ts';
import type { World } from '../demo/world.ts';
import { dayAt, daysBetween } from '../domain/days.ts';
import type { Cycle, Goal } from '../domain/goal.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { Person } from '../domain/person.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import { type CheckInDeps, checkIn } from '../usecases/check-in.ts';
import { UNSTAFFED_KEY } from './demo-decisions.ts';

/** How a key result goes: how fast against an even pace, and how often somebody says so. */
interface Course {
  readonly speed: number;
  readonly isHeardOf: number;
  /** Nobody says anything any more in the last weeks. */
  readonly isSilentNow: boolean;
  readonly notes: readonly string[];
}

const SILENT_MS = 5 * 7 * 86_400_000;

const COURSES: readonly (readonly [Course, number])[] = [
  [{ speed: 1.05, isHeardOf: 0.85, isSilentNow: false, notes: ['On its way.', 'The second site confirms it.', ''] }, 8],
  [
    {
      speed: 0.65,
      isHeardOf: 0.8,
      isSilentNow: false,
      notes: [
        'Slower than hoped; the pilot starts next week.',
        'Two people were away.',
        'It moves, not fast enough yet.',
      ],
    },
    4,
  ],
  [
    {
      speed: 0,
      isHeardOf: 0.75,
      isSilentNow: false,
      notes: ['Much was shipped, nothing to be seen in the number yet.', 'No change.', ''],
    },
    2,
  ],
  [{ speed: 0.9, isHeardOf: 0.8, isSilentNow: true, notes: ['As planned.', ''] }, 2],
  [{ speed: 1.4, isHeardOf: 0.9, isSilentNow: false, notes: ['Better than planned.', 'The new import did it.'] }, 2],
];

/** What the owners of open key results say this week: the same for the same seed, whatever else the weeks hold. */
export async function checkInOnGoals(runtime: CheckInDeps, world: World, owner: Person): Promise<void> {
  const { db } = runtime;
  const today = dayAt(runtime.now(), (await readSettings(db)).time_zone);
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const people = new Map((await listPeople(db)).map((person) => [person.id, person]));
  for (const goal of await listGoals(db)) {
    const cycle = goal.cycleId === null ? undefined : cycles.get(goal.cycleId);
    // Who would check in on what nobody works on?
    if (goal.key === UNSTAFFED_KEY) continue;
    if (goal.kind !== 'key-result' || !cycle || goalStanding(goal, cycles, today) !== 'open') continue;
    const isLate = world.endsAt - runtime.now() < SILENT_MS;
    const said = saysOn(goal, cycle, { today, isLate, seed: world.seed });
    const by = people.get(goal.ownerId ?? '') ?? owner;
    if (said) await checkIn(runtime, { personId: owner.id, role: 'owner', teamIds: [] }, by, said);
  }
}

interface Week {
  readonly today: string;
  readonly isLate: boolean;
  readonly seed: string;
}

function saysOn(goal: Goal, cycle: Cycle, { today, isLate, seed }: Week) {
  if (goal.from === null || goal.to === null) return null;
  const course = makeRandom(`${seed}/road/${goal.key}`).weighted(COURSES);
  const random = makeRandom(`${seed}/check-in/${goal.key}/${today}`);
  const gone = daysBetween(cycle.startsOn, today) / daysBetween(cycle.startsOn, cycle.endsOn);
  if (gone <= 0 || (isLate && course.isSilentNow) || !random.chance(course.isHeardOf)) return null;
  const note = random.pick(course.notes);
  return {
    goalKey: goal.key,
    value: valueAt(goal.from, goal.to, Math.min(1, gone * course.speed * (0.9 + 0.2 * random.next()))),
    confidence: confidenceOf(course, gone, random),
    ...(note === '' ? {} : { note }),
  };
}

/** As exact as people write it: whole where its bounds are and far enough apart, else by a hundredth of the way. */
function valueAt(from: number, to: number, share: number): number {
  const way = Math.abs(to - from);
  const isWhole = Number.isInteger(from) && Number.isInteger(to) && way >= 4;
  const places = isWhole ? 0 : Math.max(0, Math.min(3, Math.ceil(-Math.log10(way / 100))));
  return Number((from + (to - from) * share).toFixed(places));
}

/** In steps of a tenth; it follows what is seen. */
function confidenceOf({ speed }: Course, gone: number, random: Random): number {
  const end = Math.min(0.9, 0.15 + 0.7 * speed);
  const confidence = 0.7 + (end - 0.7) * Math.min(1, gone * 1.4) + (random.next() - 0.5) * 0.1;
  return Math.round(Math.min(1, Math.max(0.1, confidence)) * 10) / 10;
}
