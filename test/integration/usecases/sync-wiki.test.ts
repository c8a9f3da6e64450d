import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/person.ts';
import { listDocuments } from '../../../src/store/documents.ts';
import { listScopes } from '../../../src/store/scopes.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { findSyncRun, listScopeProgress, requestSyncRun, startSyncRun } from '../../../src/store/sync-runs.ts';
import { upsertTasks } from '../../../src/store/tasks.ts';
import { patchScope } from '../../../src/usecases/change-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow, newTask } from '../../helpers/rows.ts';
import {
  addSpace,
  createMemoryWiki,
  insertWiki,
  type MemoryWiki,
  resumeWikiSync,
  runWikiSync,
  write,
} from './memory-wiki.ts';
import { NOON } from './stage.ts';

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
  await database.db.deleteFrom('tasks').execute();
  await database.db.deleteFrom('connections').execute();
  stage.clock = NOON;
  wiki = createMemoryWiki();
  await insertWiki(database.db, wiki);
  addSpace(wiki, 'S');
  addSpace(wiki, 'T');
  for (const id of ['1', '2', '3']) write(wiki, id);
  write(wiki, '4', { scopeExternalId: 'T' });
});

/** The first walk is done; what follows is asked anew, an hour later. */
async function settle(): Promise<void> {
  await runWikiSync(stage, wiki, 'full');
  wiki.asked.length = 0;
  stage.clock += 3_600_000;
}
const run = (kind: 'full' | 'incremental' | 'census') => runWikiSync(stage, wiki, kind);
const documents = () => listDocuments(database.db, 'confluence');
const titles = async () => Object.fromEntries((await documents()).map((one) => [one.external_id, one.title]));
const stateOf = async (id: string) => {
  const one = (await documents()).find((found) => found.external_id === id);
  return one && { isTrashed: one.is_trashed, isReadable: one.unreadable_at === null, scope: one.scope_id };
};
const spaces = async () => (await listScopes(database.db, 'confluence')).map((one) => [one.externalId, one.visibility]);

/** Nobody whom the database knows: who did it is kept by name. */
const OLGA: Person = {
  ...{ id: null as never, email: 'olga@larkfield.example', name: 'Olga', role: 'owner' },
  ...{ managerId: null, teamId: null, leftAt: null },
};

