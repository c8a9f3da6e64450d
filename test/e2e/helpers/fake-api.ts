import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AlignmentAnswer, ByTeamAnswer, TrendAnswer } from '../../../src/api/schemas/alignment.ts';
import type { Problem } from '../../../src/api/schemas/common.ts';
import type { DecideLinksBody, FacetsAnswer, TaskDetail } from '../../../src/api/schemas/tasks.ts';
import { FLAG_STATES, type FlagState } from '../../../src/domain/flag.ts';
import { goals, makeConnections, makeTask, managers, now, teams } from './fake-organisation.ts';

const built = fileURLToPath(new URL('../../../dist/dashboard', import.meta.url));

const unaligned: readonly FlagState[] = [
  'no-why',
  'suggested',
  'closed-goal',
  'wrong-cycle',
  'broken-link',
  'over-allowance',
  'pending-decision',
];
const decided: readonly FlagState[] = ['ktlo', 'approved', 'not-now'];

/** What a test changes to bring a page into a state that is hard to reach for real. */
export interface FakeState {
  tasks: TaskDetail[];
  role: 'owner' | 'member';
  isSignedIn: boolean;
  hasConnections: boolean;
  hasGoals: boolean;
  /** Paths under /api/v1 that answer 500. */
  faulty: Set<string>;
  /** Task ids whose link is refused. */
  refused: Set<string>;
  delayMs: number;
  /** Bodies of every POST, PUT and PATCH, oldest first. */
  readonly sent: { method: string; path: string; body: unknown }[];
}

/** A server that speaks the API's shapes over made-up data and serves the built dashboard: for states, not for truth. */
export async function startFakeApi(taskCount = 132) {
  const state: FakeState = {
    tasks: Array.from({ length: taskCount }, (_, n) => makeTask(n)),
    role: 'owner',
    isSignedIn: true,
    hasConnections: true,
    hasGoals: true,
    faulty: new Set(),
    refused: new Set(),
    delayMs: 0,
    sent: [],
  };
  const streams = new Set<ServerResponse>();
  const before = new Map<number, TaskDetail>();
  const server = createServer((request, response) => {
    answer(request, response, state, streams, before).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(Number(process.env.FAKE_API_PORT ?? 0), '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    /** Says something on the event stream of every open page. */
    say: (event: object) => {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    /** How many pages listen now. */
    listeners: () => streams.size,
    dropStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  state: FakeState,
  streams: Set<ServerResponse>,
  before: Map<number, TaskDetail>,
) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.startsWith('/api/v1/')) return serveFile(url.pathname, response);
  const path = url.pathname.slice('/api/v1'.length);
  if (path === '/events') return openStream(response, streams);
  const body = request.method === 'GET' ? undefined : JSON.parse((await readBody(request)) || 'null');
  if (request.method !== 'GET') state.sent.push({ method: request.method ?? '', path, body });
  if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs));
  if (state.faulty.has(path))
    return send(response, 500, problem(500, 'internal', 'Plumbline met a fault. It is in the log under this number.'));
  if (path === '/session' && request.method === 'POST') {
    if ((body as { token: string }).token.startsWith('good')) {
      state.isSignedIn = true;
      return send(response, 200, session(state));
    }
    return send(response, 401, problem(401, 'link-used', 'This sign-in link has been used or is too old.'));
  }
  if (path === '/session' && request.method === 'DELETE') {
    state.isSignedIn = false;
    return response.writeHead(204).end();
  }
  if (!state.isSignedIn) return send(response, 401, problem(401, 'signed-out', 'Open your sign-in link.'));
  return route(request.method ?? 'GET', path, url.searchParams, body, state, response, before);
}

