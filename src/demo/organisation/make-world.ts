import type { SimTask, SimTool, Truth, World } from '../world.ts';
import { dayMs, hourMs } from './calendar.ts';
import type { Draft, Staff, Times } from './drafts.ts';
import { makeGoals } from './goals.ts';
import { drawCreation, type Life, makeLife } from './history.ts';
import { makePeople } from './people.ts';
import { planMirrors, planTasks } from './plan-tasks.ts';
import { putElsewhere } from './put-elsewhere.ts';
import { makeRandom, type Random } from './random.ts';
import { organisationRules } from './rules.ts';
import { archivedScope, hexId, type PlannedScope, planScopes } from './scopes.ts';
import { makeWikis } from './wikis/make-wikis.ts';

const historyDays = 56;

/**
 * A believable organisation with eight weeks of history. Pure: the same arguments give the same world.
 *
 * @param options.tasks How many tasks all tools hold together, containers and mirror cards included.
 * @param options.now Where the world ends, milliseconds since 1970.
 */
export function makeWorld(options: { seed: string; tasks?: number; now: number }): World {
  const { seed, tasks = 1200, now } = options;
  const random = makeRandom(`plumbline/${seed}`);
  const times: Times = { startsAt: now - historyDays * dayMs, endsAt: now };
  const { people, teams } = makePeople(random.fork('people'));
  const { goals, cycles } = makeGoals(people, teams, now);
  const planned = planScopes(random.fork('scopes'), tasks, times.startsAt);
  const drafts = planAll(random, planned, times);
  const staff: Staff = { people, teams, goalTitles: new Map(goals.map((goal) => [goal.key, goal.title])) };
  const lives = liveAll(random.fork('lives'), drafts, times, staff);
  putElsewhere(drafts, lives);
  const { simTasks, truth } = nameAll(random.fork('ids'), drafts, lives);
  const scopes = [...planned.map(({ scope }) => scope), archivedScope(times.startsAt)];
  const known = { people, cycles, goals, scopes, tasks: simTasks, truth, ...times };
  const written = makeWikis(random.fork('wikis'), known);
  return {
    seed,
    startsAt: times.startsAt,
    endsAt: times.endsAt,
    organisation: { name: 'Larkfield Health', timeZone: 'Europe/Lisbon' },
    people,
    teams,
    cycles,
    goals,
    rules: organisationRules,
    scopes,
    tasks: written.tasks,
    truth,
    wikis: written.wikis,
  };
}

function planAll(random: Random, planned: readonly PlannedScope[], times: Times): Draft[] {
  const byScope = new Map(
    planned.map((scope) => [scope, planTasks(random.fork(`tasks/${scope.scope.id}`), scope, planned)]),
  );
  const creation = random.fork('creation');
  for (const drafts of byScope.values()) dateDrafts(creation, drafts, times);
  planMirrors(random.fork('mirrors'), planned, byScope);
  return [...byScope.values()].flat();
}

/** Leaves get their day first; a parent is older than its oldest child. */
function dateDrafts(random: Random, drafts: readonly Draft[], times: Times): void {
  for (const draft of drafts) if (draft.truth.is !== 'container') draft.createdAt = drawCreation(random, draft, times);
  for (const draft of drafts.toReversed()) {
    const { parent } = draft;
    if (parent === null) continue;
    const before = draft.createdAt - random.int(1, 9 * 24) * hourMs;
    parent.createdAt = parent.createdAt === 0 ? before : Math.min(parent.createdAt, before);
  }
}

function liveAll(random: Random, drafts: readonly Draft[], times: Times, staff: Staff): Map<Draft, Life> {
  const lives = new Map<Draft, Life>();
  const children = Map.groupBy(
    drafts.filter((draft) => draft.parent !== null),
    (draft) => draft.parent as Draft,
  );
  for (const draft of drafts.toReversed()) {
    if (draft.mirrorOf !== null) continue;
    const ends = children.get(draft)?.map((child) => lives.get(child)?.finishedAt ?? null);
    const doneAt =
      ends === undefined || ends.includes(null)
        ? null
        : Math.min(times.endsAt - 60_000, Math.max(...(ends as number[])) + hourMs);
    lives.set(draft, makeLife(random, draft, times, staff, doneAt));
  }
  for (const draft of drafts)
    if (draft.mirrorOf !== null) lives.set(draft, mirrorLife(draft, lives.get(draft.mirrorOf) as Life));
  return lives;
}

/** A mirror shows its source: same title, always in the first list of its own board. */
function mirrorLife(draft: Draft, source: Life): Life {
  const list = draft.in.scope.groups[0]?.vendorId ?? '';
  const withoutPlace = source.events.flatMap((event) => {
    const { status: _, archived: __, ...set } = event.set;
    return Object.keys(set).length === 0 ? [] : [{ ...event, set }];
  });
  return { ...source, createdAt: source.createdAt, initial: { ...source.initial, status: list }, events: withoutPlace };
}

/** Ids and keys go up with time, as the tools give them. */
function nameAll(
  random: Random,
  drafts: readonly Draft[],
  lives: ReadonlyMap<Draft, Life>,
): { simTasks: SimTask[]; truth: Map<string, Truth> } {
  const order = drafts
    .map((draft, at) => ({ draft, at }))
    .sort((left, right) => left.draft.createdAt - right.draft.createdAt || left.at - right.at);
  const namer = makeNamer(random);
  const named = new Map(order.map(({ draft }) => [draft, namer(draft)]));
  const truth = new Map<string, Truth>();
  const simTasks = order.map(({ draft }): SimTask => {
    const { id, vendorId, key } = named.get(draft) as Name;
    const life = lives.get(draft) as Life;
    truth.set(id, draft.truth);
    return {
      id,
      tool: draft.in.plan.tool,
      vendorId,
      key,
      scopeId: draft.in.scope.id,
      alsoIn: draft.alsoIn,
      kind: draft.kind,
      parentId: draft.parent === null ? null : (named.get(draft.parent)?.id ?? null),
      mirrorOf: draft.mirrorOf === null ? null : (named.get(draft.mirrorOf)?.id ?? null),
      authorId: life.authorId,
      createdAt: draft.createdAt,
      initial: life.initial,
      events: life.events,
    };
  });
  return { simTasks, truth };
}

interface Name {
  readonly id: string;
  readonly vendorId: string;
  readonly key: string | null;
}

function makeNamer(random: Random): (draft: Draft) => Name {
  const counts = new Map<string, number>();
  const count = (what: string): number => {
    const next = (counts.get(what) ?? 0) + 1;
    counts.set(what, next);
    return next;
  };
  return (draft) => {
    const tool: SimTool = draft.in.plan.tool;
    const number = count(tool);
    const id = `${tool}-${number}`;
    if (tool === 'jira')
      return { id, vendorId: String(20_000 + number), key: `${draft.in.scope.key}-${count(draft.in.scope.id)}` };
    if (tool === 'asana') return { id, vendorId: String(1_207_000_000_000_000 + number * 1_013), key: null };
    return {
      id,
      vendorId: hexId(random, draft.createdAt),
      key: random.text('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789', 8),
    };
  };
}
