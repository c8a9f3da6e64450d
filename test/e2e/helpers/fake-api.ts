import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../../src/api/schemas/common.ts';
import type { DecideTasksBody } from '../../../src/api/schemas/decisions.ts';
import type { DecideProposalBody } from '../../../src/api/schemas/proposals.ts';
import type { DecideCarryingBody, DecideLinksBody, TaskDetail } from '../../../src/api/schemas/tasks.ts';
import { listTools } from '../../../src/usecases/list-tools.ts';
import {
  alignment,
  byTeam,
  carry,
  decide,
  decideTasks,
  type FakeState,
  facets,
  list,
  precision,
  putThreshold,
  session,
  trend,
  undo,
} from './fake-answers.ts';
import { checkInsOf } from './fake-check-ins.ts';
import { makeConnections, makeDeliveries } from './fake-connections.ts';
import { makeFirstRun } from './fake-first-run.ts';
import { answerGlossary, makeGlossary } from './fake-glossary.ts';
import { answerList } from './fake-list.ts';
import { goals, managers, now, teams } from './fake-organisation.ts';
import { answerOverview } from './fake-overview.ts';
import { decideProposal, listProposals, makeProposals } from './fake-proposals.ts';
import { review } from './fake-review.ts';
import { makeRules } from './fake-rules.ts';
import { makeSavedViews } from './fake-saved-views.ts';
import { makeTask } from './fake-tasks.ts';
import { findManager, findTeam, listTeams, pageReads } from './fake-teams.ts';

const built = fileURLToPath(new URL('../../../dist/dashboard', import.meta.url));

