import type { SimTask, SimTaskState, SimTool, World } from '../../../src/demo/world.ts';

/** One more than each tool gives in a page, so that every connector asks for a second one. */
const copies: Readonly<Record<SimTool, number>> = { jira: 101, asana: 101, trello: 1001 };

const dayMs = 24 * 3_600_000;

/**
 * The world with one scope of each tool grown beyond a page by copies of one of its tasks; the first copy is given a bit of everything,
 * so that what is checked does not hang on what the generator happens to make.
 */
export function withMorePages(world: World): World {
  const added = Object.entries(copies).flatMap(([tool, count]) => {
    const task = plainTask(world, tool as SimTool);
    const made = Array.from({ length: count }, (_, at) => copyOf(task, at));
    return [withEverything(made[0] as SimTask, world), ...made.slice(1)];
  });
  return { ...world, tasks: [...world.tasks, ...added] };
}

/** The task that has a bit of everything. */
export function richTask(world: World, tool: SimTool): SimTask {
  const id = `${plainTask(world, tool).id}-copy-0`;
  const task = world.tasks.find((each) => each.id === id);
  if (!task) throw new Error('The world was not given more pages.');
  return task;
}

function plainTask(world: World, tool: SimTool): SimTask {
  const live = new Set(world.scopes.filter((scope) => scope.archivedAt === null).map((scope) => scope.id));
  const task = world.tasks.find(
    (each) =>
      each.tool === tool &&
      live.has(each.scopeId) &&
      !each.parentId &&
      !each.mirrorOf &&
      each.alsoIn.length === 0 &&
      each.kind !== 'epic',
  );
  if (!task) throw new Error(`The world has no plain ${tool} task.`);
  return task;
}

function withEverything(task: SimTask, world: World): SimTask {
  const [one, other] = world.people.filter((person) => person.accounts[task.tool]).map((person) => person.id);
  const initial: SimTaskState = {
    ...task.initial,
    text: 'First paragraph.\n\nSecond, with a link: https://example.com/why',
    labels: ['first'],
    fields: { ...task.initial.fields, OKR: 'KR2.1' },
    estimate: 3,
    assigneeId: null,
    dueOn: '2026-12-01',
    attachments: [{ name: 'Why', url: 'https://example.com/why' }],
    archived: false,
    completed: false,
  };
  const groups = world.scopes.find((scope) => scope.id === task.scopeId)?.groups ?? [];
  const elsewhere = groups.find((group) => group.vendorId !== task.initial.status)?.vendorId;
  const sets: readonly Partial<SimTaskState>[] = [
    { assigneeId: one ?? null },
    { assigneeId: other ?? null, labels: ['first', 'second'], title: `${task.initial.title}, again` },
    { ...(elsewhere ? { status: elsewhere } : {}), completed: true, dueOn: '2026-12-08' },
    { completed: false, assigneeId: null, labels: ['second'], estimate: 5, archived: true },
    { archived: false, attachments: [...initial.attachments, { name: 'How', url: 'https://example.com/how' }] },
  ];
  // Some of it before the first pull, some after, some within the day that Asana remembers events.
  const days = [30, 20, 10, 3, 0.5];
  const events = sets.map((set, at) => ({ at: world.endsAt - (days[at] as number) * dayMs, by: one ?? null, set }));
  return { ...task, createdAt: Math.min(task.createdAt, world.endsAt - 40 * dayMs), initial, events };
}

function copyOf(task: SimTask, at: number): SimTask {
  const tail = (at + 1).toString(16).padStart(6, '0');
  const vendorId = {
    jira: () => String(Number(task.vendorId) + 500_000 + at),
    asana: () => String(BigInt(task.vendorId) + 1_000_000n + BigInt(at)),
    // Its first digits are the second of its creation, which a copy shares.
    trello: () => `${task.vendorId.slice(0, -6)}${tail}`,
  }[task.tool]();
  const key = { jira: () => `${task.key?.split('-')[0]}-${50_000 + at}`, asana: () => null, trello: () => `zz${tail}` }[
    task.tool
  ]();
  return { ...task, id: `${task.id}-copy-${at}`, vendorId, key };
}
