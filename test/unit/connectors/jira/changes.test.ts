import { describe, expect, it } from 'vitest';
import type { ChangesPage, ScopeSince } from '../../../../connectors/connector.ts';
import { pullChanges } from '../../../../connectors/jira/changes.ts';
import type { JiraCalls, SearchAnswer, SearchRequest } from '../../../../connectors/jira/client.ts';
import { WALK_START, type Walk } from '../../../../connectors/jira/cursor.ts';
import { chooseFields } from '../../../../connectors/jira/fields.ts';
import { fakeSite } from './fake-site.ts';

const signal = new AbortController().signal;
const noon = Date.UTC(2026, 0, 1, 12);
const minuteMs = 60_000;

type Answer = Partial<SearchAnswer> | { readonly hidden: readonly string[] };

/** An issue of a project, changed so many ms after noon. */
function row(id: number, afterMs: number, project = 1): object {
  return {
    id: String(id),
    key: `P${project}-${id}`,
    fields: {
      summary: `Task ${id}`,
      status: { id: '1', name: 'To Do' },
      project: { id: String(project) },
      updated: new Date(noon + afterMs).toISOString().replace('Z', '+0000'),
    },
  };
}

function finished(id: number, walk: Partial<Walk> = {}): ScopeSince {
  const scope = { externalId: String(id), key: `P${id}`, name: `Project ${id}` };
  return { scope, cursor: { ...WALK_START, isSearched: true, asOf: noon, ...walk } };
}

/** A Jira that gives these answers in turn, and writes down what it was asked. */
function fakeJira(answers: readonly Answer[], more: Partial<JiraCalls> = {}) {
  const asked: SearchRequest[] = [];
  const opened: unknown[] = [];
  const { site, histories } = fakeSite([], {
    searchProjects: async (request) => {
      asked.push(request);
      const answer = answers[asked.length - 1];
      if (!answer) throw new Error('asked beyond the end');
      return 'hidden' in answer ? answer : { issues: [], ...answer };
    },
    ...more,
  });
  const source = {
    calls: site.calls,
    openSite: async (fields: Parameters<typeof chooseFields>[0] | null) => {
      opened.push(fields);
      return { ...site, fields: chooseFields(fields ?? []) };
    },
  };
  return {
    asked,
    histories,
    opened,
    async pull(scopes: readonly ScopeSince[]): Promise<ChangesPage[]> {
      const pages: ChangesPage[] = [];
      for await (const page of pullChanges(source, scopes, signal)) pages.push(page);
      return pages;
    },
  };
}

function ids(pages: readonly ChangesPage[], type: 'task' | 'history' = 'task'): string[] {
  return pages.flatMap((page) => page.records.filter((record) => record.type === type)).map((r) => r.externalId);
}

/** The scopes as they stand after these pages. */
function standing(scopes: readonly ScopeSince[], pages: readonly ChangesPage[]): ScopeSince[] {
  const told = Object.assign({}, ...pages.map((page) => page.cursors)) as ChangesPage['cursors'];
  return scopes.map(({ scope, cursor }) => ({ scope, cursor: told[scope.externalId] ?? cursor }));
}

