import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findConnectionTo, listConnections, replaceCredentials } from '../../../src/store/connections.ts';
import { listDocuments } from '../../../src/store/documents.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { acceptProposal } from '../../../src/usecases/decide-proposal.ts';
import { lookAtProposal } from '../../../src/usecases/look-at-proposal.ts';
import { readGoalSources } from '../../../src/usecases/read-proposals.ts';
import { removeConnection } from '../../../src/usecases/remove-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { addSpace, createMemoryWiki, insertWiki, type MemoryWiki, runWikiSync, write } from './memory-wiki.ts';
import { NOON } from './stage.ts';

let database: TestDatabase;
let wiki: MemoryWiki;
const stage = {
  clock: NOON,
  get db() {
    return database.db;
  },
};
const quiet = async () => undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ['goals', 'connections'] as const) await database.db.deleteFrom(table).execute();
  stage.clock = NOON;
  wiki = createMemoryWiki();
  await insertWiki(database.db, wiki);
  addSpace(wiki, 'S');
  write(wiki, '1', {
    blocks: [
      { type: 'heading', level: 2, text: 'O7: Answer within a day' },
      { type: 'item', depth: 0, text: 'KR7.1 Answers a day from 10 to 20 by 2026-12-31' },
    ],
  });
  write(wiki, '2');
  await runWikiSync(stage, wiki, 'full');
  await accept('page-confluence.1');
});

/** Takes over all that the page states. */
async function accept(proposalId: string): Promise<void> {
  const { items, seenHash } = await lookAtProposal(database.db, proposalId, stage.clock);
  const deps = { db: database.db, now: () => stage.clock, onStale: quiet };
  const chosen = items.map(({ id, is }) => ({ id, do: is === 'added' ? ('add' as const) : ('link' as const) }));
  await acceptProposal(
    deps,
    { proposalId, seenHash, items: chosen, parentKey: null },
    { id: null, name: 'Olga', role: 'owner' },
  );
}

const remove = (withTasks: boolean) =>
  removeConnection(
    { db: database.db, now: () => stage.clock, notify: quiet, onStale: quiet, removeWebhooks: quiet },
    'confluence',
    { withTasks },
  );
const sourcesOf = async (key: string) => {
  const { id } = await database.db.selectFrom('goals').select('id').where('key', '=', key).executeTakeFirstOrThrow();
  return readGoalSources(database.db, { role: 'owner', personId: null, teamIds: [] }, id);
};
const goals = async () =>
  (await database.db.selectFrom('goals').select('key').orderBy('key').execute()).map((goal) => goal.key);
const count = async (table: 'documents' | 'proposals' | 'goal_sources' | 'scopes') =>
  (await database.db.selectFrom(table).selectAll().execute()).length;

describe('removing a wiki', () => {
  it('without its documents leaves them unreadable, the goals as they are, and no credentials', async () => {
    await remove(false);
    expect(await listConnections(database.db)).toEqual([]);
    const documents = await listDocuments(database.db, 'confluence');
    expect(documents.map((one) => one.unreadable_at !== null)).toEqual([true, true]);
    expect(await goals()).toEqual(['KR7.1', 'O7']);
    expect([await count('proposals'), await count('goal_sources')]).toEqual([1, 2]);
  });

  it('finds its documents again where the same address is connected again', async () => {
    await remove(false);
    const row = await findConnectionTo(database.db, 'confluence', 'https://confluence.example');
    expect(row?.id).toBe('confluence');
    const to = { baseUrl: 'https://confluence.example', sealedCredentials: 'sealed', account: null };
    await replaceCredentials(database.db, 'confluence', to);
    stage.clock += 60_000;
    await runWikiSync(stage, wiki, 'full');
    const documents = await listDocuments(database.db, 'confluence');
    expect(documents.map((one) => one.unreadable_at)).toEqual([null, null]);
    expect([await goals(), await count('proposals')]).toEqual([['KR7.1', 'O7'], 1]);
  });

  it('with its documents takes them and what they propose along, and no goal that was accepted', async () => {
    await remove(true);
    for (const table of ['documents', 'proposals', 'goal_sources', 'scopes'] as const)
      expect(await count(table)).toBe(0);
    expect(await goals()).toEqual(['KR7.1', 'O7']);
  });

  it('with its documents still says of each goal where it was written, and by which connection it was read', async () => {
    const before = await sourcesOf('KR7.1');
    expect(before).toMatchObject([{ page: 'readable', removedFrom: null }]);
    await remove(true);
    const { title, url, path, tool } = before[0] as (typeof before)[number];
    expect(await sourcesOf('KR7.1')).toEqual([
      {
        title,
        url,
        path,
        tool,
        page: 'unreadable',
        isMissing: false,
        isChanged: false,
        proposalId: null,
        removedFrom: 'confluence',
      },
    ]);
    expect([title, path.length > 0]).toEqual(['Page 1', true]);
  });

  it('names it once where the page is read and accepted again, and again when that connection goes', async () => {
    await remove(true);
    await insertWiki(database.db, wiki);
    await runWikiSync(stage, wiki, 'full');
    expect(await sourcesOf('O7')).toMatchObject([{ removedFrom: 'confluence' }]);
    await accept('page-confluence.1');
    expect(await sourcesOf('O7')).toMatchObject([{ page: 'readable', removedFrom: null }]);
    await remove(true);
    expect(await sourcesOf('O7')).toMatchObject([{ removedFrom: 'confluence' }]);
  });

  it('keeps no name of a page in a private space', async () => {
    await database.db.updateTable('scopes').set({ is_private: true }).execute();
    await remove(true);
    expect(await sourcesOf('O7')).toMatchObject([{ title: null, url: null, path: [], removedFrom: 'confluence' }]);
  });
});
