/** What happens to a task after it was made: work, hand-overs, the odd look at it. */
import type { SimTaskState } from '../world.ts';
import { atWork, dayMs, hourMs } from './calendar.ts';
import type { Draft, Times } from './drafts.ts';
import type { Flow } from './flows.ts';
import { toDay } from './goals.ts';
import type { Random } from './random.ts';
import { fill } from './words.ts';

/** A change before it is laid over the state it meets. */
export interface Step {
  readonly at: number;
  readonly by: string | null;
  readonly change: (state: SimTaskState) => Partial<SimTaskState>;
}

export function workSteps(
  random: Random,
  draft: Draft,
  flow: Flow,
  { endsAt }: Times,
  by: string | null,
  finishedAt: number | null,
): Step[] {
  const { createdAt } = draft;
  const to = (at: number, status: string | undefined): Step[] =>
    status === undefined ? [] : [{ at, by, change: () => ({ status }) }];
  const isParked = draft.stays !== null && flow.archived.includes(draft.stays);
  if (isParked) return [];
  if (finishedAt === null) {
    if (!random.chance(draft.truth.is === 'container' ? 0.7 : 0.36) || draft.stays !== null) return [];
    const startedAt = atWork(random, Math.max(createdAt + hourMs, endsAt - random.int(1, 28) * dayMs));
    return [
      ...to(startedAt, flow.doing[0]),
      ...(random.chance(0.4) ? to(startedAt + random.int(20, 120) * hourMs, random.pick(flow.doing)) : []),
    ];
  }
  const startedAt = Math.max(createdAt, atWork(random, finishedAt - random.int(1, 12) * dayMs));
  const moves =
    draft.stays === null
      ? [
          ...to(startedAt, flow.doing[0]),
          ...(random.chance(0.5) ? to((startedAt + finishedAt) / 2, flow.doing[1]) : []),
        ]
      : [];
  return [...moves, ...finishSteps(random, draft, flow, by, finishedAt, endsAt)];
}

function finishSteps(
  random: Random,
  draft: Draft,
  flow: Flow,
  by: string | null,
  finishedAt: number,
  endsAt: number,
): Step[] {
  const { tool } = draft.in.plan;
  const last = draft.in.plan.tool === 'jira' && random.chance(0.93) ? flow.done[0] : random.pick(flow.done);
  // What hangs in a list named after its goal is ticked off where it hangs.
  const moves = draft.stays === null && (tool !== 'asana' || random.chance(0.6));
  const done: Step = {
    at: finishedAt,
    by,
    change: () => ({ completed: true, ...(moves && last !== undefined ? { status: last } : {}) }),
  };
  const tidiesAt = finishedAt + random.int(5, 30) * dayMs;
  if (tool !== 'trello' || tidiesAt > endsAt || random.chance(0.5)) return [done];
  return [done, { at: tidiesAt, by, change: () => ({ archived: true }) }];
}

export function assignSteps(
  random: Random,
  draft: Draft,
  assigneeId: string,
  { endsAt }: Times,
  finishedAt: number | null,
): Step[] {
  const latest = Math.min(finishedAt ?? endsAt, endsAt) - hourMs;
  const at = random.chance(0.5) ? draft.createdAt : Math.min(draft.createdAt + random.int(1, 72) * hourMs, latest);
  return [{ at: Math.max(at, draft.createdAt), by: assigneeId, change: () => ({ assigneeId }) }];
}

/** Open work is looked at now and then: an estimate, a new date, another line of text. */
export function touchSteps(random: Random, draft: Draft, { endsAt }: Times, by: string | null): Step[] {
  if (random.chance(0.28)) return [];
  const at = Math.max(draft.createdAt, atWork(random, endsAt - random.next() ** 1.6 * 30 * dayMs));
  const note = fill(random, random.pick(notes));
  const touch = random.weighted<(state: SimTaskState) => Partial<SimTaskState>>([
    [() => ({ dueOn: toDay(endsAt + random.int(-4, 40) * dayMs) }), 3],
    [(state) => ({ text: [state.text, note].filter((part) => part !== '').join('\n\n') }), 4],
    [
      (state) =>
        state.labels.includes('blocked')
          ? { labels: state.labels.filter((label) => label !== 'blocked') }
          : { labels: [...state.labels, 'blocked'] },
      1,
    ],
    [(state) => (draft.truth.is === 'container' ? {} : { estimate: (state.estimate ?? 1) + 1 }), 2],
  ]);
  return [{ at, by, change: touch }];
}

const notes = [
  'Talked to {person}; still wanted.',
  'Waiting for an answer from {hospital}.',
  'Smaller than we thought.',
  'Moved because of holidays.',
  'See comments of {weekday}.',
  'Needs a second pair of eyes.',
] as const;
