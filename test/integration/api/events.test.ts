import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { eventSchema } from '../../../src/api/schemas/organisation.ts';
import { insertAuditEvent } from '../../../src/store/audit.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { type ChangeListener, listenForChanges, notifyChange } from '../../../src/store/notify.ts';
import { decideLinkWords } from '../../../src/usecases/decide-links.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { waitFor } from '../../helpers/wait.ts';
import { apiDeps, buildApp, changeSource, cookieOf } from './helpers/api.ts';
import { makeWorld, NOW, type World } from './helpers/world.ts';

let database: TestDatabase;
let world: World;
let app: App;
let changes: ChangeListener;
let url: string;
const source = changeSource();
const open: ClientRequest[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  changes = await listenForChanges(database.url, source.tell, () => source.tell({ type: 'flags-changed', tasks: 0 }));
  app = await buildApp(apiDeps(database.db, { onChange: source.onChange, heartbeatMs: 30 }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const request of open.splice(0)) request.destroy();
  await waitFor('no stream left', () => source.listeners.size === 0);
});
afterAll(async () => {
  await app.close();
  await changes.close();
  await database.drop();
});

interface Stream {
  readonly answer: IncomingMessage;
  readonly text: () => string;
  readonly events: () => unknown[];
  readonly ended: () => boolean;
}

async function openStream(headers: Record<string, string>, on = url): Promise<Stream> {
  const request = get(`${on}/api/v1/events`, { headers });
  open.push(request);
  request.on('error', () => undefined);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  let isEnded = false;
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  answer
    .on('error', () => undefined)
    .on('close', () => {
      isEnded = true;
    });
  const events = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
  return { answer, text: () => text, events, ended: () => isEnded };
}

const newCookie = () => cookieOf(database.db, world.people.leader.id);

describe('the stream of events', () => {
  it('is refused to strangers, as a problem', async () => {
    for (const cookie of ['', 'plumbline=nonsense']) {
      const stream = await openStream({ cookie });
      expect(stream.answer.statusCode).toBe(401);
      await waitFor('the whole answer', stream.ended);
      expect(JSON.parse(stream.text()).code).toBe('signed-out');
    }
    expect(source.listeners.size).toBe(0);
  });

  it('is an event stream that nobody keeps, with the headers of every answer', async () => {
    const { answer } = await openStream({ cookie: await newCookie() });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('is not opened by a HEAD', async () => {
    const answer = await app.inject({ method: 'HEAD', url: '/api/v1/events', headers: { cookie: await newCookie() } });
    expect(answer.statusCode).toBe(404);
  });

  it('tells that somebody changed what the audit trail tells, once it stands', async () => {
    const stream = await openStream({ cookie: await newCookie() });
    const event = { what: 'settings-changed', about: {}, says: 'Set the default weight to count.' } as const;
    await database.db.transaction().execute(async (tx) => {
      await insertAuditEvent(tx, world.people.owner, new Date(NOW), event);
      expect(stream.events()).toEqual([]);
    });
    await waitFor('an event', () => stream.events().length > 0);
    expect(stream.events()).toEqual([{ type: 'organisation-changed' }]);
  });

  it('hears what another process decided', async () => {
    const stream = await openStream({ cookie: await newCookie() });
    // Another process: a pool of its own, and nothing else in common.
    const elsewhere = openDatabase(database.url);
    const deps = {
      db: elsewhere,
      now: () => NOW + 1,
      notify: (event: Parameters<typeof notifyChange>[1]) => notifyChange(elsewhere, event),
      onStale: async () => {},
    };
    const viewer = { personId: null, role: 'owner', teamIds: [] } as const;
    const word = { says: 'accepted', items: [{ taskId: 'jira.2', goalKey: 'KR1.1' }] } as const;
    await decideLinkWords(deps, viewer, { id: world.people.owner.id, name: 'Olga Owner' }, word);
    await elsewhere.destroy();
    const [event] = await waitFor('an event', () => (stream.events().length > 0 ? stream.events() : null));
    expect(eventSchema.parse(event)).toEqual({ type: 'flags-changed', tasks: 1 });
    expect(stream.text()).not.toContain('Tidy the cupboard');
  });

  it('shows that it lives, with its own heartbeat', async () => {
    const stream = await openStream({ cookie: await newCookie() });
    expect(await waitFor('a heartbeat', () => stream.text().includes(': still here'))).toBe(true);
    expect(stream.text()).toMatch(/^retry: \d+\n\n/);
  });

  it('ends when its session does', async () => {
    const cookie = await newCookie();
    const stream = await openStream({ cookie });
    await waitFor('a heartbeat', () => stream.text().includes(': still here'));
    await app.inject({
      method: 'DELETE',
      url: '/api/v1/session',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    await waitFor('the end of the stream', stream.ended);
    await waitFor('nobody to listen', () => source.listeners.size === 0);
  });

  it('does not count as use of its session', async () => {
    const cookie = await newCookie();
    const stream = await openStream({ cookie });
    const seen = new Date(Date.now() - 3_600_000);
    await database.db.updateTable('sessions').set({ seen_at: seen }).execute();
    const before = stream.text().length;
    await waitFor('more heartbeats', () => stream.text().length > before + 30);
    const rows = await database.db.selectFrom('sessions').select('seen_at').execute();
    expect(rows.every((row) => row.seen_at.getTime() === seen.getTime())).toBe(true);
  });

  it('goes on after the database was away, and says that something may have changed', async () => {
    const stream = await openStream({ cookie: await newCookie() });
    const elsewhere = openDatabase(database.url);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'plumbline changes'
      and datname = current_database()`.execute(elsewhere);
    await waitFor('word of the gap', () => stream.events().some((one) => (one as { tasks?: number }).tasks === 0));
    await notifyChange(elsewhere, { type: 'connections-changed' });
    await waitFor('the next event', () =>
      stream.events().some((one) => (one as { type: string }).type === 'connections-changed'),
    );
    await elsewhere.destroy();
  });

  it('does not hold up the end of the service', async () => {
    const other = await buildApp(apiDeps(database.db, { onChange: source.onChange }));
    const stream = await openStream({ cookie: await newCookie() }, await other.listen({ host: '127.0.0.1', port: 0 }));
    // The stream by itself would stay for as long as this test has time.
    await other.close();
    await waitFor('the end of the stream', stream.ended);
  });
});
