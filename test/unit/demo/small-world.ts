/** A world small enough to count by hand: one Asana project with everything, one large; one Trello board with everything, one large. */
import { idOf } from '../../../src/demo/trello/ids.ts';
import type { SimEvent, SimScope, SimTask, SimTaskState, Truth, World } from '../../../src/demo/world.ts';

export const dayMs = 24 * 3_600_000;
export const endsAt = Date.UTC(2026, 10, 20, 12);
export const startsAt = endsAt - 56 * dayMs;

const state: SimTaskState = {
  title: '',
  text: '',
  status: '',
  labels: [],
  fields: {},
  estimate: null,
  assigneeId: null,
  dueOn: null,
  attachments: [],
  archived: false,
  completed: false,
};

interface TaskParts {
  readonly initial?: Partial<SimTaskState>;
  readonly events?: readonly SimEvent[];
  readonly createdAt?: number;
  readonly parentId?: string;
  readonly mirrorOf?: string;
  readonly alsoIn?: SimTask['alsoIn'];
}

function asanaTask(number: number, scopeId: string, parts: TaskParts = {}): SimTask {
  const id = `asana-${number}`;
  return {
    id,
    tool: 'asana',
    vendorId: String(1200000000001000 + number),
    key: null,
    scopeId,
    alsoIn: parts.alsoIn ?? [],
    kind: parts.parentId ? 'subtask' : 'task',
    parentId: parts.parentId ?? null,
    mirrorOf: null,
    authorId: 'p1',
    createdAt: parts.createdAt ?? startsAt,
    initial: { ...state, title: `Task ${number}`, status: '501', ...parts.initial },
    events: parts.events ?? [],
  };
}

function trelloCard(number: number, scopeId: string, parts: TaskParts = {}): SimTask {
  const createdAt = parts.createdAt ?? startsAt + number * 1000;
  return {
    id: `trello-${number}`,
    tool: 'trello',
    vendorId: idOf(createdAt, `card ${number}`),
    key: `C${String(number).padStart(7, '0')}`,
    scopeId,
    alsoIn: [],
    kind: 'card',
    parentId: null,
    mirrorOf: parts.mirrorOf ?? null,
    authorId: 'p1',
    createdAt,
    initial: { ...state, title: `Card ${number}`, status: lists.todo, ...parts.initial },
    events: parts.events ?? [],
  };
}

export const lists = {
  todo: idOf(startsAt - dayMs, 'list todo'),
  done: idOf(startsAt - dayMs, 'list done'),
  old: idOf(startsAt - dayMs, 'list old'),
  large: idOf(startsAt - dayMs, 'list large'),
};
export const boardIds = { small: idOf(startsAt - dayMs, 'board small'), large: idOf(startsAt - dayMs, 'board large') };

const at = (day: number) => startsAt + day * dayMs;

const tasks: SimTask[] = [
  asanaTask(1, 's1', {
    initial: {
      text: 'Why <this> & that',
      labels: ['o2'],
      fields: { OKR: 'KR2.1' },
      estimate: 3,
      assigneeId: 'p1',
      dueOn: '2026-11-30',
    },
    events: [
      { at: at(10), by: 'p2', set: { status: '502' } },
      { at: at(20), by: 'p1', set: { completed: true, assigneeId: 'p2' } },
    ],
    alsoIn: [{ scopeId: 's2', groupId: '601' }],
  }),
  asanaTask(2, 's1', { initial: { fields: { OKR: 'KR2.1' } } }),
  asanaTask(3, 's1', { createdAt: at(30) }),
  asanaTask(4, 's1', { parentId: 'asana-1', createdAt: at(1) }),
  asanaTask(5, 's1', { parentId: 'asana-4', createdAt: at(2) }),
  ...Array.from({ length: 1050 }, (_, index) => asanaTask(100 + index, 's3', { createdAt: startsAt + index * 1000 })),
  trelloCard(1, 'b1', {
    initial: { labels: ['O2'], fields: { OKR: 'KR2.1' }, assigneeId: 'p1', dueOn: '2026-11-30' },
    events: [
      { at: at(10), by: 'p2', set: { status: lists.done, completed: true } },
      { at: at(11), by: 'p1', set: { labels: ['O2', 'late'], assigneeId: 'p2' } },
      { at: at(12), by: 'p1', set: { archived: true, fields: { OKR: 'KR2.2' }, estimate: 5 } },
      { at: at(13), by: 'p1', set: { attachments: [{ name: 'Goal', url: 'https://example.com/goal' }] } },
    ],
  }),
  trelloCard(2, 'b1', { initial: { fields: { OKR: 'KR2.1' }, status: lists.old } }),
  trelloCard(3, 'b1', { mirrorOf: 'trello-1' }),
  trelloCard(4, 'b1', { createdAt: at(40) }),
  ...Array.from({ length: 2100 }, (_, index) => trelloCard(1000 + index, 'b2', { initial: { status: lists.large } })),
];

