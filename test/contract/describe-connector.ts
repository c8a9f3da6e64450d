import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Connector,
  ConnectorDefinition,
  Cursor,
  Page,
  ScopeRecord,
  ScopeRef,
  TrafficEvent,
} from '../../connectors/connector.ts';
import { ConnectorError } from '../../connectors/errors.ts';
import type { SimServer } from '../../src/demo/world.ts';
import {
  type Fault,
  type FaultProxy,
  type ProxiedAnswer,
  type ProxiedRequest,
  startFaultProxy,
} from './fault-proxy.ts';

/** What the suite needs to know of one tool. */
export interface ContractSubject {
  readonly definition: ConnectorDefinition;
  /** A simulator whose largest scope takes at least two pages of tasks. Rate limits may be off: the suite makes its own. */
  start(): Promise<SimServer>;
  /** Ids of all tasks the simulator holds in this scope, read from its world and not through the connector. */
  expectedIds(scope: ScopeRef): readonly string[];
  /** A scope that does not exist or is hidden from these credentials. */
  readonly hiddenScope: ScopeRef;
  /** Whether this request asks for a page of tasks of a scope (not for subtasks, histories or vocabularies). */
  isTaskPage(request: ProxiedRequest): boolean;
  /** The raw tasks of such a page, to be changed in place. */
  tasksOf(body: unknown): Record<string, unknown>[];
  /** Takes away a field that a task can do without. */
  dropField(task: Record<string, unknown>): void;
  /** Makes a task unreadable. */
  spoil(task: Record<string, unknown>): void;
}

