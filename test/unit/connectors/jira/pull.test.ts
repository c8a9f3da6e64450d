import { describe, expect, it } from 'vitest';
import type { Page } from '../../../../connectors/connector.ts';
import type { JiraCalls } from '../../../../connectors/jira/client.ts';
import { readFinished, readWalk, WALK_START, type Walk } from '../../../../connectors/jira/cursor.ts';
import { chooseFields } from '../../../../connectors/jira/fields.ts';
import { listIds, pullProject, type Site } from '../../../../connectors/jira/pull.ts';
import { type FakeAnswer, fakeSite, issues } from './fake-site.ts';

const scope = { externalId: '10000', key: 'ONB', name: 'Onboarding' };
const signal = new AbortController().signal;

async function walk(site: Site, start: Walk = WALK_START): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of pullProject(site, scope, start, null, signal)) pages.push(page);
  return pages;
}

const taskCount = (pages: readonly Page[]) =>
  pages.flatMap((page) => page.records).filter(({ type }) => type === 'task').length;

describe('the walk over a project', () => {
  it('follows tokens to the end, whatever the size of a page, an empty one included', async () => {
    const { site, searched } = fakeSite([
      { issues: issues(0, 3), nextPageToken: 'a', isLast: false },
      { issues: [], nextPageToken: 'b', isLast: false },
      { issues: issues(3, 100), nextPageToken: 'c' },
      { issues: issues(100, 101), isLast: true },
    ]);
    const pages = await walk(site);
    expect(taskCount(pages)).toBe(101);
    expect(searched.map(({ token }) => token)).toEqual([null, 'a', 'b', 'c']);
    expect(new Set(searched.map(({ jql }) => jql))).toEqual(new Set(['project = 10000 ORDER BY id ASC']));
    expect(pages.map(({ isLast }) => isLast)).toEqual([false, false, false, false, true]);
  });

  it.each<[string, FakeAnswer]>([
    ['isLast, even beside a token', { issues: issues(0, 1), nextPageToken: 'a', isLast: true }],
    ['a null token', { issues: issues(0, 1), nextPageToken: null }],
    ['neither token nor isLast', { issues: issues(0, 1) }],
  ])('ends on %s', async (_, answer) => {
    expect(taskCount(await walk(fakeSite([answer]).site))).toBe(1);
  });

  it('raises on a token seen before', async () => {
    const { site } = fakeSite([
      { issues: issues(0, 1), nextPageToken: 'a' },
      { issues: issues(1, 2), nextPageToken: 'b' },
      { issues: issues(2, 3), nextPageToken: 'a' },
    ]);
    await expect(walk(site)).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it('reads histories once per 1,000 issues and once for the rest, never more ids than Jira takes', async () => {
    const sizes = [700, 700, 700];
    const answers = sizes.map((size, at) => ({
      issues: issues(at * size, (at + 1) * size),
      nextPageToken: at < 2 ? `t${at}` : null,
    }));
    const { site, histories } = fakeSite(answers);
    const pages = await walk(site);
    expect(histories.map(({ ids }) => ids.length)).toEqual([1000, 1000, 100]);
    const records = pages.flatMap((page) => page.records);
    const read = records.filter(({ type }) => type === 'history').map(({ externalId }) => externalId);
    expect(new Set(read).size).toBe(2100);
    expect(pages.map((page) => page.records[0]?.type)).toEqual([
      'task',
      'task',
      'history',
      'task',
      'history',
      'history',
    ]);
  });

  it('resumes inside the histories without searching again', async () => {
    const start: Walk = { ...WALK_START, isSearched: true, waiting: ['1', '2'], asOf: 5 };
    const { site, searched, histories } = fakeSite([]);
    const pages = await walk(site, start);
    expect([searched.length, histories.length, pages.length]).toEqual([0, 1, 1]);
    expect(pages[0]).toMatchObject({ isLast: true, cursor: { asOf: 5, waiting: [], isSearched: true } });
  });

  it('joins the history of an issue that comes in several answers, and raises on a repeated token', async () => {
    const log = (created: number) => [
      {
        issueId: '0',
        changeHistories: [{ created, items: [{ field: 'status', to: String(created), toString: 'S' }] }],
      },
    ];
    const { site } = fakeSite([{ issues: issues(0, 1) }], {
      fetchHistories: async (_, token) =>
        token === null
          ? { issueChangeLogs: log(2), nextPageToken: 'x' }
          : { issueChangeLogs: log(1), nextPageToken: null },
    });
    const [, page] = await walk(site);
    expect(page?.records).toMatchObject([
      { type: 'history', externalId: '0', transitions: [{ toId: '1' }, { toId: '2' }] },
    ]);
    const endless = fakeSite([{ issues: issues(0, 1) }], {
      fetchHistories: async () => ({ issueChangeLogs: [], nextPageToken: 'x' }),
    });
    await expect(walk(endless.site)).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it('begins the next pull where it began itself, and remembers what the overlap will bring again', async () => {
    // The walk may take hours: whatever changed behind its back did so after its begin, not after the newest row it saw.
    const asOf = Date.UTC(2026, 0, 1) + 300_005;
    const pages = await walk(fakeSite([{ issues: issues(3, 9) }]).site, { ...WALK_START, asOf });
    const recent = Object.fromEntries([5, 6, 7, 8].map((id) => [id, Date.UTC(2026, 0, 1) + id]));
    expect(pages.at(-1)?.cursor).toMatchObject({ asOf, recent });
    expect(Object.keys(pages.at(-1)?.cursor.recent as object)).toEqual(['5', '6', '7', '8']);
  });

  it('keeps its cursor below 64 kB when a whole site was just changed', async () => {
    const answers = Array.from({ length: 30 }, (_, at) => ({
      issues: issues(1_000_000 + at * 100, 1_000_100 + at * 100),
      nextPageToken: at < 29 ? `t${at}` : null,
    }));
    const pages = await walk(fakeSite(answers).site, { ...WALK_START, asOf: Date.UTC(2026, 0, 1) });
    for (const { cursor } of pages) expect(JSON.stringify(cursor).length).toBeLessThan(64 * 1024);
    expect(Object.keys(pages.at(-1)?.cursor.recent as object).length).toBeGreaterThan(1000);
  });

  it('sets a broken issue aside, with the rest of its page kept and no history asked for it', async () => {
    const { site, histories } = fakeSite([{ issues: [{ id: '7', key: 'ONB-7', fields: {} }, ...issues(0, 2)] }]);
    const [first] = await walk(site);
    expect(first?.setAside).toMatchObject([{ externalId: '7', reason: expect.stringContaining('fields.status') }]);
    expect(histories[0]?.ids).toEqual(['0', '1']);
  });

  it('asks once a page for epics that old sites name by key, and not again', async () => {
    const epicLink = {
      id: 'customfield_1',
      name: 'Epic Link',
      custom: true,
      schema: { custom: 'com.pyxis.greenhopper.jira:gh-epic-link' },
    };
    const linked = (issue: unknown, key: string) => {
      const { fields, ...rest } = issue as { fields: object };
      return { ...rest, fields: { ...fields, customfield_1: key } };
    };
    const asked: (readonly string[])[] = [];
    const [one, two, three] = issues(0, 3);
    const search = [
      { issues: [linked(one, 'EPIC-1'), linked(two, 'ONB-0')], nextPageToken: 'a' },
      { issues: [linked(three, 'EPIC-1')] },
    ];
    const fetchIssues: JiraCalls['fetchIssues'] = async (ids, fields) => {
      asked.push(ids);
      const isBare = fields.every((field) => field === 'id');
      return { issues: [isBare ? { id: 900 } : { id: 900, key: 'EPIC-1' }], issueErrors: [] };
    };
    const { site } = fakeSite(search, { fetchIssues }, chooseFields([epicLink]));
    const records = (await walk(site)).flatMap((page) => page.records);
    const parents = records.flatMap((record) => (record.type === 'task' ? [record.parentExternalId] : []));
    expect(parents).toEqual(['900', '0', '900']);
    expect(asked).toEqual([['EPIC-1']]);
  });

  it('refuses a scope that is not a project id, before it becomes part of a query', async () => {
    const { site } = fakeSite([]);
    const forged = { ...scope, externalId: '1 OR project = 2' };
    const pages = pullProject(site, forged, WALK_START, null, signal)[Symbol.asyncIterator]();
    await expect(pages.next()).rejects.toMatchObject({ kind: 'not-visible' });
  });
});

describe('the census', () => {
  it('raises rather than leave a hole', async () => {
    const { site } = fakeSite([{ issues: [{ id: '1' }, { key: 'ONB-2' }] }]);
    const ids = listIds(site.calls, scope, signal)[Symbol.asyncIterator]();
    await expect(ids.next()).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });
});

describe('the cursor', () => {
  it('starts over from a finished walk and goes on from an unfinished one', () => {
    const middle: Walk = { ...WALK_START, token: 'a', waiting: ['1'] };
    expect(readWalk(null)).toEqual(WALK_START);
    expect(readWalk({ ...WALK_START, isSearched: true, asOf: 9 })).toEqual(WALK_START);
    expect(readWalk({ ...middle })).toEqual(middle);
  });

  it('lets changes begin only where a walk has ended', () => {
    const ended: Walk = { ...WALK_START, isSearched: true, asOf: 9 };
    expect(readFinished({ ...ended })).toEqual(ended);
    for (const cursor of [{ ...WALK_START, token: 'a' }, { ...ended, waiting: ['1'] }, { walk: 'jira-1' }]) {
      expect(() => readFinished(cursor)).toThrow(expect.objectContaining({ kind: 'cursor-expired' }));
    }
  });

  it.each([[{}], [{ walk: 'jira-0' }], [{ offset: 'abc' }]])('calls %j expired', (cursor) => {
    expect(() => readWalk(cursor)).toThrow(expect.objectContaining({ kind: 'cursor-expired' }));
  });
});
