/** A full pull, an incremental one and a census through the real connectors, and the refusals a simulator must know, all recorded. */
import { vi } from 'vitest';
import { asana } from '../../../connectors/asana/index.ts';
import type {
  Connector,
  ConnectorDefinition,
  Cursor,
  Page,
  ScopeRecord,
  ScopeSince,
} from '../../../connectors/connector.ts';
import { jira } from '../../../connectors/jira/index.ts';
import { trello } from '../../../connectors/trello/index.ts';
import { startAsana } from '../../../src/demo/asana/index.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { SimServer, SimTool, World } from '../../../src/demo/world.ts';
import { type Call, furtherCalls } from './further-calls.ts';
import type { Json } from './json-schema.ts';
import { driveLive, type Send } from './live-calls.ts';
import { richTask } from './more-pages.ts';
import { type Exchange, startProxy } from './proxy.ts';

const connectors: Readonly<Record<SimTool, ConnectorDefinition>> = { jira, asana, trello };
const simulators = { jira: startJira, asana: startAsana, trello: startTrello };
/** Ids that no task has. */
export const nobody: Readonly<Record<SimTool, string>> = {
  jira: '99999999',
  asana: '99',
  trello: '0'.repeat(24),
};
const weekMs = 7 * 24 * 3_600_000;

/** Requests that are refused, by tool: method and path, with credentials or with wrong ones. */
const refusals: Readonly<Record<SimTool, readonly { readonly path: string; readonly isKnown: boolean }[]>> = {
  jira: [
    { path: '/rest/api/3/myself', isKnown: false },
    { path: '/rest/api/3/search?jql=project%20%3D%20ONB', isKnown: true },
    { path: '/rest/api/3/search/jql?jql=order%20by%20id', isKnown: true },
  ],
  asana: [
    { path: '/api/1.0/users/me', isKnown: false },
    { path: '/api/1.0/tasks/1', isKnown: true },
    { path: '/api/1.0/tasks', isKnown: true },
    { path: '/api/1.0/events?resource=PROJECT', isKnown: true },
  ],
  trello: [
    { path: '/1/members/me', isKnown: false },
    { path: '/1/boards/000000000000000000000000', isKnown: true },
  ],
};

export interface Drive {
  readonly exchanges: readonly Exchange[];
  /** Tasks the full pull brought. */
  readonly tasks: number;
  /** Records the connector could not read. */
  readonly setAside: number;
  /** Of the tasks read again, those it says are gone: the one that never was. */
  readonly missing: readonly string[];
  /** What webhooks brought. */
  readonly delivered: readonly Json[];
}

export async function driveTool(tool: SimTool, world: World): Promise<Drive> {
  const simulator = await simulators[tool](world, { now: world.endsAt - weekMs, rateLimits: 'off' });
  const proxy = await startProxy(simulator.url);
  try {
    const connector = connectors[tool].create({
      connectionId: 'contract',
      baseUrl: proxy.url,
      credentials: simulator.credentials,
    });
    const pulled = await pullAll(connector, simulator, world.endsAt);
    await callFurther(tool, proxy.url, simulator, world);
    await refuseAll(tool, proxy.url, simulator, world);
    const delivered = await driveLive(simulator, world, sender(tool, proxy.url, simulator));
    const exchanges = [...proxy.exchanges, ...(await exceedLimits(tool, world))];
    return { exchanges, ...pulled, delivered };
  } finally {
    await proxy.close();
    await simulator.close();
  }
}

async function pullAll(connector: Connector, simulator: SimServer, endsAt: number) {
  const { signal } = new AbortController();
  await connector.check(signal);
  const scopes = await listLive(connector, signal);
  await connector.readVocabulary(scopes, signal);
  const walk: Walk = { ids: new Set(), setAside: 0 };
  const cursors = new Map<string, Cursor | null>();
  await take(connector.pullShared(null, signal), walk);
  for (const scope of scopes) cursors.set(scope.externalId, await take(connector.pull(scope, null, signal), walk));

  simulator.setClock(endsAt);
  for await (const page of connector.pullChanges?.(standing(scopes, cursors), signal) ?? []) note(page, walk);
  for (const scope of await listLive(connector, signal)) {
    await take(connector.pull(scope, cursors.get(scope.externalId) ?? null, signal), walk);
    for await (const ids of connector.census(scope, signal)) for (const id of ids) walk.ids.add(id);
  }
  const again = [...[...walk.ids].slice(0, 3), nobody[connector.tool]];
  const { missing } = await connector.fetchRecords(
    again.map((externalId) => ({ kind: 'task', externalId })),
    signal,
  );
  return { tasks: walk.ids.size, setAside: walk.setAside, missing };
}

interface Walk {
  readonly ids: Set<string>;
  setAside: number;
}

