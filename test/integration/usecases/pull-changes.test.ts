import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeScope } from '../../../src/store/scopes.ts';
import { findSyncRun, listScopeProgress, requestSyncRun } from '../../../src/store/sync-runs.ts';
import { emptyTables } from './empty-tables.ts';
import { addToolScope, createMemoryTool, type MemoryTool, put, resumeSync, runSync } from './memory-tool.ts';
import { addGoal, linksOf, openStage, placed, type Stage, stateOf, taskOf } from './stage.ts';

let stage: Stage;
let tool: MemoryTool;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('sync_runs').where('id', '<>', 'run').execute();
  tool = createMemoryTool();
  addToolScope(tool, 'A');
  addToolScope(tool, 'B');
  put(tool, '1', { placements: [placed('A')] });
  put(tool, '2', { placements: [placed('B')] });
  await runSync(stage, tool, 'full');
  tool.asked.length = 0;
});

const scopes = () =>
  stage.db.selectFrom('scopes').select(['external_id', 'cursor', 'visibility']).orderBy('external_id').execute();
const queued = () => stage.db.selectFrom('sync_runs').select(['id', 'kind']).where('state', '=', 'queued').execute();
/** Scopes are walked side by side: the order of their calls says nothing. */
const askedSorted = () => tool.asked.toSorted();

describe('a pull of what changed', () => {
  it('asks for changes and nothing else where nothing changed: neither scopes, words nor what is shared', async () => {
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes']);
  });

  it('stores what changed, moves every cursor, and tells when it was read', async () => {
    put(tool, '1', { title: 'Sterilise twice' });
    stage.clock += 300_000;
    const id = await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes']);
    expect((await taskOf(stage, 'jira.1')).title).toBe('Sterilise twice');
    expect((await scopes()).map((scope) => scope.cursor)).toEqual([{ at: 3 }, { at: 3 }]);
    expect(await findSyncRun(stage.db, id)).toMatchObject({ state: 'done', pages: 1, tasks: 1 });
    const connection = await stage.db.selectFrom('connections').selectAll().where('id', '=', 'jira').executeTakeFirst();
    expect(connection?.last_complete_at).toEqual(new Date(stage.clock));
  });

  it('that is stopped goes on at the page after the last one stored', async () => {
    for (const title of ['First', 'Second', 'Third']) put(tool, '1', { title });
    const stop = new AbortController();
    const { id } = await requestSyncRun(stage.db, 'jira', 'incremental', new Date(stage.clock));
    const stopped = resumeSync(stage, tool, id, {
      signal: stop.signal,
      notify: async ({ type }) => {
        if (type === 'sync-progress') stop.abort(new Error('The service is stopping.'));
      },
    });
    await expect(stopped).rejects.toThrow('stopping');
    expect((await scopes())[0]?.cursor).toEqual({ at: 3 });
    await resumeSync(stage, tool, id);
    expect(await findSyncRun(stage.db, id)).toMatchObject({ state: 'done', pages: 3 });
    expect((await scopes())[0]?.cursor).toEqual({ at: 5 });
  });

  it('walks in full, in the same run, a scope whose first walk never ended', async () => {
    addToolScope(tool, 'C');
    put(tool, '3', { placements: [placed('C')] });
    tool.faults.set('pull C', 'unavailable');
    await expect(runSync(stage, tool, 'full')).rejects.toMatchObject({ kind: 'unavailable' });
    tool.faults.clear();
    tool.asked.length = 0;
    const id = await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes', 'scopes', 'words', 'pull C']);
    expect((await listScopeProgress(stage.db, id)).map(({ scopeId, state }) => [scopeId, state])).toEqual([
      ['jira.C', 'done'],
    ]);
  });

  it('walks its scopes in full where the tool forgot the place', async () => {
    put(tool, '1', { title: 'Told by nobody' });
    tool.faults.set('changes', 'cursor-expired');
    await runSync(stage, tool, 'incremental');
    expect(askedSorted()).toEqual(['changes', 'pull A', 'pull B', 'scopes', 'words']);
    expect((await taskOf(stage, 'jira.1')).title).toBe('Told by nobody');
  });

  it('walks in full a scope of which the tool says that it changed itself', async () => {
    tool.feed.push({ changedScopes: ['B'] });
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes', 'scopes', 'words', 'pull B']);
  });

  it('loses only the scope that is out of sight, and does not ask for it again', async () => {
    tool.scopes.delete('B');
    tool.feed.push({ changedScopes: ['B'] });
    put(tool, '1', { title: 'Still read' });
    await runSync(stage, tool, 'incremental');
    expect((await scopes()).map((scope) => scope.visibility)).toEqual(['visible', 'access-lost']);
    expect(await taskOf(stage, 'jira.2')).toMatchObject({ visibility: 'access-lost', gone_at: null });
    expect((await taskOf(stage, 'jira.1')).title).toBe('Still read');
    tool.asked.length = 0;
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes']);
  });

  it('asks for a census, of that scope alone, where a task was not given; and removes nothing itself', async () => {
    tool.tasks.delete('1');
    tool.feed.push({ missing: ['1', 'never-known'] });
    await runSync(stage, tool, 'incremental');
    expect((await taskOf(stage, 'jira.1')).gone_at).toBeNull();
    expect(await queued()).toMatchObject([{ kind: 'census' }]);
    tool.asked.length = 0;
    const [census] = await queued();
    await resumeSync(stage, tool, census?.id ?? '');
    expect(tool.asked).toEqual(['scopes', 'census A', 'fetch 1']);
    expect((await taskOf(stage, 'jira.1')).gone_how).toBe('deleted');
  });

  it('of a task that stands in no scope we read any more says moved, not deleted', async () => {
    put(tool, '1', { placements: [placed('elsewhere')] });
    await runSync(stage, tool, 'incremental');
    expect((await taskOf(stage, 'jira.1')).gone_how).toBe('moved');
    put(tool, '1', { placements: [placed('B')] });
    await runSync(stage, tool, 'incremental');
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ gone_how: null, gone_at: null, scope_id: 'jira.B' });
  });

  it('walks in full a scope that is selected anew: nobody heard of its changes meanwhile', async () => {
    const select = (isSelected: boolean) =>
      stage.db.transaction().execute((tx) => changeScope(tx, 'jira.B', { isSelected }));
    await select(false);
    put(tool, '2', { title: 'Changed unheard' });
    await runSync(stage, tool, 'incremental');
    await select(true);
    tool.asked.length = 0;
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes', 'scopes', 'words', 'pull B']);
    expect(await taskOf(stage, 'jira.2')).toMatchObject({ title: 'Changed unheard', gone_at: null });
    await select(true);
    tool.asked.length = 0;
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes']);
  });

  it('pulls in full, as ever, where the tool has no feed', async () => {
    tool.hasFeed = false;
    await runSync(stage, tool, 'incremental');
    expect(askedSorted()).toEqual(['pull A', 'pull B', 'scopes', 'shared', 'words']);
  });

  it('that a person ended while it ran stores nothing more, and says nothing bad of the connection', async () => {
    put(tool, '1', { title: 'Too late' });
    const run = runSync(stage, tool, 'incremental', {
      openConnector: () => ({
        ...tool.connector(),
        async *pullChanges(asked, signal) {
          await stage.db.updateTable('sync_runs').set({ state: 'failed' }).where('state', '=', 'running').execute();
          yield* tool.connector().pullChanges?.(asked, signal) ?? [];
        },
      }),
    });
    await expect(run).rejects.toMatchObject({ name: 'FenceLost' });
    await stage.db.updateTable('sync_runs').set({ state: 'running' }).where('id', '=', 'run').execute();
    expect((await taskOf(stage, 'jira.1')).title).not.toBe('Too late');
    const connection = await stage.db.selectFrom('connections').selectAll().where('id', '=', 'jira').executeTakeFirst();
    expect(connection?.last_error).toBeNull();
  });
});

