import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Block, DocumentRecord } from '../../../src/domain/document.ts';
import type { Viewer } from '../../../src/domain/person.ts';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { listGoals } from '../../../src/store/goals.ts';
import { listPeople } from '../../../src/store/people.ts';
import { markAllStale } from '../../../src/store/stale.ts';
import { patchScope } from '../../../src/usecases/change-connection.ts';
import { acceptProposal } from '../../../src/usecases/decide-proposal.ts';
import { explainTask } from '../../../src/usecases/explain-task.ts';
import { ingestDocuments, ingestMissing } from '../../../src/usecases/ingest-documents.ts';
import { lookAtProposal } from '../../../src/usecases/look-at-proposal.ts';
import { removeConnection } from '../../../src/usecases/remove-connection.ts';
import { emptyTables } from './empty-tables.ts';
import { addScope, everything, flagOf, linksOf, openStage, record, type Stage, stateOf } from './stage.ts';

const PAGE = 'wiki.14450689';
const URL = 'https://jira.example/wiki/spaces/S/pages/14450689/Onboarding';
const O1 = 'O1: Onboarding takes days';
const KR1 = 'KR1.1: Median days to go-live from 21 to 7';
const KR2 = 'KR1.2: Consultant days per clinic from 12 to 2';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db
    .insertInto('people')
    .values({
      id: 'ana',
      email: 'ana@example.org',
      name: 'Ana',
      manager_id: null,
      team_id: null,
      role: 'owner',
      jira_account: null,
      asana_account: null,
      trello_account: null,
    })
    .execute();
  await stage.db.deleteFrom('connections').where('id', '=', 'wiki').execute();
  await stage.db
    .insertInto('connections')
    .values({
      id: 'wiki',
      tool: 'confluence',
      name: 'wiki',
      base_url: 'https://jira.example',
      state: 'active',
      credentials: null,
    })
    .execute();
  await stage.db
    .insertInto('scopes')
    .values({
      id: 'wiki.S',
      connection_id: 'wiki',
      external_id: 'S',
      key: 'S',
      name: 'Strategy',
      url: null,
      kind: null,
      is_private: false,
      is_selected: true,
      is_archived: false,
    })
    .execute();
});

const heading = (text: string, level = 2): Block => ({ type: 'heading', level, text });
const names = (taskKey: string, ...path: string[]): Block => ({
  type: 'reference',
  url: null,
  taskKey,
  title: null,
  path,
});
const linksTo = (url: string, title: string, ...path: string[]): Block => ({
  type: 'reference',
  url,
  taskKey: null,
  title,
  path,
});

/** The objective with its two key results, each a heading, and what stands under each. */
function okrs(under: { first?: Block[]; second?: Block[] }, given: Partial<DocumentRecord> = {}): DocumentRecord {
  return {
    type: 'document',
    externalId: '14450689',
    scopeExternalId: 'S',
    title: 'Onboarding 2026-Q4',
    url: URL,
    version: stage.clock,
    updatedAt: stage.clock,
    isTrashed: false,
    labels: [],
    properties: [],
    blocks: [heading(O1), heading(KR1, 3), ...(under.first ?? []), heading(KR2, 3), ...(under.second ?? [])],
    ...given,
  };
}

const atFirst = (key: string) => names(key, O1, KR1);
const atSecond = (key: string) => names(key, O1, KR2);

/** As a sync stores it, some time later. */
async function write(page: DocumentRecord): Promise<void> {
  stage.clock += 60_000;
  const origin = { connectionId: 'wiki', scopeId: 'wiki.S', syncRunId: null, at: new Date(stage.clock) };
  const moved = { ...page, version: stage.clock, updatedAt: stage.clock };
  await stage.db.transaction().execute((tx) => ingestDocuments(tx, { records: [moved], setAside: [] }, origin));
}

/** The owner says yes to all that the page states. */
async function accept(): Promise<void> {
  const deps = { db: stage.db, now: () => stage.clock, onStale: async () => {} };
  const proposalId = `page-${PAGE}`;
  const look = await stage.db.transaction().execute((tx) => lookAtProposal(tx, proposalId, stage.clock));
  const items = look.items.map(({ id }) => ({ id, do: 'add' as const }));
  const wanted = { proposalId, seenHash: look.seenHash, items, parentKey: null };
  await acceptProposal(deps, wanted, { id: null, name: 'Ana', role: 'owner' });
}

/** What the owner does on the connection's page. */
async function change(given: Parameters<typeof patchScope>[2]): Promise<void> {
  const deps = { db: stage.db, now: () => stage.clock, onStale: async () => {}, onSyncRequested: async () => {} };
  const [ana] = await listPeople(stage.db);
  if (!ana) throw new Error('Nobody is there');
  await patchScope(deps, 'wiki.S', given, ana);
  await stage.derive();
}

