import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { goalDetailSchema } from '../../../src/api/schemas/goals.ts';
import { type ProposalDetail, proposalDetailSchema, proposalsSchema } from '../../../src/api/schemas/proposals.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { addWikis, losePages, page, readPages, row } from '../usecases/wiki-ground.ts';
import { apiDeps, buildApp, type Call, call, signInAll } from './helpers/api.ts';
import { makeWorld, NOW, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  await addWikis(database.db);
  app = await buildApp(apiDeps(database.db));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const ask = (url: string, given: Partial<Call> = {}, who: RoleName = 'owner') =>
  call(app, { ...given, url: `/api/v1${url}`, cookie: cookies[who] });
const read = (id: string, title: string, lines: readonly string[], at = NOW) =>
  readPages(database.db, 'confluence', [page(id, title, lines)], at);
const detail = async (id: string): Promise<ProposalDetail> => (await ask(`/proposals/${id}`)).json;
const decide = (id: string, body: unknown, given: Partial<Call> = {}, who: RoleName = 'owner') =>
  ask(`/proposals/${id}/decisions`, { method: 'POST', body, ...given }, who);

const LINES = ['## O7: Trust on the worst day', '- KR7.1: Availability from 99.9 to 99.98 % by 2026-12-31'];

describe('proposals', () => {
  it('are listed page by page, each on one shelf, those that changed last first', async () => {
    for (const n of [1, 2, 3])
      await read(`${n}`, `Plan ${n}`, [`## O4${n}: Objective ${n}`, '- a from 1 to 2'], NOW + n);
    const first = (await ask('/proposals?limit=2')).json;
    expect(proposalsSchema.parse(first)).toMatchObject({
      counts: { open: 3, settled: 0, dismissed: 0, unreadable: 0 },
    });
    const second = (await ask(`/proposals?limit=2&cursor=${first.nextCursor}`)).json;
    const titles = [...first.items, ...second.items].map((one: { title: string }) => one.title);
    expect([titles, second.nextCursor]).toEqual([['Plan 3', 'Plan 2', 'Plan 1'], null]);
    expect(first.items[0]).toMatchObject({
      from: 'page',
      tool: 'confluence',
      goals: 2,
      added: 2,
      changed: 0,
      missing: 0,
    });
    await losePages(database.db, 'confluence', ['1']);
    const after = (await ask('/proposals')).json;
    expect([after.counts.open, after.counts.unreadable]).toEqual([2, 1]);
    expect((await ask('/proposals?cursor=nonsense')).json.code).toBe('bad-cursor');
  });

  it('say what accepting them would do, in words, and what is chosen by itself', async () => {
    await read('77', 'OKRs 2026-Q4', [...LINES, '- KR1.1: Median days to go-live from 21 to 5 days']);
    const one = proposalDetailSchema.parse(await detail('page-confluence.77'));
    expect(one).toMatchObject({ state: 'open', cycle: { name: '2026-Q4' }, lastDecision: null, dataSource: null });
    expect(one.items.map(({ is, key, isLink, isChosen }) => [is, key, isLink, isChosen])).toEqual([
      ['added', 'O7', false, true],
      ['added', 'KR7.1', false, true],
      ['changed', 'KR1.1', true, true],
    ]);
    expect(one.items[2]?.fields).toEqual([
      { name: 'to', ours: '7', stated: '5', isConflict: true },
      { name: 'parent', ours: 'O1', stated: 'O7', isConflict: true },
    ]);
  });

  it('are accepted once, whatever is sent twice, and shown where the goal is', async () => {
    const { seenHash } = await detail('page-confluence.77');
    const body = {
      says: 'accepted',
      seenHash,
      items: ['o7', 'kr7.1'].map((id) => ({ id, do: 'add' })),
      parentKey: 'V1',
    };
    const headers = { 'idempotency-key': 'one-click' };
    const first = await decide('page-confluence.77', body, { headers }, 'leader');
    const second = await decide('page-confluence.77', body, { headers }, 'leader');
    expect(first.json).toMatchObject({ added: 2, changed: 0, linked: 0, closed: 0 });
    expect([second.json, second.headers['idempotent-replayed']]).toEqual([first.json, 'true']);
    expect((await decide('page-confluence.77', body)).json).toMatchObject({ status: 422, code: 'seen-changed' });
    const goal = goalDetailSchema.parse((await ask('/goals/KR7.1', {}, 'member')).json);
    expect(goal.sources).toEqual([
      {
        title: 'OKRs 2026-Q4',
        url: 'https://confluence.example/wiki/spaces/STRAT/pages/77',
        tool: 'confluence',
        path: ['O7: Trust on the worst day'],
        page: 'readable',
        isMissing: false,
        isChanged: false,
        proposalId: null,
        removedFrom: null,
      },
    ]);
    const { lastDecision, items } = await detail('page-confluence.77');
    expect(lastDecision).toMatchObject({ byName: 'Lea Leader', done: [{ key: 'O7' }, { key: 'KR7.1' }] });
    expect(items.map(({ key, isChosen }) => [key, isChosen])).toEqual([
      ['O7', false],
      ['KR7.1', false],
      ['KR1.1', false],
    ]);
  });

  it('are taken back', async () => {
    const before = await detail('page-confluence.77');
    const url = `/proposals/page-confluence.77/decisions/${before.lastDecision?.id}/undo`;
    expect((await ask(url, { method: 'POST', body: {} })).json).toEqual({ kept: [] });
    expect((await ask('/goals/KR7.1')).status).toBe(404);
    expect((await detail('page-confluence.77')).state).toBe('open');
  });

  it('of a private space are not shown to a leader who is not named for it, nor is the page a goal is written in', async () => {
    const { seenHash } = await detail('page-confluence.77');
    await decide('page-confluence.77', { says: 'accepted', seenHash, items: [{ id: 'o7', do: 'add' }] });
    await database.db.updateTable('scopes').set({ is_private: true }).where('id', '=', 'confluence.STRAT').execute();
    expect((await ask('/proposals/page-confluence.77', {}, 'leader')).status).toBe(404);
    expect((await ask('/proposals?state=settled', {}, 'leader')).json).toMatchObject({
      items: [],
      counts: { settled: 0 },
    });
    expect((await decide('page-confluence.77', { says: 'dismissed', seenHash }, {}, 'leader')).status).toBe(404);
    const [source] = (await ask('/goals/O7', {}, 'leader')).json.sources;
    expect(source).toMatchObject({ title: null, url: null, path: [], proposalId: null });
    await database.db.updateTable('scopes').set({ is_private: false }).where('id', '=', 'confluence.STRAT').execute();
  });
});

describe('the columns of a data source', () => {
  const ROWS = [
    row('r1', 'Calm mornings', { Art: 'Objective', Nummer: 'O8' }),
    row('r2', 'Alarms a night', { Art: 'Key result', Gehört: 'Calm mornings', Start: '9', Ziel: '2' }),
  ];

  it('are guessed, shown, and read anew without a pull when an owner says what they hold', async () => {
    await readPages(database.db, 'notion', ROWS, NOW);
    const counts = async () => (await ask('/proposals')).json.counts;
    const before = await counts();
    const scopesOf = async (id: string) => (await ask(`/connections/${id}`)).json.scopeList;
    expect(await scopesOf('notion')).toEqual([expect.objectContaining({ columnsProposalId: 'source-notion.okrs' })]);
    expect(await scopesOf('confluence')).toEqual([expect.objectContaining({ columnsProposalId: null })]);
    expect(await detail('source-notion.okrs')).toMatchObject({
      state: 'settled',
      items: [],
      dataSource: { columns: { from: 'Start' }, isGuessed: true },
    });
    const columns = { kind: 'Art', key: 'Nummer', objective: 'Gehört', from: 'Start', to: 'Ziel' };
    const patch = { method: 'PATCH', body: { goalColumns: columns } } as const;
    expect((await ask('/scopes/notion.okrs', patch, 'leader')).status).toBe(403);
    expect((await ask('/scopes/notion.okrs', patch)).status).toBe(204);
    const read = await detail('source-notion.okrs');
    expect(read.items.map(({ key, title, parentKey, from, to }) => [key, title, parentKey, from, to])).toEqual([
      ['O8', 'Calm mornings', null, null, null],
      ['KR8.1', 'Alarms a night', 'O8', 9, 2],
    ]);
    expect(read.dataSource).toEqual({
      scopeId: 'notion.okrs',
      columnNames: ['Art', 'Gehört', 'Nummer', 'Start', 'Ziel'],
      columns,
      isGuessed: false,
    });
    expect((await counts()).open).toBe(before.open + 1);
    await ask('/scopes/notion.okrs', { method: 'PATCH', body: { goalColumns: null } });
    expect([(await detail('source-notion.okrs')).items, await counts()]).toEqual([[], before]);
  });
});