describe('changes', () => {
  it('asks all projects one question, from five minutes before the earliest cursor and without an end', async () => {
    const jira = fakeJira([{}]);
    await jira.pull([finished(2), finished(10, { asOf: noon - minuteMs })]);
    expect(jira.asked.map(({ jql }) => jql)).toEqual([
      `project in (2, 10) AND updated >= ${noon - 6 * minuteMs} ORDER BY updated ASC, id ASC`,
    ]);
  });

  it('gives no page and asks nothing more when nothing happened', async () => {
    const recent = { 7: noon, 8: noon - minuteMs };
    const jira = fakeJira([{ issues: [row(8, -minuteMs), row(7, 0)] }]);
    expect(await jira.pull([finished(1, { recent })])).toEqual([]);
    expect([jira.asked.length, jira.histories.length, jira.opened.length]).toEqual([1, 0, 0]);
  });

  it('gives each new version once, with its history, and then stands at the newest', async () => {
    const scopes = [finished(1, { recent: { 7: noon } }), finished(2)];
    const first = fakeJira([{ issues: [row(7, 0), row(5, 1), row(7, 2, 2)] }]);
    const pages = await first.pull(scopes);
    expect(ids(pages)).toEqual(['5', '7']);
    expect(first.histories.map((asked) => asked.ids)).toEqual([['5', '7']]);
    expect(pages.map(({ cursors }) => cursors)).toMatchObject([
      { 1: { asOf: noon + 2, recent: { 5: noon + 1 } }, 2: { asOf: noon + 2, recent: { 7: noon + 2 } } },
    ]);
    const second = fakeJira([{ issues: [row(5, 1), row(7, 2, 2)] }]);
    expect(await second.pull(standing(scopes, pages))).toEqual([]);
  });

  it('finds an issue that the search showed late (it lags behind)', async () => {
    const scopes = [finished(1)];
    const pages = await fakeJira([{ issues: [row(7, minuteMs)] }]).pull(scopes);
    const late = fakeJira([{ issues: [row(6, 1000), row(7, minuteMs)] }]);
    expect(ids(await late.pull(standing(scopes, pages)))).toEqual(['6']);
    expect(late.asked[0]?.jql).toContain(`updated >= ${noon - 4 * minuteMs} `);
  });

  it('gives nothing older than what was handed over before', async () => {
    const jira = fakeJira([{ issues: [row(7, -5)] }]);
    expect(await jira.pull([finished(1, { recent: { 7: noon } })])).toEqual([]);
  });

  it('moves every cursor on, so that a quiet project does not make the others be read again', async () => {
    const scopes = [finished(1, { asOf: noon - 3_600_000 }), finished(2)];
    const pages = await fakeJira([{ issues: [row(3, 10 * minuteMs, 2)] }]).pull(scopes);
    const next = fakeJira([{}]);
    await next.pull(standing(scopes, pages));
    expect(next.asked[0]?.jql).toContain(`updated >= ${noon + 5 * minuteMs} `);
  });

  it('leaves the bound out where the site held nothing when it was walked', async () => {
    const jira = fakeJira([{ issues: [row(1, 0)] }]);
    const pages = await jira.pull([finished(1, { asOf: null })]);
    expect(jira.asked[0]?.jql).toBe('project in (1) ORDER BY updated ASC, id ASC');
    expect(pages[0]?.cursors).toMatchObject({ 1: { asOf: noon } });
  });

  it('follows tokens to the end, an empty page included, and reads histories for a thousand at once', async () => {
    const pageOf = (from: number) => Array.from({ length: 100 }, (_, at) => row(from + at, from + at));
    const answers: Answer[] = Array.from({ length: 12 }, (_, at) => ({
      issues: pageOf(at * 100),
      nextPageToken: `t${at}`,
      isLast: false,
    }));
    const jira = fakeJira([...answers, { nextPageToken: 'end' }, { issues: [row(5000, 5000)], isLast: true }]);
    const pages = await jira.pull([finished(1)]);
    expect(ids(pages)).toHaveLength(1201);
    expect(ids(pages, 'history').toSorted()).toEqual(ids(pages).toSorted());
    expect(jira.histories.map((asked) => asked.ids.length)).toEqual([1000, 201]);
    expect(jira.asked.map(({ token }) => token).slice(0, 3)).toEqual([null, 't0', 't1']);
    expect(new Set(jira.asked.map(({ jql }) => jql)).size).toBe(1);
    // A cursor that moved before the histories were stored would lose them in a crash.
    const moved = pages.flatMap(({ cursors }) => Object.values(cursors).map(({ asOf }) => asOf));
    expect(moved).toEqual([noon + 999, noon + 5000]);
  });

  it.each<[string, Answer]>([
    ['isLast, even beside a token', { nextPageToken: 'a', isLast: true }],
    ['a null token', { nextPageToken: null }],
    ['neither token nor isLast', {}],
  ])('ends on %s', async (_, answer) => {
    expect(ids(await fakeJira([{ issues: [row(1, 1)], ...answer }]).pull([finished(1)]))).toEqual(['1']);
  });

  it('raises on a token seen before', async () => {
    const jira = fakeJira([{ nextPageToken: 'a' }, { nextPageToken: 'b' }, { nextPageToken: 'a' }]);
    await expect(jira.pull([finished(1)])).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it('asks for the rest when a project is hidden, and names it; its cursor stays', async () => {
    const jira = fakeJira([
      { issues: [row(1, 1)], nextPageToken: 'a' },
      { hidden: ['2'] },
      { issues: [row(1, 1), row(3, 2, 3)] },
    ]);
    const pages = await jira.pull([finished(1), finished(2), finished(3)]);
    expect(jira.asked.map(({ jql, token }) => [jql.slice(0, 20), token])).toEqual([
      ['project in (1, 2, 3)', null],
      ['project in (1, 2, 3)', 'a'],
      ['project in (1, 3) AN', null],
    ]);
    expect(pages.flatMap(({ changedScopes }) => changedScopes)).toEqual(['2']);
    expect(ids(pages)).toEqual(['1', '3']);
    expect(ids(pages, 'history')).toEqual(['1', '3']);
    expect(Object.keys(Object.assign({}, ...pages.map(({ cursors }) => cursors)))).toEqual(['1', '3']);
  });

  it('says so when every project is hidden', async () => {
    const pages = await fakeJira([{ hidden: ['1', '2'] }]).pull([finished(1), finished(2)]);
    expect(pages).toMatchObject([{ records: [], changedScopes: ['1', '2'], cursors: {} }]);
  });

  it('stores a change as a full walk would, by the fields that its answer names', async () => {
    const select = { type: 'option', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:select' };
    const fields = { customfield_1: { value: 'KR 2' }, customfield_2: 'rank', votes: { votes: 3 } };
    const { fields: own, ...rest } = row(1, 1) as { fields: object };
    const jira = fakeJira([
      {
        issues: [{ ...rest, fields: { ...own, ...fields } }],
        names: { summary: 'Summary', customfield_1: 'OKR', customfield_2: 'Rank' },
        schema: { summary: { type: 'string' }, customfield_1: select, customfield_2: { type: 'any' } },
      },
    ]);
    const [page] = await jira.pull([finished(1)]);
    const task = page?.records.find((record) => record.type === 'task');
    expect(task?.fields).toMatchObject([{ name: 'OKR', value: 'KR 2' }]);
    const raw = task?.raw as { fields: object } | undefined;
    expect(Object.keys(raw?.fields ?? {}).toSorted()).toEqual(
      ['customfield_1', 'project', 'status', 'summary', 'updated'].toSorted(),
    );
  });

  it('sets a broken issue aside once, not each time the overlap brings it', async () => {
    const broken = row(4, 1) as { fields: Record<string, unknown> };
    delete broken.fields.status;
    const scopes = [finished(1)];
    const pages = await fakeJira([{ issues: [broken] }]).pull(scopes);
    expect(pages.flatMap(({ setAside }) => setAside)).toMatchObject([{ externalId: '4' }]);
    expect(await fakeJira([{ issues: [broken] }]).pull(standing(scopes, pages))).toEqual([]);
  });

  it.each<[string, ScopeSince['cursor']]>([
    ['an unfinished walk', { ...WALK_START, token: 'a' }],
    ['another connector’s cursor', { offset: 'abc' }],
    ['a walk of an older form', { walk: 'jira-1', token: null, isSearched: true, waiting: [], updatedMax: 1 }],
  ])('calls the cursor of %s expired, and asks nothing', async (_, cursor) => {
    const jira = fakeJira([]);
    const scopes = [finished(1), { ...finished(2), cursor }];
    await expect(jira.pull(scopes)).rejects.toMatchObject({ kind: 'cursor-expired' });
    expect(jira.asked).toEqual([]);
  });

  it('refuses a scope that is not a project id, before it becomes part of a query', async () => {
    const { cursor, scope } = finished(1);
    const jira = fakeJira([]);
    const scopes = [{ cursor, scope: { ...scope, externalId: '1) OR (project = 2' } }];
    await expect(jira.pull(scopes)).rejects.toMatchObject({ kind: 'not-visible' });
  });
});