/** A server that speaks the API's shapes over made-up data and serves the built dashboard: for states, not for truth. */
export async function startFakeApi(taskCount = 132) {
  const state: FakeState = {
    tasks: Array.from({ length: taskCount }, (_, n) => makeTask(n)),
    role: 'owner',
    isSignedIn: true,
    hasConnections: true,
    hasGoals: true,
    proposals: makeProposals(),
    glossary: makeGlossary(),
    savedViews: makeSavedViews(),
    rules: makeRules(),
    isCalibrated: true,
    movedTo: 0.74,
    themesDone: new Set(),
    faulty: new Set(),
    refused: new Set(),
    held: null,
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
    /** Keeps every answer back until what this gives is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      state.held = promise;
      return () => {
        state.held = null;
        resolve();
      };
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
  if (path === '/events' && !state.faulty.has(path)) return openStream(response, streams);
  const body = request.method === 'GET' ? undefined : JSON.parse((await readBody(request)) || 'null');
  if (request.method !== 'GET') state.sent.push({ method: request.method ?? '', path, body });
  await state.held;
  if (state.faulty.has(path))
    return send(response, 500, problem(500, 'internal', 'Plumbline met a fault. It is in the log under this number.'));
  if (path === '/session/ways') return send(response, 200, { organisation: 'Larkfield', hasMail: false });
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
  const overview = answerOverview(method, path, query, state);
  if (overview) return ok(overview);
  if (path === '/links/precision') return ok(precision(state));
  if (path === '/links/thresholds') return ok(putThreshold(body as { to: number | null }, state));
  if (path === '/links/review') return ok(review(state, query));
  if (resource === 'links')
    return ok(
      id === 'undo'
        ? undo(body as { decisionIds: number[] }, state, before)
        : decide(body as DecideLinksBody, state, before),
    );
  if (path === '/decisions' && method === 'GET') return ok({ items: [], nextCursor: null, total: null, hidden: 0 });
  if (resource === 'saved-views') return ok(state.savedViews(method, id, part, body));
  if (resource === 'decisions')
    return ok(
      id === 'undo'
        ? undo(body as { decisionIds: number[] }, state, before)
        : decideTasks(body as DecideTasksBody, state, before),
    );
  if (path === '/session') return ok(session(state));
  if (path === '/alignment') return ok(alignment(state, query));
  if (path === '/alignment/trend') return ok(trend());
  if (path === '/alignment/by-team') return ok(byTeam(state, query));
  if (path === '/flags') return ok(facets(state, query));
  if (path === '/tasks') return ok(list(state, query));
  const listed = answerList(state, path, query);
  if (listed) return ok(listed);
  if (resource === 'tasks') {
    const task = state.tasks.find((one) => one.id === id);
    if (task && part === 'carries')
      return ok(
        path.endsWith('/undo')
          ? undo({ decisionIds: [1] }, state, before)
          : carry(task, body as DecideCarryingBody, state, before),
      );
    return task ? ok(task) : send(response, 404, problem(404, 'not-found', 'There is no such task.'));
  }
  if (path === '/goals') return ok({ items: state.hasGoals ? goals : [], mayEdit: state.role !== 'member' });
  if (resource === 'goals') {
    const goal = goals.find((one) => one.key === id);
    if (!goal) return send(response, 404, problem(404, 'not-found', 'There is no such goal.'));
    if (part === 'check-ins') return ok(checkInsOf(goal));
    if (part === 'history') return ok({ items: [], nextCursor: null });
    const parents = goals.filter(
      (one) => one.key === goal.parentKey || (goal.kind === 'key-result' && one.kind === 'vision'),
    );
    return ok({
      ...goal,
      ...{ asOf: null, now: null, closedOn: goal.isClosed ? '2026-11-01' : null, weight: 1 },
      above: parents,
      children: goals.filter((one) => one.parentKey === id),
      byTeam: [
        { team: teams[0], liveTasks: 34 },
        { team: null, liveTasks: 6 },
      ],
      sources: [
        {
          title: 'OKRs 2026-Q4: Interfaces',
          url: 'https://tools.example/wiki/page-plan',
          tool: 'confluence',
          path: ['What we promise'],
          page: 'readable',
          isMissing: false,
          isChanged: true,
          proposalId: 'page-plan',
          removedFrom: null,
        },
        {
          title: null,
          url: null,
          tool: 'notion',
          path: [],
          page: 'unreadable',
          isMissing: false,
          isChanged: false,
          proposalId: null,
          removedFrom: null,
        },
      ],
    });
  }
  if (resource === 'glossary') {
    const found = answerGlossary(state, method, id, part, query, body);
    return 'detail' in found ? send(response, found.status, found) : ok(found);
  }
  if (path === '/proposals') return ok(listProposals(state.proposals, query));
  if (resource === 'proposals') {
    const found = state.proposals.find((one) => one.id === id);
    if (!found) return send(response, 404, problem(404, 'no-such-proposal', `There is no proposal ${id}.`));
    if (part === undefined) return ok(found);
    if (path.endsWith('/undo')) {
      state.proposals = makeProposals();
      return ok({ kept: [{ key: 'KR3.1', because: 'tasks were found to serve it; it is closed instead' }] });
    }
    const decided = decideProposal(state.proposals, id, body as DecideProposalBody);
    const changed = 'The page or the goals changed since you looked; nothing was taken over. Look again.';
    return decided ? ok(decided) : send(response, 422, problem(422, 'seen-changed', changed));
  }
  const connections = state.hasConnections ? makeConnections() : [];
  if (path === '/connections' && method === 'POST') {
    const { token } = body as { token: string };
    return token.startsWith('good')
      ? ok(makeConnections()[0])
      : send(response, 422, problem(422, 'refused', 'Jira refuses this token. Make a new one and paste it whole.'));
  }
  if (path === '/connections') return ok({ items: connections });
  if (path === '/connections/tools') return ok({ items: listTools() });
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
  if (path === '/notices') return ok({ items: [] });
  if (path === '/first-run') return ok(makeFirstRun(state));
  if (path === '/deliveries') return ok({ items: state.hasConnections ? makeDeliveries() : [], nextCursor: null });
  if (resource === 'scopes') return response.writeHead(204).end();
  if (resource === 'rules') return ok(state.rules(state, method, id, body));
  if (path === '/page-reads') return ok(pageReads);
  if (resource === 'managers') {
    const found = findManager(state, id);
    return found ? ok(found) : send(response, 404, problem(404, 'unknown-manager', 'There is no such manager.'));
  }
  if (path === '/teams') return ok(listTeams(state));
  if (resource === 'teams') {
    const found = findTeam(state, id);
    return found ? ok(found) : send(response, 404, problem(404, 'unknown-team', 'There is no such team.'));
  }
  if (resource === 'people')
    return ok({
      items: managers.map((manager) => ({ ...manager, team: null, isManager: true })),
      left: [],
      stopped: [],
      unmatched: [
        { connectionId: 'jira-1', tool: 'jira', externalId: 'acc-9', name: 'A. Sousa', email: null, tasks: 12 },
      ],
    });
  if (resource === 'cycles')
    return ok({
      next: { name: '2027-Q1', startsOn: '2027-01-01', endsOn: '2027-03-31' },
      items: [
        {
          ...{ id: 'c1', name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31' },
          ...{ isCurrent: true, closedOn: null, goals: 5, openGoals: 4 },
        },
      ],
    });
  return send(response, 404, problem(404, 'not-found', `Nothing is at ${path}.`));
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
  const isFile = path.startsWith('/assets/') || ['/favicon.svg', '/color-scheme.js', '/preload-page.js'].includes(path);
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