/** Its links by the goals' keys. */
async function tie(externalId: string): Promise<string[]> {
  const keys = new Map((await listGoals(stage.db)).map((goal) => [goal.id, goal.key]));
  const links = await linksOf(stage, `jira.${externalId}`);
  return links.map(({ goal_id, verdict }) => `${keys.get(goal_id)?.toLowerCase()} ${verdict}`).sort();
}
const owner: Viewer = { role: 'owner', personId: null, teamIds: [] };
const explain = (externalId: string, viewer = owner) =>
  explainTask({ db: stage.db, now: () => stage.clock }, viewer, `jira.${externalId}`);
const link = (url: string): Partial<TaskRecord> => ({ links: [{ url, title: 'the plan', place: 'text' }] });

describe('a page that names a task', () => {
  it('links it to the goal it stands under, with page, heading and address on the path', async () => {
    await stage.ingest([record('1'), record('2')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.1 automatic']);
    expect(await tie('2')).toEqual([]);
    expect((await flagOf(stage, 'jira.1'))?.reason).toContain(`page “Onboarding 2026-Q4”, under “${KR1}”`);
    const { lines } = await explain('1');
    expect(lines[0]?.evidence[0]?.hops).toMatchObject([
      {
        kind: 'document',
        place: `page “Onboarding 2026-Q4”, under “${KR1}”`,
        value: 'ONB-1',
        page: { id: PAGE, title: 'Onboarding 2026-Q4', url: URL },
        isHidden: false,
      },
    ]);
  });

  it('breaks by name of the page when it does not name it any more, and history keeps both', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    await write(okrs({}));
    await stage.derive();
    const [broken] = await linksOf(stage, 'jira.1');
    expect(broken).toMatchObject({ verdict: 'broken' });
    expect(broken?.broken_hop).toMatchObject({ kind: 'document', place: `page “Onboarding 2026-Q4”, under “${KR1}”` });
    const kept = await stage.db
      .selectFrom('links')
      .select('verdict')
      .where('task_id', '=', 'jira.1')
      .orderBy('id')
      .execute();
    expect(kept.map(({ verdict }) => verdict)).toEqual(['automatic', 'broken']);
    expect((await explain('1')).lines[0]?.brokenHop).toMatchObject({ page: { url: URL } });

    await write(okrs({ first: [atFirst('ONB-1')] }));
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.1 automatic']);
  });

  it('takes the task along to another goal when it names it there', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    await write(okrs({ second: [atSecond('ONB-1')] }));
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.2 automatic']);
  });

  it('carries down to what is under the task it names', async () => {
    await stage.ingest([record('1', { kind: 'Epic', level: 1 }), record('2', { parentExternalId: '1' })]);
    await write(okrs({}));
    await accept();
    await stage.derive();
    expect(await stateOf(stage, 'jira.2')).toBe('no-why');
    await write(okrs({ second: [atSecond('ONB-1')] }));
    await stage.derive();
    expect(await tie('2')).toEqual(['kr1.2 automatic']);
  });

  it('breaks when it goes to the trash, and mends when it comes back', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    await write(okrs({ first: [atFirst('ONB-1')] }, { isTrashed: true }));
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.1 broken']);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.1 automatic']);
  });

  it('keeps what it said while it cannot be read, and says since when', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    stage.clock += 60_000;
    const origin = { connectionId: 'wiki', scopeId: 'wiki.S', syncRunId: null, at: new Date(stage.clock) };
    await stage.db.transaction().execute((tx) => ingestMissing(tx, [PAGE], origin));
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.1 automatic']);
    const [hop] = (await explain('1')).lines[0]?.evidence[0]?.hops ?? [];
    expect(hop?.place).toBe(`page “Onboarding 2026-Q4”, under “${KR1}” (could not be read since 2026-11-18)`);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    expect((await explain('1')).lines[0]?.evidence[0]?.hops[0]?.place).not.toContain('could not');
  });

  it('shows a heading as it reads now', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    await write(okrs({ first: [atFirst('ONB-1')] }, { title: 'Onboarding, renamed' }));
    await stage.derive();
    expect((await explain('1')).lines[0]?.evidence[0]?.hops[0]?.place).toContain('page “Onboarding, renamed”');
  });

  it('names no page of a private scope to those who may not read it', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    await change({ isPrivate: true });
    expect(await tie('1')).toEqual(['kr1.1 automatic']);
    expect((await flagOf(stage, 'jira.1'))?.reason).not.toContain('Onboarding 2026');
    const stranger = await explain('1', { role: 'owner', personId: 'olga', teamIds: [] });
    expect(stranger.lines[0]?.evidence[0]?.hops).toMatchObject([
      { place: 'a page you cannot see', value: '', page: null, isHidden: true },
    ]);
    expect(JSON.stringify(stranger.lines[0]?.evidence)).not.toContain('14450689');
  });

  it('says nothing once its scope is taken out, and again when it is chosen', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    for (const [isSelected, says] of [
      [false, 'broken'],
      [true, 'automatic'],
    ] as const) {
      await change({ isSelected });
      expect(await tie('1')).toEqual([`kr1.1 ${says}`]);
    }
  });

  it('breaks when the wiki is removed with what was read of it', async () => {
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    const deps = {
      db: stage.db,
      now: () => stage.clock,
      notify: async () => {},
      onStale: async () => {},
      removeWebhooks: async () => {},
    };
    await removeConnection(deps, 'wiki', { withTasks: true });
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.1 broken']);
    const hop = (await explain('1')).lines[0]?.brokenHop;
    expect(hop).toMatchObject({ place: `page “Onboarding 2026-Q4”, under “${KR1}”`, page: null, isHidden: false });
  });

  it('asks where two Jira sites have the key', async () => {
    await stage.db.deleteFrom('connections').where('id', '=', 'jira2').execute();
    await stage.db
      .insertInto('connections')
      .values({
        id: 'jira2',
        tool: 'jira',
        name: 'jira2',
        base_url: 'https://b.example',
        state: 'active',
        credentials: null,
      })
      .execute();
    await addScope(stage, 'ONB');
    await stage.db
      .insertInto('scopes')
      .values({ ...scopeOf('jira2'), is_private: false, is_selected: true, is_archived: false })
      .execute();
    await stage.ingest([record('1')]);
    await write(okrs({ first: [atFirst('ONB-1')] }));
    await accept();
    await stage.derive();
    expect(await tie('1')).toEqual(['kr1.1 suggested']);
    await stage.db.deleteFrom('connections').where('id', '=', 'jira2').execute();
  });
});

