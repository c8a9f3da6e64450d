import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { markNamedByKeyStale, markReferencedStale } from '../../../src/store/referenced.ts';
import { upsertTasks } from '../../../src/store/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow, newTask } from '../../helpers/rows.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const LATER = new Date('2026-11-22T11:00:00Z');
const NOTION = '1429989f-e8ac-4eff-bc8f-57f56486db54';
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await insertConnectionRow(database.db);
  await insertConnectionRow(database.db, 'wiki');
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('tasks').execute();
  await database.db.deleteFrom('documents').execute();
});

async function store(externalId: string, links: string[] = [], key: string | null = `ONB-${externalId}`) {
  const found = JSON.stringify(links.map((url) => ({ url, title: null, place: 'text' })));
  const row = newTask({ external_id: externalId, links_found: found, key });
  await database.db.transaction().execute((tx) => upsertTasks(tx, [row], AT));
  await database.db.updateTable('tasks').set({ stale_at: null }).execute();
}

async function addDocument(
  externalId: string,
  url: string | null,
  references: { url?: string; task_key?: string }[] = [],
) {
  const id = `wiki.${externalId}`;
  await database.db
    .insertInto('documents')
    .values({
      id,
      connection_id: 'wiki',
      scope_id: null,
      external_id: externalId,
      title: 'Goals',
      url,
      version: 1,
      is_trashed: false,
      labels: [],
      properties: '[]',
      blocks: '[]',
      content_hash: '',
      read_at: AT,
    })
    .execute();
  const rows = references.map((reference, position) => ({
    document_id: id,
    position,
    url: reference.url ?? null,
    task_key: reference.task_key ?? null,
    title: null,
    path: [],
  }));
  if (rows.length > 0) await database.db.insertInto('document_references').values(rows).execute();
  return id;
}

const mark = (id: string) => database.db.transaction().execute((tx) => markReferencedStale(tx, [id], LATER));
async function marked() {
  const rows = await database.db.selectFrom('tasks').select('external_id').where('stale_at', 'is not', null).execute();
  return rows.map((row) => row.external_id).sort();
}

it('marks exactly the tasks a document names, by key and by address', async () => {
  for (const id of ['1', '2', '3', '4']) await store(id);
  await store('5', [], '8eMIKY5v');
  const id = await addDocument('100', null, [
    { task_key: 'ONB-1' },
    { url: 'example.atlassian.net/browse/ONB-2' },
    { url: 'asana/task/3' },
    { url: 'trello/card/8eMIKY5v' },
    { url: 'example.atlassian.net/wiki/other' },
  ]);
  expect(await mark(id)).toBe(4);
  expect(await marked()).toEqual(['1', '2', '3', '5']);
});

it.each([
  ['its address', '14450689', 'https://x.atlassian.net/wiki/spaces/S/pages/14450689/Goals?atlOrigin=1#KR1'],
  ['its address without a title', '14450689', 'https://x.atlassian.net/wiki/pages/viewpage.action?pageId=14450689'],
  ['its short address', '14450689', 'https://x.atlassian.net/wiki/x/AYDc'],
  ['a short address with what no address may hold', '4096098', 'https://x.atlassian.net/wiki/x/YoA_/'],
  ['its title and id', NOTION, `https://www.notion.so/acme/Made-${NOTION.replaceAll('-', '')}?pvs=4`],
  ['its id in parts', NOTION, `https://www.notion.so/${NOTION}`],
  ['its id over another page', NOTION, `https://www.notion.so/${'f'.repeat(32)}?p=${NOTION.replaceAll('-', '')}&pm=s`],
])('marks a task that links to a document by %s', async (_, externalId, link) => {
  await store('1', ['https://example.org/', link]);
  await store('2', ['https://x.atlassian.net/wiki/spaces/S/pages/144506891/Others', 'https://example.org/']);
  await store('3');
  expect(await mark(await addDocument(externalId, null))).toBe(1);
  expect(await marked()).toEqual(['1']);
});

it('marks what pages name by key, and by nothing else, when another Jira site appears', async () => {
  for (const id of ['1', '2', '3']) await store(id);
  await addDocument('100', null, [{ task_key: 'ONB-1' }]);
  await addDocument('101', null, [{ url: 'example.atlassian.net/browse/ONB-2' }]);
  await database.db.transaction().execute((tx) => markNamedByKeyStale(tx, LATER));
  expect(await marked()).toEqual(['1']);
});

it('leaves what is stale already, and marks nothing for no document', async () => {
  await store('1');
  const id = await addDocument('100', null, [{ task_key: 'ONB-1' }]);
  expect(await mark(id)).toBe(1);
  expect(await mark(id)).toBe(0);
  await expect(database.db.transaction().execute((tx) => markReferencedStale(tx, [], LATER))).resolves.toBe(0);
});
