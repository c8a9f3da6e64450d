/** What becomes of a draft: when it was made, who worked on it, what was added later, and where it stands at the end. */
import type { SimEvent, SimPerson, SimTaskState, SimTeam } from '../world.ts';
import { atWork, dayMs, hourMs } from './calendar.ts';
import type { Draft, Statement } from './drafts.ts';
import { type Flow, flowOf } from './flows.ts';
import { toDay } from './goals.ts';
import type { Random } from './random.ts';
import { slots } from './topics/slots.ts';
import { fill } from './words.ts';

export interface Times {
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface Staff {
  readonly people: readonly SimPerson[];
  readonly teams: readonly SimTeam[];
  readonly goalTitles: ReadonlyMap<string, string>;
}

export interface Life {
  readonly createdAt: number;
  readonly authorId: string | null;
  readonly initial: SimTaskState;
  readonly events: readonly SimEvent[];
  /** When it was finished; null while open. */
  readonly finishedAt: number | null;
}

/** A change before it is laid over the state it meets. */
interface Step {
  readonly at: number;
  readonly by: string | null;
  readonly change: (state: SimTaskState) => Partial<SimTaskState>;
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

function firstState(random: Random, draft: Draft, flow: Flow, isStated: boolean, staff: Staff): SimTaskState {
  const { plan } = draft.in;
  const state: SimTaskState = {
    title: draft.title,
    text: draft.text,
    status: draft.stays ?? flow.todo[0] ?? '',
    labels: random.chance(0.2) ? [...draft.labels, random.pick(neutralLabels)] : draft.labels,
    fields: { ...draft.fields, ...drawFields(random, draft, staff) },
    estimate:
      random.chance(estimateShare[plan.tool]) && draft.truth.is !== 'container'
        ? drawEstimate(random, plan.tool)
        : null,
    assigneeId: null,
    dueOn: random.chance(plan.tool === 'asana' ? 0.45 : 0.2)
      ? toDay(draft.createdAt + random.int(7, 90) * dayMs)
      : null,
    attachments: random.chance(plan.tool === 'trello' ? 0.12 : plan.tool === 'jira' ? 0.04 : 0)
      ? [drawAttachment(random)]
      : [],
    archived: false,
    completed: false,
  };
  return isStated ? { ...state, ...stated(state, draft.statement as Statement, staff) } : state;
}

const neutralLabels = [
  'customer-request',
  'quick-win',
  'needs-refinement',
  'ux',
  'backend',
  'blocked',
  'idea',
  'from-workshop',
] as const;
const estimateShare = { jira: 0.68, asana: 0.4, trello: 0.25 } as const;

function drawEstimate(random: Random, tool: Draft['in']['plan']['tool']): number {
  return tool === 'jira'
    ? random.weighted([
        [1, 3],
        [2, 4],
        [3, 5],
        [5, 4],
        [8, 2],
        [13, 1],
      ] as const)
    : random.weighted([
        [1, 2],
        [2, 3],
        [4, 4],
        [8, 3],
        [16, 1],
      ] as const);
}

function drawFields(random: Random, draft: Draft, staff: Staff): Record<string, string> {
  const fields: Record<string, string> = {};
  const hospital = slots.hospital?.find((name) => draft.title.includes(name));
  if (hospital !== undefined && random.chance(0.6)) fields.Customer = hospital;
  const team = staff.teams.find((candidate) => candidate.id === draft.in.plan.teamId);
  if (team !== undefined && draft.in.plan.style === 'company-managed' && random.chance(0.6)) fields.Team = team.name;
  return fields;
}

function drawAttachment(random: Random): { name: string; url: string } {
  const page = random.text('abcdefghijkmnpqrstuvwxyz23456789', 10);
  return random.pick([
    { name: 'Draft', url: `https://docs.larkfield.example/d/${page}` },
    { name: 'Photos', url: `https://files.larkfield.example/s/${page}` },
    { name: 'Notes of the call', url: `https://wiki.larkfield.example/pages/${page}` },
  ]);
}

/** The state with the goal written where a person wrote it. */
function stated(state: SimTaskState, { place, goals }: Statement, staff: Staff): Partial<SimTaskState> {
  const [first = ''] = goals;
  if (place === 'title') return { title: `[${goals.join(', ')}] ${state.title}` };
  if (place === 'text')
    return { text: [state.text, `Contributes to ${goals.join(' and ')}.`].filter((part) => part !== '').join('\n\n') };
  if (place === 'field')
    return {
      fields: {
        ...state.fields,
        OKR: goals.length > 1 ? goals.join(', ') : `${first} ${staff.goalTitles.get(first) ?? ''}`.trim(),
      },
    };
  return { labels: [...state.labels, ...goals.map((goal) => `okr:${goal.toLowerCase()}`)] };
}

function workSteps(
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
  const moves = tool !== 'asana' || random.chance(0.6);
  const done: Step = {
    at: finishedAt,
    by,
    change: () => ({ completed: true, ...(moves && last !== undefined ? { status: last } : {}) }),
  };
  const tidiesAt = finishedAt + random.int(5, 30) * dayMs;
  if (tool !== 'trello' || tidiesAt > endsAt || random.chance(0.5)) return [done];
  return [done, { at: tidiesAt, by, change: () => ({ archived: true }) }];
}

function assignSteps(
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
function touchSteps(random: Random, draft: Draft, { endsAt }: Times, by: string | null): Step[] {
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