/** One contract for every connector, over a simulator it has never seen the inside of. */
export function describeConnector(name: string, subject: ContractSubject): void {
  describe(`connector contract: ${name}`, () => {
    let sim: SimServer;
    let scope: ScopeRecord;
    let pages: readonly Page[];
    let pageRequests: number;
    /** Lets everything through: the same address for pulls that are compared. */
    let calm: FaultProxy;
    const proxies: FaultProxy[] = [];

    beforeAll(async () => {
      sim = await subject.start();
      const scopes = await gather(connect(sim.url).listScopes(quiet()));
      scope = largest(scopes.filter((one) => !one.archived));
      calm = await through();
      pages = await gather(connect(calm.url).pull(scope, null, quiet()));
      pageRequests = calm.asked.filter(subject.isTaskPage).length;
    });

    afterAll(async () => {
      for (const proxy of proxies) await proxy.close();
      await sim?.close();
    });

    function connect(
      baseUrl: string,
      more: { token?: string; onTraffic?: (event: TrafficEvent) => void } = {},
    ): Connector {
      const credentials = { ...sim.credentials, ...(more.token === undefined ? {} : { token: more.token }) };
      const options = { connectionId: 'contract', baseUrl, credentials };
      return subject.definition.create(more.onTraffic ? { ...options, onTraffic: more.onTraffic } : options);
    }

    async function through(fault?: Fault): Promise<FaultProxy> {
      const proxy = await startFaultProxy(sim.url, fault);
      proxies.push(proxy);
      return proxy;
    }

    function largest(scopes: readonly ScopeRecord[]): ScopeRecord {
      const [first] = scopes.toSorted((one, other) => size(other) - size(one));
      if (!first) throw new Error('the simulator shows no scope');
      return first;
    }

    function size(one: ScopeRef): number {
      return subject.expectedIds(one).length;
    }

    /** A connector whose requests for task pages meet this fault. */
    async function connectWith(
      fault: (forward: () => Promise<ProxiedAnswer>, response: ServerResponse) => ReturnType<Fault>,
      onTraffic?: (event: TrafficEvent) => void,
    ): Promise<{ connector: Connector; proxy: FaultProxy }> {
      const proxy = await through((request, forward, response) =>
        subject.isTaskPage(request) ? fault(forward, response) : null,
      );
      return { connector: connect(proxy.url, onTraffic ? { onTraffic } : {}), proxy };
    }

    it('confirms the credentials and names their owner', async () => {
      const account = await connect(sim.url).check(quiet());
      expect(account.id).not.toBe('');
      expect(account.name).not.toBe('');
    });

    it('lists every scope once', async () => {
      const scopes = await gather(connect(sim.url).listScopes(quiet()));
      const ids = scopes.map(({ externalId }) => externalId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(1);
    });

    it('gives each task of a scope exactly once, over several pages', () => {
      expect(pageRequests).toBeGreaterThan(1);
      const ids = taskIds(pages);
      expect(ids.toSorted()).toEqual([...subject.expectedIds(scope)].toSorted());
      expect(new Set(ids).size).toBe(ids.length);
      expect(pages.flatMap((page) => page.setAside)).toEqual([]);
    });

    it('says on the last page, and only there, that the walk is complete', () => {
      expect(pages.map((page) => page.isLast)).toEqual(pages.map((_, at) => at === pages.length - 1));
    });

    it('gives each task with what every later stage needs', () => {
      for (const task of tasksOf(pages)) {
        expect(task.title).not.toBe('');
        expect(task.status.name).not.toBe('');
        expect(task.url).toMatch(/^https?:\/\//);
        expect(task.placements.map((placement) => placement.scopeExternalId)).toContain(scope.externalId);
        expect(task.createdAt).toBeGreaterThan(Date.UTC(2000, 0));
        expect(task.updatedAt).toBeGreaterThanOrEqual(task.createdAt ?? 0);
      }
    });

    it('names every person of a task in the records of the connection', async () => {
      const shared = await gather(connect(sim.url).pullShared(null, quiet()));
      const known = new Set([...shared, ...pages].flatMap(peopleIds));
      const named = tasksOf(pages).flatMap((task) => task.memberIds);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((id) => !known.has(id))).toEqual([]);
    });

    it('keeps its cursor plain and small', () => {
      for (const { cursor } of pages) {
        const text = JSON.stringify(cursor);
        expect(JSON.parse(text)).toEqual(cursor);
        expect(text.length).toBeLessThanOrEqual(64 * 1024);
        expect(text).not.toContain(sim.credentials.token);
      }
    });

    it('gives the same records in the same order when it is pulled again', async () => {
      // A cursor may hold a token of the tool's own making, which need not be the same twice.
      const again = await gather(connect(calm.url).pull(scope, null, quiet()));
      expect(again.map((page) => page.records)).toEqual(pages.map((page) => page.records));
    });

    it('loses nothing and repeats at most one page when it is killed before any page is stored', async () => {
      const whole = recordKeys(pages);
      for (let stored = 0; stored < pages.length; stored += 1) {
        const proxy = await through();
        const first = await take(connect(proxy.url).pull(scope, null, quiet()), stored + 1);
        // The last page came, and the process died before it was stored: its cursor is lost with it.
        const cursor = copy(first[stored - 1]?.cursor ?? null);
        const rest = await gather(connect(proxy.url).pull(scope, cursor, quiet()));
        expect(recordKeys([...first.slice(0, stored), ...rest])).toEqual(whole);
        expect(rest.at(-1)?.isLast).toBe(true);
        expect(proxy.asked.filter(subject.isTaskPage).length).toBeLessThanOrEqual(pageRequests + 1);
        await proxy.close();
      }
    });

    it('begins anew from a finished cursor', async () => {
      const cursor = copy(pages.at(-1)?.cursor ?? null);
      const again = await gather(connect(sim.url).pull(scope, cursor, quiet()));
      expect(taskIds(again).toSorted()).toEqual(taskIds(pages).toSorted());
    });

    it('takes the census of a scope: the ids and nothing else', async () => {
      const ids = (await gather(connect(sim.url).census(scope, quiet()))).flat();
      expect(ids.toSorted()).toEqual(taskIds(pages).toSorted());
    });

    it('reads tasks again by their ids and names the missing ones', async () => {
      const [one, other] = tasksOf(pages);
      const missing = subject.hiddenScope.externalId;
      const ids = [one?.externalId ?? '', other?.externalId ?? '', missing];
      const read = await connect(sim.url).fetchRecords(
        ids.map((externalId) => ({ kind: 'task', externalId })),
        quiet(),
      );
      expect(taskIds([read.page]).toSorted()).toEqual(ids.slice(0, 2).toSorted());
      expect(read.missing).toEqual([missing]);
    });

    it('calls a refused token unauthorised', async () => {
      const error = await failure(connect(sim.url, { token: 'not-the-token' }).check(quiet()));
      expect(error).toMatchObject({ kind: 'unauthorised', isRetryable: false, tool: subject.definition.tool });
      expect(`${error.message} ${error.stack}`).not.toContain('not-the-token');
    });

    it('calls a scope it may not see not-visible, and does not give an empty one', async () => {
      const error = await failure(gather(connect(sim.url).pull(subject.hiddenScope, null, quiet())));
      expect(error).toMatchObject({ kind: 'not-visible', isRetryable: false });
    });

    it('waits as long as the tool asks, never less, and then goes on', async () => {
      const events: TrafficEvent[] = [];
      let left = 1;
      const { connector, proxy } = await connectWith(
        () => (left-- > 0 ? { status: 429, headers: { 'retry-after': '1' }, body: '{}' } : null),
        (event) => events.push(event),
      );
      const pulled = await gather(connector.pull(scope, null, quiet()));
      expect(taskIds(pulled).length).toBe(taskIds(pages).length);
      const [refused, repeated] = proxy.asked.filter(subject.isTaskPage);
      expect((repeated?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1000);
      expect(events).toContainEqual({ type: 'wait', waitMs: expect.any(Number) });
      expect(events.filter((event) => event.type === 'request').length).toBe(proxy.asked.length);
    });

    it('hands a long wait back to the one who called, with its length', async () => {
      const { connector, proxy } = await connectWith(() => ({
        status: 429,
        headers: { 'retry-after': '3600' },
        body: '{}',
      }));
      const error = await failure(gather(connector.pull(scope, null, quiet())));
      expect(error).toMatchObject({ kind: 'rate-limited', isRetryable: true });
      expect(error.retryAfterMs).toBeGreaterThanOrEqual(3_600_000);
      expect(proxy.asked.filter(subject.isTaskPage)).toHaveLength(1);
    });

    it('asks again after passing trouble', async () => {
      let left = 2;
      const { connector } = await connectWith(() => (left-- > 0 ? { status: 503, headers: {}, body: 'busy' } : null));
      expect(taskIds(await gather(connector.pull(scope, null, quiet()))).length).toBe(taskIds(pages).length);
    });

    it('gives up on lasting trouble as unavailable', async () => {
      const { connector } = await connectWith(() => ({ status: 500, headers: {}, body: 'down' }));
      const error = await failure(gather(connector.pull(scope, null, quiet())));
      expect(error).toMatchObject({ kind: 'unavailable', isRetryable: true });
    });

    it('refuses a body that was cut off, and stores nothing of it', async () => {
      const { connector } = await connectWith(async (forward) => {
        const whole = await forward();
        return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) };
      });
      const { got, error } = await pullUntilFailure(connector);
      expect(error.kind).toBe('unavailable');
      expect(taskIds(got)).toEqual([]);
    });

    it('refuses a body whose connection broke off', async () => {
      const { connector } = await connectWith(async (forward, response) => {
        const { headers, body } = await forward();
        response.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
        response.write(body.slice(0, 100));
        setTimeout(() => response.destroy(), 20);
        return 'answered' as const;
      });
      const { got, error } = await pullUntilFailure(connector);
      expect(error.kind).toBe('unavailable');
      expect(taskIds(got)).toEqual([]);
    });

    it('refuses a page of HTML', async () => {
      const body = '<!doctype html><title>Sign in</title>';
      const { connector } = await connectWith(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body }));
      const { got, error } = await pullUntilFailure(connector);
      expect(error).toMatchObject({ kind: 'unexpected-answer' });
      expect(error.message).not.toContain('Sign in');
      expect(taskIds(got)).toEqual([]);
    });

    it('does without a field that is missing', async () => {
      const { connector } = await connectWith(async (forward) =>
        changeTasks(await forward(), (all) => all.forEach(subject.dropField)),
      );
      const pulled = await gather(connector.pull(scope, null, quiet()));
      expect(taskIds(pulled).toSorted()).toEqual(taskIds(pages).toSorted());
      expect(pulled.flatMap((page) => page.setAside)).toEqual([]);
    });

    it('sets a record aside that it cannot read, and goes on', async () => {
      const { connector } = await connectWith(async (forward) =>
        changeTasks(await forward(), ([first]) => first && subject.spoil(first)),
      );
      const pulled = await gather(connector.pull(scope, null, quiet()));
      const aside = pulled.flatMap((page) => page.setAside);
      expect(aside.length).toBe(pageRequests);
      expect(taskIds(pulled).length + aside.length).toBe(taskIds(pages).length);
      for (const { reason, raw } of aside) {
        expect(reason).toMatch(/\w+/);
        expect(raw).toBeTypeOf('object');
      }
    });

    it('raises when the tool gives the same page again and again', async () => {
      let first: Promise<ProxiedAnswer> | null = null;
      const { connector } = await connectWith((forward) => {
        first ??= forward();
        return first;
      });
      const { error } = await pullUntilFailure(connector);
      expect(error.kind).toBe('unexpected-answer');
    });

    it('stops at once when it is told to', async () => {
      const stop = new AbortController();
      const { connector } = await connectWith(async () => {
        stop.abort(new Error('told to stop'));
        await delay(600_000, undefined, { ref: false });
        return null;
      });
      // The answer comes long after this test's time is over: whoever waits for it fails.
      await expect(gather(connector.pull(scope, null, stop.signal))).rejects.toThrow('told to stop');
    });

    it('follows no redirect, and sends nothing to another origin', async () => {
      const elsewhere = await through();
      const { connector } = await connectWith(() => ({
        status: 302,
        headers: { location: `${elsewhere.url}/` },
        body: '',
      }));
      const { error } = await pullUntilFailure(connector);
      expect(error.kind).toBe('unexpected-answer');
      expect(elsewhere.asked).toEqual([]);
    });

    it('sends its credentials in headers only', () => {
      const { token, key } = sim.credentials;
      for (const { path, body } of sim.journal) {
        const sent = `${path} ${JSON.stringify(body)}`;
        for (const secret of [token, key]) if (secret) expect(sent).not.toContain(secret);
      }
    });

    async function pullUntilFailure(connector: Connector): Promise<{ got: Page[]; error: ConnectorError }> {
      const got: Page[] = [];
      const error = await failure(
        (async () => {
          for await (const page of connector.pull(scope, null, quiet())) got.push(page);
        })(),
      );
      return { got, error };
    }

    function changeTasks(answer: ProxiedAnswer, change: (tasks: Record<string, unknown>[]) => void): ProxiedAnswer {
      const body: unknown = JSON.parse(answer.body);
      change(subject.tasksOf(body));
      return { ...answer, body: JSON.stringify(body) };
    }
  });
}

function quiet(): AbortSignal {
  return new AbortController().signal;
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function take<T>(items: AsyncIterable<T>, count: number): Promise<T[]> {
  const some: T[] = [];
  for await (const item of items) {
    some.push(item);
    if (some.length >= count) break;
  }
  return some;
}

async function failure(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => expect.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectorError)) throw error;
  return error;
}

function tasksOf(pages: readonly Page[]) {
  return pages.flatMap((page) => page.records).filter((record) => record.type === 'task');
}

function taskIds(pages: readonly Page[]): string[] {
  return tasksOf(pages).map((task) => task.externalId);
}

function peopleIds(page: Page): string[] {
  return page.records.filter((record) => record.type === 'person').map((person) => person.externalId);
}

/** What a store would hold afterwards: each record once, whichever page brought it. */
function recordKeys(pages: readonly Page[]): string[] {
  const records = pages.flatMap((page) => page.records);
  return [...new Set(records.map((record) => `${record.type} ${record.externalId}`))].toSorted();
}

function copy(cursor: Cursor | null): Cursor | null {
  return JSON.parse(JSON.stringify(cursor)) as Cursor | null;
}
