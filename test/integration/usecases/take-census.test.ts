import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../connectors/errors.ts';
import { listHolds } from '../../../src/store/held-removals.ts';
import { findSyncRun, listScopeProgress, requestCensus } from '../../../src/store/sync-runs.ts';
import { decideHeldRemoval } from '../../../src/usecases/settle-removals.ts';
import { emptyTables } from './empty-tables.ts';
import { addToolScope, createMemoryTool, type MemoryTool, put, resumeSync, runSync } from './memory-tool.ts';
import { inStatus, openStage, placed, type Stage, stateOf, taskOf } from './stage.ts';

const HUNDRED = Array.from({ length: 100 }, (_, index) => `a${index}`);
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
  for (const id of HUNDRED) put(tool, id, { placements: [placed('A')] });
  await runSync(stage, tool, 'full');
  await stage.derive();
  stage.clock += 3_600_000;
  tool.asked.length = 0;
});

const census = () => runSync(stage, tool, 'census');
const gone = async (...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await taskOf(stage, `jira.${id}`)).gone_how));
const countGone = async () =>
  (await stage.db.selectFrom('tasks').select('id').where('gone_at', 'is not', null).execute()).length;
const remove = (ids: readonly string[]) => {
  for (const id of ids) tool.tasks.delete(id);
};

describe('a census', () => {
  it('finds nothing where nothing vanished, asks for the roster first, and for no task', async () => {
    const id = await census();
    expect(tool.asked).toEqual(['scopes', 'census A', 'census B']);
    expect(await countGone()).toBe(0);
    expect(await findSyncRun(stage.db, id)).toMatchObject({ state: 'done' });
    expect((await listScopeProgress(stage.db, id)).map((one) => one.state)).toEqual(['done', 'done']);
  });

  it.each([true, false])(
    'calls deleted what neither the list nor a question by id gave (tool proves it: %s)',
    async (proves) => {
      tool.canProveDeletion = proves;
      remove(['1']);
      await census();
      expect(tool.asked).toEqual(['scopes', 'census A', 'fetch 1', 'census B']);
      expect(await gone('1', '2')).toEqual(['deleted', null]);
      await stage.derive();
      expect(await stateOf(stage, 'jira.1')).toBeUndefined();
    },
  );

  it('leaves alone what the list lacks and a question by id gives: the list was short', async () => {
    tool.unlisted.add('1');
    await census();
    expect(await gone('1')).toEqual([null]);
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ scope_id: 'jira.A', gone_at: null });
  });

  it('tells moved into a scope we read, moved out, archived, deleted and out of sight from each other', async () => {
    const change = (id: string, given: Parameters<typeof put>[2]) => put(tool, id, given);
    change('a1', { placements: [placed('B')] });
    change('a2', { placements: [placed('elsewhere')] });
    change('a3', { archived: true });
    tool.unlisted.add('a3');
    remove(['a4']);
    tool.scopes.delete('B');
    await census();
    expect(await taskOf(stage, 'jira.a1')).toMatchObject({ scope_id: 'jira.B', gone_at: null });
    expect(await taskOf(stage, 'jira.a2')).toMatchObject({ gone_how: 'moved' });
    expect(await taskOf(stage, 'jira.a3')).toMatchObject({ is_archived: true, gone_at: null });
    expect(await taskOf(stage, 'jira.a4')).toMatchObject({ gone_how: 'deleted' });
    expect(await taskOf(stage, 'jira.2')).toMatchObject({ visibility: 'access-lost', gone_at: null });
    await stage.derive();
    expect(await stateOf(stage, 'jira.2')).toBe('unknown');
  });

  it('takes a scope that is in the tool’s bin for deleted, its tasks with it, and brings all back with it', async () => {
    const [scope] = [...tool.scopes.values()].filter((one) => one.externalId === 'A');
    put(tool, 'both', { placements: [placed('A'), placed('B')] });
    await runSync(stage, tool, 'full');
    tool.scopes.delete('A');
    tool.bin.add('A');
    await census();
    await census();
    expect(tool.asked.filter((call) => call === 'bin')).toHaveLength(1);
    expect(await gone('1', 'both', '2')).toEqual(['deleted', null, null]);
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBeUndefined();
    if (scope) tool.scopes.set('A', scope);
    tool.bin.delete('A');
    await census();
    expect(await gone('1', 'both', '2')).toEqual([null, null, null]);
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBeDefined();
  });

  it('asks for the bin only where a scope is missing', async () => {
    await census();
    expect(tool.asked).not.toContain('bin');
  });

  it('takes a scope that is not listed for out of sight, never its tasks for deleted, and reads it anew when it is back', async () => {
    const [scope] = [...tool.scopes.values()].filter((one) => one.externalId === 'A');
    tool.scopes.delete('A');
    await census();
    expect(await countGone()).toBe(0);
    expect((await taskOf(stage, 'jira.1')).visibility).toBe('access-lost');
    if (scope) tool.scopes.set('A', scope);
    put(tool, '1', { title: 'Changed while out of sight' });
    tool.asked.length = 0;
    await census();
    expect(tool.asked).toContain('pull A');
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ visibility: 'visible', title: 'Changed while out of sight' });
  });

  it('finds a scope that cannot be read, although it is listed, out of sight and removes nothing', async () => {
    tool.faults.set('census A', 'not-visible');
    remove(['1']);
    await census();
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ visibility: 'access-lost', gone_at: null });
    expect(await gone('2')).toEqual([null]);
  });

  it.each(['unavailable', 'unexpected-answer', 'rate-limited'] as const)(
    'whose list breaks off (%s) removes nothing, whatever it had not named yet',
    async (kind) => {
      remove(['1']);
      let pages = 0;
      tool.beforeCensusPage = () => {
        if (++pages === 2) throw new ConnectorError({ tool: 'jira', call: 'census', kind, because: 'it broke off' });
      };
      await expect(census()).rejects.toMatchObject({ kind });
      expect(tool.asked).toEqual(['scopes', 'census A']);
      expect(await countGone()).toBe(0);
    },
  );

  it('removes nothing where the second question finds no answer', async () => {
    remove(['1']);
    tool.faults.set('fetch', 'unavailable');
    await expect(census()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await countGone()).toBe(0);
  });

  it('does not miss a task that comes while it is taken', async () => {
    let isFirst = true;
    tool.beforeCensusPage = () => {
      if (isFirst) put(tool, 'late', { placements: [placed('A')] });
      isFirst = false;
    };
    await census();
    await runSync(stage, tool, 'incremental');
    expect(await gone('late')).toEqual([null]);
  });

  it('reads what we never saw', async () => {
    put(tool, 'unseen', { placements: [placed('A')], status: inStatus('Doing') });
    await census();
    expect(await taskOf(stage, 'jira.unseen')).toMatchObject({ status_name: 'Doing', scope_id: 'jira.A' });
  });

  it('undoes a removal when the task returns', async () => {
    const back = tool.tasks.get('1');
    remove(['1']);
    await census();
    expect(await gone('1')).toEqual(['deleted']);
    if (back) tool.tasks.set('1', back);
    await census();
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ gone_at: null, gone_how: null });
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
  });

  it('looks only at the scopes it was asked for, and at each once', async () => {
    const at = new Date(stage.clock);
    const ask = (scope: string) =>
      stage.db.transaction().execute((tx) => requestCensus(tx, 'jira', [`jira.${scope}`], at));
    const first = await ask('B');
    expect((await ask('B')).id).toBe(first.id);
    await resumeSync(stage, tool, first.id);
    expect(tool.asked).toEqual(['scopes', 'census B']);
  });

  it('waits beside a pull of the same connection, and neither takes the other’s place', async () => {
    const at = new Date(stage.clock);
    const run = await stage.db.transaction().execute((tx) => requestCensus(tx, 'jira', ['jira.A'], at));
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes']);
    expect(await findSyncRun(stage.db, run.id)).toMatchObject({ state: 'queued', kind: 'census' });
  });
});

