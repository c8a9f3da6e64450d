import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cursor } from '../../../connectors/connector.ts';
import { ConnectorError } from '../../../connectors/errors.ts';
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

const run = (kind: 'full' | 'incremental' | 'census') => runWikiSync(stage, wiki, kind);
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

describe('pages that stand in no space', () => {
  const alone = (title: string) => write(wiki, '9', { scopeExternalId: null, title });
  beforeEach(() => {
    wiki.listsLoose = true;
  });

  it('are read where the wiki lists them, and again only when they changed', async () => {
    alone('Alone');
    await run('incremental');
    expect(wiki.asked).toEqual(['changes S T', 'loose']);
    expect(await titles()).toMatchObject({ 9: 'Alone' });
    const again = await run('incremental');
    expect(await findSyncRun(database.db, again)).toMatchObject({ tasks: 0, pages: 0 });
    alone('Still alone');
    await run('full');
    expect(await titles()).toMatchObject({ 9: 'Still alone' });
  });

  it('are gone on with where a run broke off, a page at a time', async () => {
    wiki.pageSize = 1;
    for (const id of ['7', '8', '9']) write(wiki, id, { scopeExternalId: null });
    const stop = new AbortController();
    let told = 0;
    const notify = async () => {
      if (++told === 1) stop.abort(new Error('killed'));
    };
    await runWikiSync(stage, wiki, 'incremental', { notify, signal: stop.signal }).catch(() => undefined);
    expect(Object.keys(await titles())).not.toEqual(expect.arrayContaining(['7', '8', '9']));
    await run('incremental');
    expect(await titles()).toMatchObject({ 7: 'Page 7', 8: 'Page 8', 9: 'Page 9' });
  });

  it('are read from the beginning where the wiki forgot the place', async () => {
    alone('Alone');
    await run('incremental');
    const connector = wiki.connector();
    const forgetful = {
      ...wiki,
      connector: () => ({
        ...connector,
        async *pullLoose(since: Cursor | null, signal: AbortSignal) {
          if (since)
            throw new ConnectorError({ tool: 'confluence', call: 'loose', kind: 'cursor-expired', because: 'x' });
          yield* connector.pullLoose?.(since, signal) ?? [];
        },
      }),
    };
    alone('Still alone');
    await runWikiSync(stage, forgetful, 'incremental');
    expect(await titles()).toMatchObject({ 9: 'Still alone' });
  });

  it('are looked for by a census, which finds what no list of changes told', async () => {
    write(wiki, '8', { scopeExternalId: null });
    await run('incremental');
    write(wiki, '9', { scopeExternalId: null, updatedAt: 1 });
    await run('incremental');
    expect(await titles()).not.toHaveProperty('9');
    wiki.asked.length = 0;
    await run('census');
    expect(wiki.asked).toEqual(['scopes', 'census S', 'census T', 'loose ids', 'fetch 9 8']);
    expect(await titles()).toMatchObject({ 9: 'Page 9' });
  });
});
