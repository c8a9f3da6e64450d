import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findConnection } from '../../../src/store/connections.ts';
import { listDocuments } from '../../../src/store/documents.ts';
import { changeScope, listScopes } from '../../../src/store/scopes.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { findSyncRun, listScopeProgress } from '../../../src/store/sync-runs.ts';
import { readHealth } from '../../../src/usecases/read-health.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { addSpace, createMemoryWiki, insertWiki, type MemoryWiki, runWikiSync, write } from './memory-wiki.ts';
import { NOON } from './stage.ts';

const DAY_MS = 86_400_000;
let database: TestDatabase;
let wiki: MemoryWiki;
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
  await database.db.deleteFrom('connections').execute();
  stage.clock = NOON;
  wiki = createMemoryWiki();
  wiki.hasSearch = true;
  await insertWiki(database.db, wiki);
  addSpace(wiki, 'S');
  addSpace(wiki, 'T');
  for (const id of ['1', '2', '3']) write(wiki, id);
  write(wiki, '4', { scopeExternalId: 'T' });
  await run('full');
  wiki.asked.length = 0;
  stage.clock += 3_600_000;
});

const run = (kind: 'full' | 'incremental') => runWikiSync(stage, wiki, kind);
const titles = async () =>
  Object.fromEntries((await listDocuments(database.db, 'confluence')).map((one) => [one.external_id, one.title]));
const cursors = async () => (await listScopes(database.db, 'confluence')).map((one) => one.cursor);
const unseen = async () => {
  const connection = await findConnection(database.db, 'confluence');
  if (!connection) throw new Error('The wiki is connected');
  return (await readHealth(database.db, stage.clock))(connection, 0).unseen;
};

describe('a wiki that is asked for the changes of all spaces at once', () => {
  it('costs one question where nothing changed, and moves nothing', async () => {
    const before = await cursors();
    const id = await run('incremental');
    expect(wiki.asked).toEqual(['changes S T']);
    expect(await cursors()).toEqual(before);
    expect(await findSyncRun(database.db, id)).toMatchObject({ state: 'done', tasks: 0, pages: 0 });
  });

  it('stores what changed together with the place it was read up to', async () => {
    write(wiki, '2', { title: 'Changed' });
    const id = await run('incremental');
    expect(await findSyncRun(database.db, id)).toMatchObject({ tasks: 1 });
    expect(await titles()).toMatchObject({ 1: 'Page 1', 2: 'Changed' });
    await run('incremental');
    expect(wiki.asked).toEqual(['changes S T', 'changes S T']);
    expect(await findSyncRun(database.db, id)).toMatchObject({ tasks: 1 });
  });

  it('walks a space that was never walked whole, and asks for none that is not read', async () => {
    await database.db.transaction().execute((tx) => changeScope(tx, 'confluence.T', { isSelected: false }));
    await run('incremental');
    expect(wiki.asked).toEqual(['changes S']);
    write(wiki, '4', { scopeExternalId: 'T', title: 'Written meanwhile' });
    await database.db.transaction().execute((tx) => changeScope(tx, 'confluence.T', { isSelected: true }));
    await run('incremental');
    expect(wiki.asked).toEqual(['changes S', 'changes S', 'pull T']);
    expect(await titles()).toMatchObject({ 4: 'Written meanwhile' });
  });

  it('walks in full what a person asks to be read in full', async () => {
    await run('full');
    expect(wiki.asked).toEqual(['scopes', 'pull S', 'pull T']);
  });

  it('asks space by space where the wiki does not know the place any more', async () => {
    wiki.faults.set('changes', 'cursor-expired');
    write(wiki, '2', { title: 'Changed' });
    await run('incremental');
    expect(wiki.asked).toEqual(['changes S T', 'pull S', 'pull T']);
    expect(await titles()).toMatchObject({ 2: 'Changed' });
    expect(await unseen()).toEqual([]);
  });

  it.each(['unavailable', 'rate-limited'] as const)('stands where it stood while the wiki is %s', async (kind) => {
    const before = await cursors();
    wiki.faults.set('changes', kind);
    write(wiki, '2', { title: 'Changed' });
    await expect(run('incremental')).rejects.toMatchObject({ kind });
    expect(wiki.asked).toEqual(['changes S T']);
    expect(await cursors()).toEqual(before);
    wiki.faults.clear();
    await run('incremental');
    expect(await titles()).toMatchObject({ 2: 'Changed' });
    expect(await unseen()).toEqual([]);
  });
});

describe.each(['unauthorised', 'not-visible', 'unexpected-answer'] as const)('a search refused as %s', (kind) => {
  beforeEach(() => wiki.faults.set('changes', kind));

  it('loses no change: each space is asked by itself, and the connection says so', async () => {
    write(wiki, '2', { title: 'Changed' });
    const id = await run('incremental');
    expect(wiki.asked).toEqual(['changes S T', 'pull S', 'pull T']);
    expect(await titles()).toMatchObject({ 2: 'Changed' });
    expect(await listScopeProgress(database.db, id)).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    expect(await findConnection(database.db, 'confluence')).toMatchObject({ state: 'active', lastError: null });
    expect(await unseen()).toEqual([expect.stringMatching(/^Confluence refuses its search .* each space /)]);
  });

  it('is asked again after a day and not before, and nothing is said of it once it is allowed', async () => {
    await run('incremental');
    wiki.asked.length = 0;
    stage.clock += DAY_MS - 60_000;
    await run('incremental');
    expect(wiki.asked).toEqual(['pull S', 'pull T']);
    wiki.faults.clear();
    stage.clock += 60_000;
    await run('incremental');
    expect(wiki.asked.slice(2)).toEqual(['changes S T']);
    expect(await unseen()).toEqual([]);
  });

  it('is not blamed where the credentials may not read either', async () => {
    wiki.faults.set('pull', kind);
    await run('incremental').catch(() => undefined);
    expect(await unseen()).not.toContainEqual(expect.stringContaining('search'));
    expect(await findConnection(database.db, 'confluence')).toMatchObject({ changesRefusedAt: null });
  });
});
