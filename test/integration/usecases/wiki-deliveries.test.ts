import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectorErrorKind } from '../../../connectors/errors.ts';
import type { ChangeEvent } from '../../../src/domain/change-event.ts';
import { listDocuments } from '../../../src/store/documents.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { processDeliveries } from '../../../src/usecases/process-deliveries.ts';
import { redeliver } from '../../../src/usecases/read-deliveries.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { storeDelivery } from '../../helpers/deliveries.ts';
import { addSpace, createMemoryWiki, insertWiki, type MemoryWiki, runWikiSync, write } from './memory-wiki.ts';
import { NOON } from './stage.ts';

let database: TestDatabase;
let wiki: MemoryWiki;
let told: ChangeEvent[];
let key = 0;
const stage = {
  clock: NOON,
  get db() {
    return database.db;
  },
};
beforeAll(async () => {
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ['breakers', 'connections'] as const) await database.db.deleteFrom(table).execute();
  stage.clock = NOON;
  told = [];
  wiki = createMemoryWiki('notion');
  await insertWiki(database.db, wiki);
  addSpace(wiki, 'S');
  addSpace(wiki, 'quiet');
  for (const id of ['1', '2']) write(wiki, id);
  await runWikiSync(stage, wiki, 'full');
  await database.db.updateTable('scopes').set({ is_selected: false }).where('external_id', '=', 'quiet').execute();
  stage.clock += 3_600_000;
  wiki.asked.length = 0;
});

const quiet = async () => undefined;
const work = () =>
  processDeliveries(
    {
      db: database.db,
      openConnector: () => {
        throw new Error('A wiki is no tool of tasks.');
      },
      openWiki: () => wiki.connector(),
      now: () => stage.clock,
      notify: async (event) => void told.push(event),
      onStale: quiet,
      onSyncRequested: quiet,
    },
    'notion',
    AbortSignal.timeout(110_000),
  );

async function deliver(type: string, id: string, more: object = {}): Promise<void> {
  const entity = { id, type: type.startsWith('page') ? 'page' : 'data_source' };
  const body = Buffer.from(JSON.stringify({ id: `event-${++key}`, type, entity, ...more }));
  const delivery = { connectionId: 'notion', webhookId: null, key: `id ${key}`, headers: {}, body };
  await storeDelivery(database.db, delivery, new Date(stage.clock));
}
const documents = async () =>
  Object.fromEntries((await listDocuments(database.db, 'notion')).map((one) => [one.external_id, one]));
const states = () => database.db.selectFrom('deliveries').select(['state', 'attempts']).orderBy('id').execute();
const queued = async () =>
  (
    await database.db.selectFrom('sync_runs').select('kind').where('state', '=', 'queued').orderBy('kind').execute()
  ).map((run) => run.kind);