function route(
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
  state: FakeState,
  response: ServerResponse,
  before: Map<number, TaskDetail>,
) {
  const ok = (answer: unknown) => send(response, 200, answer);
  const [, resource = '', id = '', part] = path.split('/').map(decodeURIComponent);
  if (resource === 'links')
    return ok(
      id === 'undo'
        ? undo(body as { decisionIds: number[] }, state, before)
        : decide(body as DecideLinksBody, state, before),
    );
  if (path === '/session') return ok(session(state));
  if (path === '/alignment') return ok(alignment(state, query));
  if (path === '/alignment/trend') return ok(trend());
  if (path === '/alignment/by-team') return ok(byTeam(state, query));
  if (path === '/flags') return ok(facets(state, query));
  if (path === '/tasks') return ok(list(state, query));
  if (resource === 'tasks') {
    const task = state.tasks.find((one) => one.id === id);
    return task ? ok(task) : send(response, 404, problem(404, 'not-found', 'There is no such task.'));
  }
  if (path === '/goals') return ok({ items: state.hasGoals ? goals : [] });
  if (resource === 'goals') {
    const goal = goals.find((one) => one.key === id);
    if (!goal) return send(response, 404, problem(404, 'not-found', 'There is no such goal.'));
    const parents = goals.filter(
      (one) => one.key === goal.parentKey || (goal.kind === 'key-result' && one.kind === 'vision'),
    );
    return ok({
      ...goal,
      above: parents,
      children: goals.filter((one) => one.parentKey === id),
      byTeam: [
        { team: teams[0], liveTasks: 34 },
        { team: null, liveTasks: 6 },
      ],
    });
  }
  const connections = state.hasConnections ? makeConnections() : [];
  if (path === '/connections' && method === 'POST') {
    const { token } = body as { token: string };
    return token.startsWith('good')
      ? ok(makeConnections()[0])
      : send(response, 422, problem(422, 'refused', 'Jira refuses this token. Make a new one and paste it whole.'));
  }
  if (path === '/connections') return ok({ items: connections });
  if (resource === 'connections') {
    const found = connections.find((one) => one.id === id);
    if (!found) return send(response, 404, problem(404, 'not-found', 'There is no such connection.'));
    if (part === 'set-asides')
      return ok({
        items: [
          {
            externalId: '10233',
            scopeName: 'Onboarding',
            reason: 'Its description is not a document.',
            at: new Date(now).toISOString(),
          },
        ],
        nextCursor: null,
      });
    if (part === 'mapping')
      return ok({
        ...found,
        mapping: { ...found.mapping, ...(body as object) },
        editedParts: Object.keys(body as object),
      });
    return ok(part === 'sync' ? found.recentRuns[0] : found);
  }
  if (resource === 'scopes') return response.writeHead(204).end();
  if (resource === 'teams') return ok({ items: teams.map((team) => ({ ...team, people: 6 })) });
  if (resource === 'people')
    return ok({
      items: managers.map((manager) => ({ ...manager, team: null, isManager: true })),
      unmatched: [
        { connectionId: 'jira-1', tool: 'jira', externalId: 'acc-9', name: 'A. Sousa', email: null, tasks: 12 },
      ],
    });
  if (resource === 'cycles')
    return ok({
      items: [{ id: 'c1', name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31', isCurrent: true }],
    });
  return send(response, 404, problem(404, 'not-found', `Nothing is at ${path}.`));
}

function session(state: FakeState) {
  return {
    person: { id: 'ana', name: 'Ana Sousa', email: 'ana@larkfield.example', role: state.role },
    organisation: { name: 'Larkfield', timeZone: 'Europe/Lisbon' },
    today: '2026-11-19',
    now: new Date(now).toISOString(),
    isDemo: true,
  };
}

function expand(word: string): string[] {
  if (word === 'unaligned') return [...unaligned];
  return word === 'decided' ? [...decided] : [word];
}

function matches(task: TaskDetail, query: URLSearchParams): boolean {
  const wanted = (query.get('state') ?? '').split(',').filter(Boolean).flatMap(expand);
  const text = query.get('q')?.toLowerCase();
  if (wanted.length > 0 && !wanted.includes(task.flag?.state ?? '')) return false;
  if (query.get('team') && (task.team?.id ?? 'none') !== query.get('team')) return false;
  if (query.get('tool') && task.tool !== query.get('tool')) return false;
  if (query.get('scope') && task.scope?.id !== query.get('scope')) return false;
  if (query.get('minAgeDays') && (task.ageDays ?? 0) < Number(query.get('minAgeDays'))) return false;
  if (query.get('goal') && !task.goals.some((goal) => goal.key === query.get('goal'))) return false;
  return !text || task.url === text || task.title.toLowerCase().includes(text) || task.key?.toLowerCase() === text;
}

function list(state: FakeState, query: URLSearchParams) {
  const sort = query.get('sort') ?? '-age';
  const numberOf = (task: TaskDetail) => (sort.includes('estimate') ? (task.estimate ?? 0) : (task.ageDays ?? 0));
  const found = state.tasks.filter((task) => matches(task, query));
  found.sort((a, b) =>
    sort === 'title'
      ? a.title.localeCompare(b.title)
      : sort.startsWith('-')
        ? numberOf(b) - numberOf(a)
        : numberOf(a) - numberOf(b),
  );
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 25);
  return {
    items: found.slice(from, from + limit),
    nextCursor: from + limit < found.length ? String(from + limit) : null,
    total: found.length,
    hidden: found.length > 0 ? 3 : 0,
  };
}

function facets(state: FakeState, query: URLSearchParams): FacetsAnswer {
  const found = state.tasks.filter((task) => matches(task, query));
  const count = (test: (task: TaskDetail) => boolean) => found.filter(test).length;
  const scopes = [
    ...new Map(
      found.flatMap((task) => (task.scope ? [[task.scope.id, { scope: task.scope, tool: task.tool }] as const] : [])),
    ).values(),
  ];
  return {
    states: FLAG_STATES.map((name) => ({ state: name, count: count((task) => task.flag?.state === name) })),
    teams: [...teams, null].map((team) => ({
      team,
      count: count((task) => (task.team?.id ?? null) === (team?.id ?? null)),
    })),
    tools: (['jira', 'asana', 'trello'] as const).map((tool) => ({ tool, count: count((task) => task.tool === tool) })),
    scopes: scopes.map(({ scope, tool }) => ({ scope, tool, count: count((task) => task.scope?.id === scope.id) })),
    managers: managers.map((manager) => ({ manager, count: Math.ceil(found.length / 2) })),
  };
}

function sums(tasks: readonly TaskDetail[]) {
  const count = (states: readonly FlagState[]) =>
    tasks.filter((task) => task.flag && states.includes(task.flag.state)).length;
  return {
    aligned: count(['aligned']),
    unaligned: count(unaligned),
    decided: count(decided),
    unknown: count(['unknown']),
  };
}

function alignment(state: FakeState, query: URLSearchParams): AlignmentAnswer {
  const totals = sums(state.tasks);
  const judged = totals.aligned + totals.unaligned;
  const visible = state.tasks.length;
  return {
    week: '2026-W47',
    asOf: new Date(now).toISOString(),
    weight: (query.get('weight') ?? 'count') as 'count',
    rate: judged ? totals.aligned / judged : null,
    previousRate: judged ? totals.aligned / judged - 0.04 : null,
    totals,
    shares: FLAG_STATES.map((name) => {
      const count = state.tasks.filter((task) => task.flag?.state === name).length;
      return { state: name, share: visible ? Math.round((count / visible) * 100) : 0, weight: count, count };
    }),
    coverage: {
      visible,
      unknown: totals.unknown,
      excluded: 14,
      hidden: 12,
      weighed: 0.64,
      setAside: 2,
      withoutTeam: 19,
    },
    syncedAt: new Date(now - 720_000).toISOString(),
  };
}

function trend(): TrendAnswer {
  const rates = [0.21, 0.24, 0.23, 0.29, 0.33, 0.36, 0.38, 0.39, 0.43];
  return {
    weight: 'count',
    weeks: rates.map((rate, index) => {
      const start = Date.parse('2026-09-21T00:00:00Z') + index * 7 * 86_400_000;
      const toDay = (at: number) => new Date(at).toISOString().slice(0, 10);
      return {
        week: `2026-W${39 + index}`,
        startsOn: toDay(start),
        endsOn: toDay(start + 6 * 86_400_000),
        isUnfinished: index === rates.length - 1,
        rate,
        aligned: Math.round(rate * 100),
        unaligned: 100 - Math.round(rate * 100),
        decided: 20,
        unknown: 10,
      };
    }),
    cycles: [{ name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31' }],
  };
}

function byTeam(state: FakeState, query: URLSearchParams): ByTeamAnswer {
  return {
    weight: (query.get('weight') ?? 'count') as 'count',
    teams: [...teams, null].map((team) => {
      const tasks = state.tasks.filter((task) => (task.team?.id ?? null) === (team?.id ?? null));
      const totals = sums(tasks);
      const judged = totals.aligned + totals.unaligned;
      return { team, ...totals, rate: judged ? totals.aligned / judged : null, count: tasks.length };
    }),
  };
}

function decide(body: DecideLinksBody, state: FakeState, before: Map<number, TaskDetail>) {
  const decisionIds: number[] = [];
  const failed = body.items
    .filter((item) => state.refused.has(item.taskId))
    .map((item) => ({ taskId: item.taskId, code: 'changed', detail: 'Somebody else decided it a moment ago.' }));
  for (const item of body.items) {
    const at = state.tasks.findIndex((task) => task.id === item.taskId);
    const task = state.tasks[at];
    if (!task || state.refused.has(item.taskId)) continue;
    const id = before.size + 1;
    before.set(id, task);
    decisionIds.push(id);
    const goal = goals.find((one) => one.key === (item.goalKey ?? task.suggestion?.goal.key));
    state.tasks[at] =
      body.says === 'accepted'
        ? {
            ...task,
            suggestion: null,
            goals: goal ? [goal] : [],
            flag: {
              state: 'aligned',
              reason: `Ana Sousa linked it to ${goal?.key}.`,
              nextAction: 'none',
              since: new Date(now).toISOString(),
            },
          }
        : {
            ...task,
            suggestion: null,
            flag: {
              state: 'no-why',
              reason: 'Ana Sousa said it does not serve the goal suggested.',
              nextAction: 'link',
              since: new Date(now).toISOString(),
            },
          };
  }
  return { decisionIds, decided: decisionIds.length, failed };
}

function undo({ decisionIds }: { decisionIds: number[] }, state: FakeState, before: Map<number, TaskDetail>) {
  for (const id of decisionIds) {
    const task = before.get(id);
    const at = state.tasks.findIndex((one) => one.id === task?.id);
    if (task && at >= 0) state.tasks[at] = task;
  }
  return { undone: decisionIds.length };
}

function problem(status: number, code: string, detail: string): Problem {
  return { type: 'about:blank', title: 'Not possible', status, code, detail, requestId: 'req-7' };
}

function send(response: ServerResponse, status: number, answer: unknown) {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(answer));
}

function openStream(response: ServerResponse, streams: Set<ServerResponse>) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

async function serveFile(path: string, response: ServerResponse) {
  // A page's path may hold a dot (a task's id does), so only known places are files.
  const isFile = path.startsWith('/assets/') || ['/favicon.svg', '/color-scheme.js'].includes(path);
  const name = isFile ? normalize(path) : '/index.html';
  const file = await readFile(join(built, name)).catch(() => null);
  if (!file) return response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': types[extname(name)] ?? 'application/octet-stream',
    'content-security-policy':
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'",
  });
  response.end(file);
}