describe('evidence that was taken off in the tool', () => {
  beforeEach(async () => {
    await addGoal(stage, 'O1');
    await addGoal(stage, 'KR1.1', { parentId: 'o1' });
  });

  async function change(given: Parameters<typeof put>[2], id = '1'): Promise<void> {
    stage.clock += 60_000;
    put(tool, id, given);
    await runSync(stage, tool, 'incremental');
    await stage.derive();
  }
  const history = () =>
    stage.db
      .selectFrom('links')
      .select(['verdict', 'valid_to'])
      .where('task_id', '=', 'jira.1')
      .orderBy('valid_from')
      .execute();

  it.each([
    ['label', { labels: ['KR1.1'] }, { labels: [] }],
    ['field', { fields: [{ externalId: 'okr', name: 'OKR', value: 'KR1.1', number: null }] }, { fields: [] }],
  ])('breaks the link at the next pull, names the %s, and keeps both in its history', async (kind, on, off) => {
    await stage.db
      .updateTable('connections')
      .set({ mapping_edited: JSON.stringify({ goalFields: ['okr'] }) })
      .where('id', '=', 'jira')
      .execute();
    await change(on);
    expect(await stateOf(stage, 'jira.1')).not.toBe('broken-link');
    await change(off);
    expect(await stateOf(stage, 'jira.1')).toBe('broken-link');
    expect((await linksOf(stage, 'jira.1'))[0]?.broken_hop).toMatchObject({ kind, value: 'KR1.1' });
    const [was, is] = await history();
    expect([was?.verdict, was?.valid_to !== null, is?.verdict, is?.valid_to]).toEqual([
      'automatic',
      true,
      'broken',
      null,
    ]);
  });

  it('breaks the link when the parent that carried it is another, and names the parent’s label', async () => {
    put(tool, 'epic', { labels: ['KR1.1'], placements: [placed('A')] });
    await change({ parentExternalId: 'epic' });
    await change({ parentExternalId: null });
    expect(await stateOf(stage, 'jira.1')).toBe('broken-link');
    const [link] = await linksOf(stage, 'jira.1');
    expect(link?.broken_hop?.taskId ?? link?.broken_hop?.value).toMatch(/epic/);
  });
});