describe('a walk in full', () => {
  it('reads the list of spaces, then each, counts documents, and leaves nothing to a second one', async () => {
    const id = await run('full');
    expect(wiki.asked).toEqual(['scopes', 'pull S', 'pull T']);
    expect(await findSyncRun(database.db, id)).toMatchObject({ state: 'done', tasks: 4, pages: 2 });
    const first = await documents();
    stage.clock += 1_000;
    await run('full');
    const again = (await documents()).map((one, at) => ({ ...one, read_at: first[at]?.read_at }));
    expect(again).toEqual(first);
  });

  it('selects neither archived spaces nor those of one person', async () => {
    addSpace(wiki, 'old', { archived: true });
    addSpace(wiki, '~ada', { kind: 'personal', isPersonal: true });
    await run('full');
    const chosen = (await listScopes(database.db, 'confluence')).filter((one) => one.isSelected);
    expect(chosen.map((one) => one.externalId)).toEqual(['S', 'T']);
    expect(wiki.asked).toEqual(['scopes', 'pull S', 'pull T']);
  });

  it('asks by id for what it is not given any more: trashed is trashed, the rest unreadable, and both stay', async () => {
    await settle();
    write(wiki, '1', { isTrashed: true, blocks: null });
    wiki.hidden.add('2');
    await run('full');
    expect(wiki.asked).toEqual(['scopes', 'pull S', 'fetch 1 2', 'pull T']);
    expect(await stateOf('1')).toMatchObject({ isTrashed: true, isReadable: true });
    expect(await stateOf('2')).toMatchObject({ isTrashed: false, isReadable: false });
    expect((await documents()).find((one) => one.external_id === '1')?.blocks).toEqual([
      { type: 'paragraph', text: 'What 1 says' },
    ]);
    wiki.hidden.clear();
    write(wiki, '1', { isTrashed: false });
    stage.clock += 1_000;
    await run('full');
    expect([await stateOf('1'), await stateOf('2')]).toEqual([
      { isTrashed: false, isReadable: true, scope: 'confluence.S' },
      { isTrashed: false, isReadable: true, scope: 'confluence.S' },
    ]);
  });

  it('takes a forbidden page for unreadable, and no other along', async () => {
    await settle();
    wiki.hidden.add('1');
    write(wiki, '2', { isTrashed: true });
    for (const ids of ['1 2', '1']) wiki.faults.set(`fetch ${ids}`, 'not-visible');
    await run('full');
    expect([await stateOf('1'), await stateOf('2')]).toMatchObject([{ isReadable: false }, { isTrashed: true }]);
    expect(await spaces()).toEqual([
      ['S', 'visible'],
      ['T', 'visible'],
    ]);
  });

  it('goes on after a kill from the page it stood at, in the scope it stood in', async () => {
    wiki.pageSize = 1;
    const { id } = await requestSyncRun(database.db, 'confluence', 'full', new Date(stage.clock));
    const stop = new AbortController();
    // The second page of S is stored, then the process is gone.
    const notify = async () => void ((await documents()).length >= 1 && stop.abort());
    await expect(resumeWikiSync(stage, wiki, id, { signal: stop.signal, notify })).rejects.toThrow();
    const stored = (await documents()).length;
    expect(stored).toBeLessThan(3);
    expect(await findSyncRun(database.db, id)).toMatchObject({ state: 'running', tasks: stored });
    await resumeWikiSync(stage, wiki, id);
    expect(await findSyncRun(database.db, id)).toMatchObject({ state: 'done', tasks: 4, pages: 4 });
    expect(Object.keys(await titles())).toEqual(['1', '2', '3', '4']);
  });

  it('stores nothing once another worker has taken it up', async () => {
    const { id } = await requestSyncRun(database.db, 'confluence', 'full', new Date(stage.clock));
    const slow: MemoryWiki = { ...wiki, connector: () => ({ ...wiki.connector(), pull: stolen }) };
    async function* stolen(...given: Parameters<ReturnType<MemoryWiki['connector']>['pull']>) {
      await startSyncRun(database.db, id, new Date(stage.clock));
      yield* wiki.connector().pull(...given);
    }
    await expect(resumeWikiSync(stage, slow, id)).rejects.toThrow('taken up by another worker');
    expect(await documents()).toEqual([]);
  });

  it('begins a space anew where the wiki forgot the place', async () => {
    await settle();
    wiki.faults.set('pull S', 'cursor-expired');
    await expect(run('incremental')).rejects.toThrow();
    let isFirst = true;
    const forgetful: MemoryWiki = {
      ...wiki,
      connector: () => ({
        ...wiki.connector(),
        async *pull(scope, since, signal) {
          if (since !== null && isFirst) {
            isFirst = false;
            wiki.faults.set(`pull ${scope.externalId}`, 'cursor-expired');
          } else wiki.faults.clear();
          yield* wiki.connector().pull(scope, since, signal);
        },
      }),
    };
    write(wiki, '1', { title: 'Anew' });
    const id = await runWikiSync(stage, forgetful, 'incremental');
    expect(await findSyncRun(database.db, id)).toMatchObject({ state: 'done' });
    expect(await titles()).toMatchObject({ 1: 'Anew' });
  });
});