const scopes: SimScope[] = [
  scope('s1', 'asana', '401', 'Onboarding', [group('501', 'To do'), group('502', 'Doing')]),
  scope('s2', 'asana', '402', 'Launch', [group('601', 'Ideas')]),
  scope('s3', 'asana', '403', 'Large', [group('701', 'All')]),
  { ...scope('s4', 'asana', '404', 'Archived', []), archivedAt: at(5) },
  scope('b1', 'trello', boardIds.small, 'Ward requests', [
    group(lists.todo, 'To do'),
    group(lists.done, 'Done'),
    { ...group(lists.old, 'Old'), archivedAt: at(15) },
  ]),
  scope('b2', 'trello', boardIds.large, 'Large board', [group(lists.large, 'All')]),
];

function scope(
  id: string,
  tool: SimScope['tool'],
  vendorId: string,
  name: string,
  groups: SimScope['groups'],
): SimScope {
  return { id, tool, vendorId, key: null, name, teamId: 't1', style: null, archivedAt: null, groups };
}

function group(vendorId: string, name: string): SimScope['groups'][number] {
  return { vendorId, name, archivedAt: null };
}

function person(id: string, name: string, email: string | null): World['people'][number] {
  return {
    id,
    name,
    email: `${id}@example.com`,
    teamId: 't1',
    managerId: null,
    accounts: {
      asana: { id: `90${id.slice(1)}`, name, email },
      trello: { id: idOf(startsAt - dayMs, `member ${id}`), name, username: id, email: null },
    },
  };
}

function goal(key: string, kind: 'objective' | 'key-result', parent: string | null): World['goals'][number] {
  return {
    key,
    kind,
    title: `Title of ${key}`,
    description: '',
    parent,
    cycle: '2026-Q4',
    from: kind === 'key-result' ? 0 : null,
    to: kind === 'key-result' ? 10 : null,
    unit: null,
    by: null,
    ownerEmail: 'p1@example.com',
    team: 'Onboarding',
    commitment: 'committed',
    weight: 1,
    closedOn: null,
  };
}

const serves = (clue: 'stated' | 'inherited'): Truth => ({ is: 'serves', goals: ['O2'], clue });

export const smallWorld: World = {
  seed: 'small',
  endsAt,
  startsAt,
  organisation: { name: 'Small', timeZone: 'Europe/Berlin' },
  people: [person('p1', 'Ada Blum', 'p1@example.com'), person('p2', 'Ben Cole', null)],
  teams: [{ id: 't1', name: 'Onboarding', leadId: 'p1' }],
  cycles: [{ name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31' }],
  goals: [goal('O2', 'objective', null), goal('O3', 'objective', null), goal('KR2.1', 'key-result', 'O2')],
  rules: [],
  scopes,
  tasks,
  truth: new Map<string, Truth>([
    ...tasks.filter((task) => task.scopeId === 's3').map((task) => [task.id, serves('inherited')] as const),
    ['asana-1', serves('stated')],
    ['asana-2', { is: 'none' }],
  ]),
};