const scopeOf = (connection: string) => ({
  id: `${connection}.ONB`,
  connection_id: connection,
  external_id: 'ONB',
  key: 'ONB',
  name: 'ONB',
  url: null,
  kind: null,
});

describe('a task that links to a page', () => {
  it('serves the page’s objective, and the key result whose heading it points to', async () => {
    await stage.ingest([
      record('1', link(URL)),
      record('2', link(`${URL}#KR1.2:-Consultant-days-per-clinic-from-12-to-2`)),
    ]);
    await write(okrs({}));
    await accept();
    await stage.derive();
    expect(await tie('1')).toEqual(['o1 automatic']);
    expect(await tie('2')).toEqual(['kr1.2 automatic']);
  });

  it('breaks by name of the link when that is taken off the task', async () => {
    await stage.ingest([record('1', link(URL))]);
    await write(okrs({}));
    await accept();
    await stage.derive();
    stage.clock += 60_000;
    await stage.ingest([record('1', { updatedAt: stage.clock })]);
    await stage.derive();
    expect((await linksOf(stage, 'jira.1'))[0]?.broken_hop).toMatchObject({ kind: 'link', value: 'the plan' });
  });

  it('breaks when the page goes to the trash', async () => {
    await stage.ingest([record('1', link(URL))]);
    await write(okrs({}));
    await accept();
    await stage.derive();
    await write(okrs({}, { isTrashed: true }));
    await stage.derive();
    expect(await tie('1')).toEqual(['o1 broken']);
  });
});

describe('the order in which things arrive', () => {
  const task = () => stage.ingest([record('1', link(URL)), record('2'), record('3', { key: null })]);
  const page = () =>
    write(okrs({ first: [atFirst('ONB-2')], second: [linksTo('https://jira.example/browse/ONB-2', 'it', O1, KR2)] }));
  const orders = [
    [task, page, accept],
    [page, task, accept],
    [page, accept, task],
  ];

  it('does not matter', async () => {
    const ends = [];
    for (const order of orders) {
      await emptyTables(stage);
      await stage.db.deleteFrom('documents').execute();
      await stage.db
        .insertInto('scopes')
        .values({
          ...scopeOf('wiki'),
          id: 'wiki.S',
          external_id: 'S',
          is_private: false,
          is_selected: true,
          is_archived: false,
        })
        .execute();
      for (const step of order) {
        await step();
        await stage.derive();
      }
      ends.push([await tie('1'), await tie('2'), await tie('3')]);
    }
    expect(ends).toEqual([ends[0], ends[0], ends[0]]);
    expect(ends[0]).toEqual([['o1 automatic'], ['kr1.1 automatic'], []]);
  });

  it('changes nothing the second time', async () => {
    await task();
    const first = okrs({ first: [atFirst('ONB-2')] });
    await write(first);
    await accept();
    await stage.derive();
    const before = await everything(stage);
    await stage.db.transaction().execute((tx) => markAllStale(tx, new Date(stage.clock)));
    await stage.derive();
    expect(await everything(stage)).toBe(before);
  });

  it('derives exactly the tasks that a changed page names or named, and those that link to it', async () => {
    await stage.ingest([record('1'), record('2'), record('3'), record('4', link(URL)), record('5')]);
    await write(okrs({ first: [atFirst('ONB-1'), atFirst('ONB-2')] }));
    await accept();
    await stage.derive();
    await write(okrs({ first: [atFirst('ONB-2'), atFirst('ONB-3')] }));
    const stale = await stage.db.selectFrom('tasks').select('external_id').where('stale_at', 'is not', null).execute();
    expect(stale.map((row) => row.external_id).sort()).toEqual(['1', '2', '3', '4']);
    await stage.derive();
    expect(await tie('3')).toEqual(['kr1.1 automatic']);
  });
});
