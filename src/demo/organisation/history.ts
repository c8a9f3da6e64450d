/** What becomes of a draft: when it was made, who worked on it, what was added later, and where it stands at the end. */
import type { SimEvent, SimPerson, SimTaskState } from '../world.ts';
import { atWork, dayMs, hourMs } from './calendar.ts';
import type { Draft, Staff, Statement, Times } from './drafts.ts';
import { firstState, stated } from './first-state.ts';
import { flowOf } from './flows.ts';
import type { Random } from './random.ts';
import { assignSteps, type Step, touchSteps, workSteps } from './steps.ts';

export interface Life {
  readonly createdAt: number;
  readonly authorId: string | null;
  readonly initial: SimTaskState;
  readonly events: readonly SimEvent[];
  /** When it was finished; null while open. */
  readonly finishedAt: number | null;
}

/** When a leaf was made. New work that serves nothing arrives faster than the rest: that is why one measures. */
export function drawCreation(random: Random, draft: Draft, { startsAt, endsAt }: Times): number {
  const isNew = random.chance(draft.truth.is === 'none' ? 0.5 : draft.truth.is === 'closed-goal' ? 0.12 : 0.36);
  const age = isNew
    ? random.next() * (endsAt - startsAt - dayMs) + dayMs / 2
    : endsAt - startsAt + 420 * dayMs * random.next() ** 2.2;
  return Math.min(atWork(random, endsAt - age), endsAt - hourMs);
}

/**
 * The life of one draft.
 *
 * @param childrenDoneAt When the last of its children was finished; null for a leaf, or while one is open.
 */
export function makeLife(
  random: Random,
  draft: Draft,
  times: Times,
  staff: Staff,
  childrenDoneAt: number | null,
): Life {
  const flow = flowOf(draft.in.plan, draft.in.scope);
  const crew = crewOf(draft, staff);
  const assigneeId =
    draft.truth.is === 'container' && draft.kind !== 'story' ? null : drawAssignee(random, crew, staff);
  const finishedAt = draft.truth.is === 'container' ? childrenDoneAt : drawFinish(random, draft, times);
  const statedAt = draft.statement === null ? null : drawStatedAt(random, draft, times, finishedAt);
  const isStatedAtOnce = statedAt !== null && statedAt <= draft.createdAt;
  const initial = firstState(random, draft, flow, isStatedAtOnce, staff);
  const leadId = staff.teams.find((team) => team.id === draft.in.plan.teamId)?.leadId ?? staff.people[0]?.id ?? null;
  const steps: Step[] = [
    ...workSteps(random, draft, flow, times, assigneeId ?? leadId, finishedAt),
    ...(assigneeId === null ? [] : assignSteps(random, draft, assigneeId, times, finishedAt)),
    ...(statedAt === null || isStatedAtOnce
      ? []
      : [
          {
            at: statedAt,
            by: leadId,
            change: (state: SimTaskState) => stated(state, draft.statement as Statement, staff),
          },
        ]),
    ...(finishedAt === null ? touchSteps(random, draft, times, assigneeId ?? leadId) : []),
  ];
  return {
    createdAt: draft.createdAt,
    authorId: random.pick(crew).id,
    initial,
    events: lay(initial, draft.createdAt, times.endsAt, steps),
    finishedAt,
  };
}

function crewOf(draft: Draft, staff: Staff): readonly SimPerson[] {
  const crew = staff.people.filter(
    (person) => person.teamId === draft.in.plan.teamId && person.accounts[draft.in.plan.tool] !== undefined,
  );
  return crew.length > 0 ? crew : staff.people.filter((person) => person.accounts[draft.in.plan.tool] !== undefined);
}

function drawAssignee(random: Random, crew: readonly SimPerson[], staff: Staff): string | null {
  if (random.chance(0.14)) return null;
  if (random.chance(0.92)) return random.pick(crew).id;
  const tool = Object.keys(crew[0]?.accounts ?? {})[0] as 'jira';
  return random.pick(
    staff.people.filter(
      (person) => person.accounts[tool] !== undefined && crew[0]?.accounts !== undefined && sameTools(person, crew[0]),
    ),
  ).id;
}

/** A helper from another team needs accounts in the same tools. */
function sameTools(person: SimPerson, other: SimPerson): boolean {
  return Object.keys(other.accounts).every((tool) => tool in person.accounts);
}

function drawFinish(random: Random, draft: Draft, { startsAt, endsAt }: Times): number | null {
  const age = endsAt - draft.createdAt;
  const likelihood = age > endsAt - startsAt ? 0.52 : age > 14 * dayMs ? 0.36 : age > 4 * dayMs ? 0.12 : 0;
  if (!random.chance(draft.truth.is === 'closed-goal' ? likelihood * 0.4 : likelihood)) return null;
  // Half of the old work was done before the history begins, the rest within it.
  const from =
    draft.createdAt < startsAt && random.chance(0.55)
      ? Math.max(startsAt, draft.createdAt + 2 * dayMs)
      : draft.createdAt + dayMs;
  const until = from < startsAt ? Math.min(startsAt, from + 45 * dayMs) : endsAt - 3 * hourMs;
  return Math.max(
    draft.createdAt + hourMs,
    Math.min(atWork(random, from + random.next() * (until - from)), endsAt - hourMs),
  );
}

/** Managers began to write down the why when the organisation started to look: more of it week by week. */
function drawStatedAt(random: Random, draft: Draft, { startsAt, endsAt }: Times, finishedAt: number | null): number {
  const isOld = draft.createdAt < startsAt;
  if (
    draft.truth.is === 'closed-goal' || draft.truth.is === 'container'
      ? random.chance(isOld ? 0.45 : 0.7)
      : random.chance(0.5)
  )
    return draft.createdAt;
  const later = isOld
    ? startsAt + (endsAt - startsAt) * random.next() ** 0.8
    : draft.createdAt + random.int(1, 9) * dayMs;
  const at = atWork(random, later);
  return at < Math.min(finishedAt ?? endsAt, endsAt) - hourMs && at > draft.createdAt ? at : draft.createdAt;
}

/** Lays the steps over the first state, in order of time; what changes nothing is left out, what would happen after the end did not happen. */
function lay(initial: SimTaskState, createdAt: number, endsAt: number, steps: readonly Step[]): SimEvent[] {
  let state = initial;
  let lastAt = createdAt;
  const events: SimEvent[] = [];
  for (const step of [...steps].sort((left, right) => left.at - right.at)) {
    // Two changes never share a millisecond, so that their order is the same everywhere.
    const at = Math.max(Math.round(step.at), lastAt + 1000);
    if (at > endsAt) break;
    const set = onlyChanges(state, step.change(state));
    if (Object.keys(set).length === 0) continue;
    events.push({ at, by: step.by, set });
    state = { ...state, ...set };
    lastAt = at;
  }
  return events;
}

function onlyChanges(state: SimTaskState, set: Partial<SimTaskState>): Partial<SimTaskState> {
  return Object.fromEntries(Object.entries(set).filter(([name, value]) => state[name as keyof SimTaskState] !== value));
}