describe('a delivery of a wiki', () => {
  it('makes the page be read again once, whatever came before, and pages are told', async () => {
    write(wiki, '1', { title: 'Newer' });
    for (const type of ['page.content_updated', 'page.properties_updated']) await deliver(type, '1');
    await work();
    expect(wiki.asked).toEqual(['fetch 1']);
    expect((await documents())['1']?.title).toBe('Newer');
    expect(await states()).toEqual([
      { state: 'done', attempts: 0 },
      { state: 'done', attempts: 0 },
    ]);
    expect(told).not.toEqual([]);
  });

  it('is not believed: what it says is nothing, and a deletion only what the wiki answers', async () => {
    await deliver('page.deleted', '1', { title: 'Forged' });
    await deliver('page.deleted', '2');
    write(wiki, '2', { isTrashed: true, blocks: null });
    await work();
    const stored = await documents();
    expect(stored['1']).toMatchObject({ title: 'Page 1', is_trashed: false, unreadable_at: null });
    expect(stored['2']).toMatchObject({ is_trashed: true, unreadable_at: null });
  });

  it('of a page that is not given makes it unreadable, never gone, and readable again later', async () => {
    wiki.hidden.add('1');
    wiki.faults.set('fetch 2', 'not-visible');
    for (const id of ['1', '2']) await deliver('page.deleted', id);
    await work();
    let stored = await documents();
    expect([stored['1']?.unreadable_at, stored['2']?.unreadable_at]).toEqual([
      new Date(stage.clock),
      new Date(stage.clock),
    ]);
    wiki.hidden.clear();
    await deliver('page.undeleted', '1');
    await work();
    stored = await documents();
    expect(stored['1']).toMatchObject({ unreadable_at: null, is_trashed: false });
  });

  it('brings a page shared with us by itself, and none of a data source that nobody selected', async () => {
    write(wiki, 'alone', { scopeExternalId: null });
    write(wiki, 'elsewhere', { scopeExternalId: 'quiet' });
    write(wiki, '1', { scopeExternalId: 'quiet' });
    for (const id of ['alone', 'elsewhere', '1']) await deliver('page.created', id);
    await work();
    const stored = await documents();
    expect(Object.keys(stored).sort()).toEqual(['1', '2', 'alone']);
    expect(stored['1']?.scope_id).toBe('notion.quiet');
    expect(stored.alone?.scope_id).toBeNull();
  });

  it('of a data source asks for a pull where it is read, and for a look where it is new or gone', async () => {
    await deliver('data_source.content_updated', 'quiet');
    await work();
    expect(await queued()).toEqual([]);
    await deliver('data_source.content_updated', 'S');
    await work();
    expect(await queued()).toEqual(['incremental']);
    addSpace(wiki, 'N');
    write(wiki, 'n', { scopeExternalId: 'N' });
    await deliver('data_source.created', 'N');
    await work();
    expect(await queued()).toEqual(['census', 'incremental']);
    await database.db.deleteFrom('sync_runs').where('kind', '=', 'incremental').where('state', '=', 'queued').execute();
    await runWikiSync(stage, wiki, 'census');
    // The look found it, and asked for its first walk.
    expect(await queued()).toEqual(['incremental']);
    await runWikiSync(stage, wiki, 'incremental');
    expect((await documents()).n?.scope_id).toBe('notion.N');
  });

  it('captured and worked on again a month later costs one read and changes nothing', async () => {
    write(wiki, '1', { title: 'Newer' });
    await deliver('page.content_updated', '1');
    await work();
    const before = await documents();
    stage.clock += 30 * 86_400_000;
    wiki.asked.length = 0;
    const deps = { db: database.db, now: () => stage.clock, onDelivery: () => undefined };
    await redeliver(deps, { connectionId: 'notion', from: '2026-01-01T00:00:00Z' });
    await work();
    expect(wiki.asked).toEqual(['fetch 1']);
    const read = { read_at: new Date(stage.clock) };
    expect(await documents()).toEqual({ ...before, 1: { ...before['1'], ...read } });
  });

  it.each([
    ['unavailable', 1],
    ['rate-limited', 0],
    ['unauthorised', 0],
  ] as const)('waits where the wiki is %s, and is tried again', async (kind: ConnectorErrorKind, attempts) => {
    wiki.faults.set('fetch', kind);
    await deliver('page.content_updated', '1');
    await expect(work()).rejects.toThrow();
    expect(await states()).toEqual([{ state: 'stored', attempts }]);
    expect((await documents())['1']?.unreadable_at).toBeNull();
  });

  it('that cannot be worked on fails alone after eight tries, and takes no other along', async () => {
    wiki.faults.set('fetch 1', 'unexpected-answer');
    write(wiki, '2', { title: 'Newer' });
    for (const id of ['1', '2']) await deliver('page.content_updated', id);
    for (let tries = 0; tries < 8; tries++) await work().catch(() => undefined);
    expect((await states()).map((one) => one.state)).toEqual(['failed', 'done']);
    expect((await documents())['2']?.title).toBe('Newer');
  });
});
