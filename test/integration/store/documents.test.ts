import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentRecord } from '../../../src/domain/document.ts';
import { inTransaction } from '../../../src/store/database.ts';
import { listDocuments, noteUnreadable, upsertDocuments } from '../../../src/store/documents.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

const AT = new Date('2026-11-20T09:00:00Z');
const LATER = new Date('2026-11-21T09:00:00Z');
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await db
    .insertInto('connections')
    .values({ id: 'confluence', tool: 'confluence', name: 'Wiki', base_url: 'https://wiki.example', state: 'active' })
    .execute();
  for (const external_id of ['S', 'T']) {
    await db
      .insertInto('scopes')
      .values({
        id: `confluence.${external_id}`,
        connection_id: 'confluence',
        external_id,
        key: null,
        name: external_id,
        url: null,
        kind: null,
      })
      .execute();
  }
});
afterAll(() => database.drop());
beforeEach(async () => void (await database.db.deleteFrom('documents').execute()));

const page = (given: Partial<DocumentRecord> = {}): DocumentRecord => ({
  type: 'document',
  externalId: '1',
  scopeExternalId: 'S',
  title: 'Goals 2026',
  url: 'https://wiki.example/pages/1',
  version: 3,
  updatedAt: AT.getTime(),
  isTrashed: false,
  labels: ['okr'],
  properties: [],
  blocks: [
    { type: 'heading', level: 2, text: 'O1' },
    {
      type: 'reference',
      url: 'https://Wiki.example/pages/7/Other?x=1',
      taskKey: null,
      title: 'Other',
      path: ['Goals 2026', 'O1'],
    },
    { type: 'reference', url: null, taskKey: 'pay-7', title: null, path: ['Goals 2026'] },
    { type: 'reference', url: null, taskKey: null, title: 'nothing', path: [] },
  ],
  ...given,
});
const store = (records: readonly DocumentRecord[], at = AT, before?: (ids: readonly string[]) => Promise<unknown>) =>
  inTransaction(database.db, (tx) => upsertDocuments(tx, 'confluence', 'confluence.S', records, at, before));
const stored = async () => (await listDocuments(database.db, 'confluence'))[0];
const references = () =>
  database.db.selectFrom('document_references').select(['url', 'task_key', 'path']).orderBy('position').execute();

describe('documents', () => {
  it('are stored once with what they link to in one spelling, and a second reading changes nothing', async () => {
    expect(await store([page()])).toEqual(['confluence.1']);
    expect(await references()).toEqual([
      { url: 'wiki.example/page/7', task_key: null, path: ['Goals 2026', 'O1'] },
      { url: null, task_key: 'PAY-7', path: ['Goals 2026'] },
    ]);
    expect(await store([page()], LATER)).toEqual([]);
    expect(await stored()).toMatchObject({ version: 3, scope_id: 'confluence.S', labels: ['okr'], read_at: LATER });
  });

  it('that carry the same labels in another order are the same', async () => {
    await store([page({ labels: ['runbook', 'okr'] })]);
    expect(await store([page({ labels: ['okr', 'runbook', 'okr'] })])).toEqual([]);
    expect(await stored()).toMatchObject({ labels: ['okr', 'runbook'] });
  });

  it('keep body and labels where an answer holds none, and count that as no change', async () => {
    await store([page()]);
    const before = await stored();
    expect(await store([page({ blocks: null, labels: null })])).toEqual([]);
    expect(await store([page({ blocks: null, labels: null, isTrashed: true })])).toEqual(['confluence.1']);
    expect(await stored()).toMatchObject({ is_trashed: true, labels: ['okr'], blocks: before?.blocks });
    expect(await references()).toHaveLength(2);
  });

  it('never go back to an older version, by count or by clock', async () => {
    await store([page()]);
    expect(await store([page({ version: 2, title: 'Old', updatedAt: LATER.getTime() })])).toEqual([]);
    expect(await store([page({ externalId: '2', version: null, title: 'Row' })])).toEqual(['confluence.2']);
    const old = { externalId: '2', version: null, updatedAt: AT.getTime() - 60_000 };
    expect(await store([page({ ...old, title: 'Old row' })])).toEqual([]);
    expect((await listDocuments(database.db, 'confluence')).map((one) => one.title)).toEqual(['Goals 2026', 'Row']);
  });

  it('are what the newer of two copies in one answer says', async () => {
    await store([page({ version: 4, title: 'Newer' }), page()]);
    expect(await stored()).toMatchObject({ title: 'Newer', version: 4 });
  });

  it('come back from the trash and from being unreadable', async () => {
    await store([page({ isTrashed: true })]);
    expect(await store([page()])).toEqual(['confluence.1']);
    const ask = (at: Date) =>
      inTransaction(database.db, (tx) => noteUnreadable(tx, ['confluence.1', 'confluence.9'], at));
    expect(await ask(LATER)).toEqual(['confluence.1']);
    expect(await ask(LATER)).toEqual([]);
    expect((await stored())?.unreadable_at).toEqual(LATER);
    expect(await store([page()], LATER)).toEqual(['confluence.1']);
    expect((await stored())?.unreadable_at).toBeNull();
  });

  it('stay readable where they were read after they were asked for', async () => {
    await store([page()], LATER);
    expect(await inTransaction(database.db, (tx) => noteUnreadable(tx, ['confluence.1'], AT))).toEqual([]);
  });

  it('stand in no scope while theirs is unknown, and move to it once it is listed', async () => {
    await store([page({ scopeExternalId: 'new' })]);
    expect((await stored())?.scope_id).toBeNull();
    expect(await store([page({ scopeExternalId: 'T' })])).toEqual(['confluence.1']);
    expect((await stored())?.scope_id).toBe('confluence.T');
  });

  it('name tasks by the addresses in their columns', async () => {
    const link = { name: 'Epic', value: 'https://wiki.example/pages/7/Plan', number: null };
    await store([page({ blocks: [], properties: [link, { name: 'Note', value: 'see https', number: null }] })]);
    expect(await references()).toEqual([{ url: 'wiki.example/page/7', task_key: null, path: ['Epic'] }]);
  });

  it('tell of a change while what they linked to before still stands', async () => {
    await store([page()]);
    let before = 0;
    await inTransaction(database.db, (tx) =>
      upsertDocuments(tx, 'confluence', null, [page({ blocks: [], version: 4 })], LATER, async (ids) => {
        expect(ids).toEqual(['confluence.1']);
        before = (await tx.selectFrom('document_references').selectAll().execute()).length;
      }),
    );
    expect(before).toBe(2);
    expect(await references()).toEqual([]);
  });

  it('lose nothing where two write them at once', async () => {
    const half = (from: number) => Array.from({ length: 20 }, (_, at) => page({ externalId: String(from + at) }));
    await Promise.all([store(half(0)), store(half(10).toReversed())]);
    expect(await listDocuments(database.db, 'confluence')).toHaveLength(30);
    expect(await references()).toHaveLength(60);
  });
});