describe('a look at what changed', () => {
  it('costs one question a space where nothing did, and brings what did with no more', async () => {
    await settle();
    await run('incremental');
    expect(wiki.asked).toEqual(['pull S', 'pull T']);
    write(wiki, '2', { title: 'Changed' });
    const id = await run('incremental');
    expect(wiki.asked.slice(2)).toEqual(['pull S', 'pull T']);
    expect(await findSyncRun(database.db, id)).toMatchObject({ tasks: 1 });
    expect(await titles()).toMatchObject({ 1: 'Page 1', 2: 'Changed' });
  });

  it('walks a space that is selected anew in full', async () => {
    await settle();
    const deps = { db: database.db, now: () => stage.clock, onStale: async () => {}, onSyncRequested: async () => {} };
    const select = (isSelected: boolean) => patchScope(deps, 'confluence.T', { isSelected }, OLGA);
    await select(false);
    write(wiki, '4', { scopeExternalId: 'T', title: 'Written meanwhile' });
    await run('incremental');
    expect(await titles()).toMatchObject({ 4: 'Page 4' });
    await select(true);
    write(wiki, '5', { scopeExternalId: 'T', updatedAt: 1 });
    await run('incremental');
    expect(wiki.asked).toEqual(['pull S', 'pull S', 'pull T']);
    expect(await titles()).toMatchObject({ 4: 'Written meanwhile', 5: 'Page 5' });
  });

  it('takes nothing for gone that it is not given', async () => {
    await settle();
    wiki.hidden.add('1');
    await run('incremental');
    expect(await stateOf('1')).toMatchObject({ isReadable: true });
  });

  it('loses a space out of sight alone, and asks for it no more until a walk in full sees it again', async () => {
    await settle();
    wiki.faults.set('pull S', 'not-visible');
    const id = await run('incremental');
    expect(await listScopeProgress(database.db, id)).toMatchObject([{ state: 'access-lost' }, { state: 'done' }]);
    expect(await spaces()).toEqual([
      ['S', 'access-lost'],
      ['T', 'visible'],
    ]);
    expect([await stateOf('1'), await stateOf('4')]).toMatchObject([{ isReadable: false }, { isReadable: true }]);
    await run('incremental');
    expect(wiki.asked).toEqual(['pull S', 'pull T', 'pull T']);
    wiki.faults.clear();
    stage.clock += 1_000;
    await run('full');
    expect(await spaces()).toEqual([
      ['S', 'visible'],
      ['T', 'visible'],
    ]);
    expect(await stateOf('1')).toMatchObject({ isReadable: true });
  });

  it.each(['unauthorised', 'unavailable', 'rate-limited'] as const)(
    'keeps everything where the wiki is %s',
    async (kind) => {
      await settle();
      wiki.faults.set('pull S', kind);
      await expect(run('incremental')).rejects.toThrow();
      expect(await stateOf('1')).toMatchObject({ isReadable: true });
      expect(await spaces()).toEqual([
        ['S', 'visible'],
        ['T', 'visible'],
      ]);
    },
  );
});