async function take(pages: AsyncIterable<Page>, walk: Walk): Promise<Cursor | null> {
  let cursor: Cursor | null = null;
  for await (const page of pages) {
    note(page, walk);
    cursor = page.cursor;
  }
  return cursor;
}

function note({ records, setAside }: Pick<Page, 'records' | 'setAside'>, walk: Walk): void {
  for (const record of records) if (record.type === 'task') walk.ids.add(record.externalId);
  walk.setAside += setAside.length;
}

function standing(scopes: readonly ScopeRecord[], cursors: ReadonlyMap<string, Cursor | null>): ScopeSince[] {
  return scopes.flatMap((scope) => {
    const cursor = cursors.get(scope.externalId);
    return cursor ? [{ scope, cursor }] : [];
  });
}

async function listLive(connector: Connector, signal: AbortSignal): Promise<ScopeRecord[]> {
  const scopes: ScopeRecord[] = [];
  for await (const scope of connector.listScopes(signal)) if (!scope.archived) scopes.push(scope);
  return scopes;
}

async function callFurther(tool: SimTool, url: string, simulator: SimServer, world: World): Promise<void> {
  const headers = { authorization: authorisationOf(tool, simulator), 'content-type': 'application/json' };
  const ask = async ({ path, body }: Call): Promise<Response> =>
    fetch(`${url}${path}`, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers });
  const ids = tool === 'asana' ? await findIds(ask, simulator, world) : {};
  for (const call of furtherCalls(tool, world, ids)) {
    const answer = await ask(call);
    if (!answer.ok) throw new Error(`${tool} answered ${answer.status} to ${call.path}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}

function sender(tool: SimTool, url: string, simulator: SimServer): Send {
  return (method, path, body, authorization = authorisationOf(tool, simulator)) =>
    fetch(`${url}${path}`, {
      method,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
}

/** Ids that the world does not know, since Asana's simulator makes them; and a sync token of the day before. */
async function findIds(ask: (call: Call) => Promise<Response>, simulator: SimServer, world: World) {
  const read = async (path: string) => (await ask({ path: `/api/1.0${path}` })).json() as Promise<Json>;
  const project = world.scopes.find((each) => each.id === richTask(world, 'asana').scopeId)?.vendorId;
  const WORKSPACE = (await read('/workspaces')).data[0].gid;
  simulator.setClock(world.endsAt - weekMs / 8);
  const SYNC = (await read(`/events?resource=${project}`)).sync;
  simulator.setClock(world.endsAt);
  const goals = await read(`/goals?workspace=${WORKSPACE}`);
  const users = await read(`/users?workspace=${WORKSPACE}`);
  return { WORKSPACE, SYNC, GOAL: goals.data[0].gid, USER: users.data[0].gid };
}

async function refuseAll(tool: SimTool, url: string, simulator: SimServer, world: World): Promise<void> {
  const project = world.scopes.find((scope) => scope.tool === tool)?.vendorId ?? '';
  const known = authorisationOf(tool, simulator);
  for (const { path, isKnown } of refusals[tool]) {
    const authorization = isKnown
      ? known
      : authorisationOf(tool, { credentials: { ...simulator.credentials, token: 'wrong' } });
    const answer = await fetch(`${url}${path.replace('PROJECT', project)}`, { headers: { authorization } });
    if (answer.ok) throw new Error(`${tool} answered ${answer.status} where it must refuse: ${path}`);
    await answer.arrayBuffer();
  }
}

/** Asks until the tool has had enough; only that answer counts. */
async function exceedLimits(tool: SimTool, world: World): Promise<Exchange[]> {
  // Asked at each request: the test below stands the clock still.
  const options = { now: world.endsAt, requestsPerMinute: 150 as const, wallClock: () => Date.now() };
  const simulator = await simulators[tool](world, options);
  const proxy = await startProxy(simulator.url);
  const headers = { authorization: authorisationOf(tool, simulator) };
  const path = { jira: '/rest/api/3/field', asana: '/api/1.0/workspaces', trello: `/1/boards/${nobody.trello}` }[tool];
  // On a busy machine a second can pass before a hundred requests are through, and then no limit is ever reached.
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${proxy.url}${path}`, { headers })));
      for (const answer of answers) await answer.arrayBuffer();
      const refused = proxy.exchanges.find(({ status }) => status === 429);
      if (refused) return [refused];
    }
    throw new Error(`${tool} never answered 429.`);
  } finally {
    vi.useRealTimers();
    await proxy.close();
    await simulator.close();
  }
}

function authorisationOf(tool: SimTool, { credentials }: Pick<SimServer, 'credentials'>): string {
  const { email, key, token } = credentials;
  return {
    jira: `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`,
    asana: `Bearer ${token}`,
    trello: `OAuth oauth_consumer_key="${key}", oauth_token="${token}"`,
  }[tool];
}
