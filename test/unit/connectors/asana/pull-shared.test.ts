import { describe, expect, it } from 'vitest';
import { pullShared } from '../../../../connectors/asana/pull-shared.ts';
import type { Cursor, Page } from '../../../../connectors/connector.ts';
import { fakeClient, type Lists } from './fake-client.ts';

const { signal } = new AbortController();
const person = (gid: string) => ({ gid, name: `Person ${gid}` });
const goal = (gid: string) => ({ gid, name: `Goal ${gid}` });
const support = (gid: string) => ({ gid: `r${gid}`, supporting_resource: { gid, resource_type: 'task' } });

const lists: Lists = {
  workspaces: [[{ gid: 'w1' }]],
  'users w1': [[person('u1')], [person('u2')]],
  'goals w1': [[goal('g1'), goal('g2')], [goal('g3')]],
  'relationships g1': [[support('1')], [support('2')]],
  'relationships g2': [[]],
  'relationships g3': [[support('3')]],
};

async function gather(items: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function ids(pages: readonly Page[]): string[] {
  return pages.flatMap((page) => page.records.map((record) => record.externalId));
}

describe('pullShared', () => {
  it('reads people, then goals, each goal with everything that supports it', async () => {
    const client = fakeClient(lists);
    const pages = await gather(pullShared(client, null, signal));
    expect(ids(pages)).toEqual(['u1', 'u2', 'g1', 'g2', 'g3']);
    const goals = pages.flatMap((page) => page.records).filter((record) => record.type === 'goal');
    expect(goals.map((one) => one.supporters.map((supporter) => supporter.externalId))).toEqual([
      ['1', '2'],
      [],
      ['3'],
    ]);
    expect(pages.map((page) => page.isLast)).toEqual([false, false, false, false, true]);
    expect(client.asked.filter((call) => call.startsWith('relationships') && !call.includes(' at '))).toHaveLength(3);
  });

  it('goes on at any cursor, and reads at most the page of goals again that it was in', async () => {
    const pages = await gather(pullShared(fakeClient(lists), null, signal));
    for (const [at, page] of pages.slice(0, -1).entries()) {
      const client = fakeClient(lists);
      const cursor = JSON.parse(JSON.stringify(page.cursor)) as Cursor;
      const rest = await gather(pullShared(client, cursor, signal));
      expect(ids(rest)).toEqual(ids(pages.slice(at + 1)));
      expect(client.asked).not.toContain('workspaces');
      expect(new Set(client.asked).size).toBe(client.asked.length);
    }
  });

  it('begins anew from a finished cursor', async () => {
    const pages = await gather(pullShared(fakeClient(lists), null, signal));
    expect(ids(await gather(pullShared(fakeClient(lists), pages.at(-1)?.cursor ?? null, signal)))).toEqual(ids(pages));
  });

  it('knows no goals where the plan has none, and keeps the people', async () => {
    const { 'goals w1': _none, ...without } = lists;
    const pages = await gather(pullShared(fakeClient(without), null, signal));
    expect(ids(pages)).toEqual(['u1', 'u2']);
    expect(pages.at(-1)?.isLast).toBe(true);
  });

  it('walks every workspace', async () => {
    const client = fakeClient({
      workspaces: [[{ gid: 'w1' }], [{ gid: 'w2' }]],
      'users w1': [[person('u1')]],
      'users w2': [[person('u2')]],
      'goals w1': [[]],
      'goals w2': [[goal('g1')]],
      'relationships g1': [[]],
    });
    expect(ids(await gather(pullShared(client, null, signal)))).toEqual(['u1', 'u2', 'g1']);
  });

  it('gives one last, empty page where there is no workspace', async () => {
    const pages = await gather(pullShared(fakeClient({ workspaces: [[]] }), null, signal));
    expect(pages).toEqual([
      { records: [], setAside: [], cursor: { walk: 'done' }, isLast: true, expectedTasks: null, isPartial: true },
    ]);
  });

  it('sets aside a goal that it cannot read, once', async () => {
    const client = fakeClient({ ...lists, 'goals w1': [[goal('g1'), { gid: 'bad' }, goal('g2')]] });
    const pages = await gather(pullShared(client, null, signal));
    expect(pages.flatMap((page) => page.setAside.map((one) => one.externalId))).toEqual(['bad']);
    expect(ids(pages)).toEqual(['u1', 'u2', 'g1', 'g2']);
  });

  it.each([
    [
      'a place that Asana gives twice',
      { ...fakeClient(lists), users: async () => ({ data: [], offset: 'x' }) },
      null,
      'unexpected-answer',
    ],
    ['a cursor that is not ours', fakeClient(lists), { walk: 'tasks' }, 'cursor-expired'],
    ['a refused token', fakeClient({ workspaces: 'unauthorised' }), null, 'unauthorised'],
  ])('raises on %s', async (_name, client, cursor, kind) => {
    await expect(gather(pullShared(client, cursor, signal))).rejects.toMatchObject({ kind });
  });
});