describe('a census', () => {
  it('asks for the spaces and the ids of each, and for no document where nothing differs', async () => {
    await settle();
    const id = await run('census');
    expect(wiki.asked).toEqual(['scopes', 'census S', 'census T']);
    expect((await listScopeProgress(database.db, id)).map((one) => one.state)).toEqual(['done', 'done']);
  });

  it('tells trashed, unreadable, moved, back and new from each other', async () => {
    await settle();
    wiki.hidden.add('3');
    await run('census');
    stage.clock += 1_000;
    wiki.asked.length = 0;
    wiki.hidden.clear();
    wiki.hidden.add('2');
    write(wiki, '1', { isTrashed: true });
    write(wiki, '4', { scopeExternalId: 'S' });
    write(wiki, '5', { scopeExternalId: 'T', updatedAt: 1 });
    await run('census');
    expect(await stateOf('1')).toEqual({ isTrashed: true, isReadable: true, scope: 'confluence.S' });
    expect(await stateOf('2')).toEqual({ isTrashed: false, isReadable: false, scope: 'confluence.S' });
    expect(await stateOf('3')).toEqual({ isTrashed: false, isReadable: true, scope: 'confluence.S' });
    expect(await stateOf('4')).toEqual({ isTrashed: false, isReadable: true, scope: 'confluence.S' });
    expect(await stateOf('5')).toEqual({ isTrashed: false, isReadable: true, scope: 'confluence.T' });
  });

  it('takes a space that is neither listed nor gives anything for out of sight', async () => {
    await settle();
    wiki.scopes.delete('T');
    await run('census');
    expect(await spaces()).toEqual([
      ['S', 'visible'],
      ['T', 'access-lost'],
    ]);
    expect(await stateOf('4')).toMatchObject({ isReadable: false });
    addSpace(wiki, 'T');
    stage.clock += 1_000;
    await run('census');
    expect(await spaces()).toEqual([
      ['S', 'visible'],
      ['T', 'visible'],
    ]);
    expect(await stateOf('4')).toMatchObject({ isReadable: true });
  });

  it('believes pages and not a list that leaves their space out', async () => {
    await settle();
    wiki.unlisted.add('T');
    await run('census');
    await run('full');
    expect(await spaces()).toEqual([
      ['S', 'visible'],
      ['T', 'visible'],
    ]);
    expect(await stateOf('4')).toMatchObject({ isReadable: true });
  });

  it('asks by id for pages that stand in no space, and finds them again', async () => {
    addSpace(wiki, 'U');
    write(wiki, '6', { scopeExternalId: 'U' });
    await settle();
    write(wiki, '6', { scopeExternalId: null });
    await run('census');
    expect(await stateOf('6')).toEqual({ isTrashed: false, isReadable: true, scope: null });
    wiki.hidden.add('6');
    stage.clock += 1_000;
    await run('census');
    expect(await stateOf('6')).toMatchObject({ isReadable: false });
    wiki.hidden.clear();
    stage.clock += 1_000;
    await run('census');
    expect(await stateOf('6')).toMatchObject({ isReadable: true });
  });

  it('settles nothing where it breaks off', async () => {
    await settle();
    wiki.hidden.add('1');
    wiki.faults.set('census S', 'unavailable');
    await expect(run('census')).rejects.toThrow();
    expect(await stateOf('1')).toMatchObject({ isReadable: true });
  });
});

describe('what a wiki states', () => {
  const OBJECTIVE = { type: 'heading', level: 2, text: 'Objective O7: Answer within a day' } as const;
  const named = { type: 'reference', url: null, taskKey: 'PAY-7', title: null, path: ['Page 1'] } as const;
  const proposals = () =>
    database.db.selectFrom('proposals').select(['document_id', 'state']).orderBy('document_id').execute();
  const isStale = async () =>
    (await database.db.selectFrom('tasks').select('stale_at').executeTakeFirstOrThrow()).stale_at !== null;

  beforeEach(async () => {
    await insertConnectionRow(database.db, 'jira');
    await database.db
      .transaction()
      .execute((tx) => upsertTasks(tx, [newTask({ external_id: '7', key: 'PAY-7' })], new Date(NOON)));
  });

  it('is proposed in the run that reads it, and stays when the page is not given any more', async () => {
    write(wiki, '1', { blocks: [OBJECTIVE, { type: 'item', depth: 0, text: 'KR7.1: from 10 to 20 by 2026-12-31' }] });
    await settle();
    expect(await proposals()).toEqual([{ document_id: 'confluence.1', state: 'open' }]);
    wiki.hidden.add('1');
    await run('census');
    expect(await proposals()).toEqual([{ document_id: 'confluence.1', state: 'open' }]);
  });

  it('makes the tasks stale that it named, names, or named until it was out of sight', async () => {
    const clear = () => database.db.updateTable('tasks').set({ stale_at: null }).execute();
    write(wiki, '1', { blocks: [named] });
    await clear();
    await settle();
    expect(await isStale()).toBe(true);
    await clear();
    await run('incremental');
    expect(await isStale()).toBe(false);
    write(wiki, '1', { blocks: [] });
    await run('incremental');
    expect(await isStale()).toBe(true);
    write(wiki, '1', { blocks: [named] });
    await run('incremental');
    await clear();
    wiki.hidden.add('1');
    stage.clock += 1_000;
    await run('census');
    expect(await isStale()).toBe(true);
  });
});