describe('many tasks that vanish from a scope at once', () => {
  const deps = (told: string[] = []) => ({
    db: stage.db,
    now: () => stage.clock,
    onStale: async () => undefined,
    notify: async ({ type }: { type: string }) => void told.push(type),
  });
  const held = () => listHolds(stage.db, 'jira');
  const decide = async (says: 'removed' | 'kept', told: string[] = []) => {
    const [hold] = await held();
    await decideHeldRemoval(deps(told), { name: 'Ada' }, { connectionId: 'jira', id: hold?.id ?? 0 }, says);
  };

  it('are removed up to twenty, or up to a twentieth of a large scope', async () => {
    remove(HUNDRED.slice(0, 20));
    await census();
    expect(await countGone()).toBe(20);
    expect(await held()).toEqual([]);
  });

  it('are held beyond that: nothing is removed, and open pages are told', async () => {
    remove(HUNDRED.slice(0, 21));
    const told: string[] = [];
    await runSync(stage, tool, 'census', { notify: async ({ type }) => void told.push(type) });
    expect(await countGone()).toBe(0);
    expect(told).toContain('connections-changed');
    expect(await held()).toMatchObject([{ scope_id: 'jira.A', of_tasks: 101, says: null }]);
    expect((await held())[0]?.task_ids).toHaveLength(21);
    await census();
    expect(await held()).toHaveLength(1);
  });

  it('are removed when a person says so, but for one read since', async () => {
    const back = tool.tasks.get('a0');
    remove(HUNDRED.slice(0, 21));
    await census();
    stage.clock += 60_000;
    if (back) tool.tasks.set('a0', { ...back, title: 'Back', updatedAt: (back.updatedAt ?? 0) + 5 });
    tool.feed.push({ task: 'a0' });
    await runSync(stage, tool, 'incremental');
    await decide('removed');
    expect(await countGone()).toBe(20);
    expect(await gone('a0', 'a1')).toEqual([null, 'deleted']);
    expect(await held()).toEqual([]);
  });

  it('stay when a person says so, and no later census asks again', async () => {
    remove(HUNDRED.slice(0, 30));
    await census();
    await decide('kept');
    stage.clock += 60_000;
    await census();
    expect(await countGone()).toBe(0);
    expect(await held()).toEqual([]);
    remove(['a99']);
    await census();
    expect(await gone('a0', 'a99')).toEqual([null, 'deleted']);
  });

  it('are let go when they are back before anybody decided', async () => {
    const before = new Map(tool.tasks);
    remove(HUNDRED.slice(0, 30));
    await census();
    for (const [id, task] of before) tool.tasks.set(id, task);
    await census();
    expect(await held()).toEqual([]);
    expect(await countGone()).toBe(0);
  });

  it('are decided once: a second word finds nothing that waits', async () => {
    remove(HUNDRED.slice(0, 30));
    await census();
    const [hold] = await held();
    await decide('kept');
    const again = decideHeldRemoval(deps(), { name: 'Bea' }, { connectionId: 'jira', id: hold?.id ?? 0 }, 'removed');
    await expect(again).rejects.toMatchObject({ code: 'no-such-hold' });
    expect(await countGone()).toBe(0);
  });
});
