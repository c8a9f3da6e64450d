import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { stateAt, updatedAt } from '../../../src/demo/state.ts';
import type { SimServer, SimTask } from '../../../src/demo/world.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const world = makeWorld({ seed: 'jira', now });
const issues = world.tasks.filter((task) => task.tool === 'jira');
const byKey = new Map(issues.map((task) => [task.key as string, task]));
// biome-ignore lint/suspicious/noExplicitAny: an answer is any JSON until the test has looked at it
type Body = any;
let jira: SimServer;

beforeAll(async () => {
  jira = await startJira(world, { now, rateLimits: 'off' });
});
afterAll(() => jira.close());

const basic = ({ email, token }: { email?: string; token: string }) =>
  `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;

async function ask(path: string, body?: unknown, server = jira, authorization = basic(server.credentials)) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const answer = await fetch(`${server.url}/rest/api/3${path}`, { ...init, headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Body };
}

async function walk(jql: string, fields: string[], maxResults: number): Promise<{ issues: Body[]; pages: number }> {
  const found: Body[] = [];
  let nextPageToken: string | undefined;
  let pages = 0;
  do {
    const { body }: { body: Body } = await ask('/search/jql', { jql, fields, maxResults, nextPageToken });
    found.push(...body.issues);
    nextPageToken = body.nextPageToken;
    expect(body.isLast).toBe(nextPageToken === undefined);
    expect(body).not.toHaveProperty('total');
    pages += 1;
  } while (nextPageToken !== undefined);
  return { issues: found, pages };
}

const taskOf = (key: string) => byKey.get(key) as SimTask;

describe('credentials', () => {
  it('answers 401 without them and to wrong ones, and to anybody how the server is called', async () => {
    expect(
      (await ask('/myself', undefined, jira, basic({ email: 'someone@larkfield.example', token: 'no' }))).status,
    ).toBe(401);
    expect((await ask('/myself', undefined, jira, '')).status).toBe(401);
    expect((await fetch(`${jira.url}/rest/api/3/serverInfo`)).status).toBe(200);
    expect((await ask('/myself')).body.timeZone).not.toBe('UTC');
  });
});

describe('search', () => {
  const all = 'project in (ONB, INT, WARD, APP, PLAT, DATA)';

  it('walks every issue once by token, whatever the order', async () => {
    for (const order of ['id ASC', 'updated DESC', 'created ASC, id DESC']) {
      const { issues: found, pages } = await walk(`${all} ORDER BY ${order}`, ['summary'], 100);
      expect(new Set(found.map((issue) => issue.id)).size).toBe(issues.length);
      expect(found).toHaveLength(issues.length);
      expect(pages).toBe(Math.ceil(issues.length / 100));
    }
  });

  it('gives pages of up to 5,000 for ids alone, and of 100 with any field', async () => {
    const ids = await ask('/search/jql', { jql: `${all} ORDER BY id ASC`, fields: ['id'], maxResults: 9_999 });
    expect(ids.body.issues).toHaveLength(issues.length);
    expect(ids.body.issues[0]).toEqual({ id: issues[0]?.vendorId });
    const withField = await ask('/search/jql', {
      jql: `${all} ORDER BY id ASC`,
      fields: ['id', 'updated'],
      maxResults: 5_000,
    });
    expect(withField.body.issues).toHaveLength(100);
    expect((await ask('/search/jql', { jql: all })).body.issues).toHaveLength(50);
  });

  it('refuses what Jira refuses, in words', async () => {
    const refused = async (jql: string, more: object = {}) => {
      const { status, body } = await ask('/search/jql', { jql, ...more });
      expect(status).toBe(400);
      return body.errorMessages[0] as string;
    };
    expect(await refused('ORDER BY id ASC')).toContain('Unbounded');
    expect(await refused('')).toContain('Unbounded');
    expect(await refused('project = NOPE')).toContain("'NOPE' does not exist");
    expect(await refused('project = LEG')).toContain("'LEG' does not exist");
    expect(await refused('project = ONB AND')).toContain('Expecting more');
    expect(await refused('mood = good')).toContain("Field 'mood' does not exist");
    expect(await refused('updated >= yesterday')).toContain('invalid');
    expect(await refused(all, { reconcileIssues: Array.from({ length: 51 }, (_, at) => at) })).toContain('reconciled');
    expect(await refused(all, { nextPageToken: 'not-a-token' })).toContain('token');
    const first = await ask('/search/jql', { jql: `${all} ORDER BY id ASC` });
    expect(await refused('project = ONB', { nextPageToken: first.body.nextPageToken })).toContain('another query');
  });

  it('takes the same query by GET', async () => {
    const query = new URLSearchParams([
      ['jql', 'key in (ONB-1, onb-2) ORDER BY key ASC'],
      ['fields', 'summary,labels'],
      ['fields', 'status'],
    ]);
    const { body } = await ask(`/search/jql?${query}`);
    expect(body.issues.map((issue: Body) => issue.key)).toEqual(['ONB-1', 'ONB-2']);
    expect(Object.keys(body.issues[0].fields)).toEqual(['summary', 'labels', 'status']);
  });

  it('counts, and is gone at its old address', async () => {
    expect((await ask('/search/approximate-count', { jql: all })).body).toEqual({ count: issues.length });
    for (const gone of [await ask('/search?jql=project%3DONB'), await ask('/search', { jql: 'project = ONB' })]) {
      expect(gone.status).toBe(410);
      expect(gone.body.errorMessages[0]).toContain('/rest/api/3/search/jql');
    }
  });

  it('does not lose issues that change while a walk is under way', async () => {
    const moving = await startJira(world, { now: now - 86_400_000 * 20, rateLimits: 'off' });
    const seen = new Set<string>();
    let nextPageToken: string | undefined;
    do {
      const { body }: { body: Body } = await ask(
        '/search/jql',
        { jql: `${all} ORDER BY id ASC`, fields: ['key'], maxResults: 70, nextPageToken },
        moving,
      );
      for (const issue of body.issues) seen.add(issue.id);
      nextPageToken = body.nextPageToken;
      moving.setClock(moving.journal.length > 3 ? now : now - 86_400_000 * 10);
    } while (nextPageToken !== undefined);
    expect(seen.size).toBe(issues.length);
    await moving.close();
  });
});

describe('dates', () => {
  // Not on a full hour away from UTC, so that a mistake of the zone cannot hide.
  it.each(['America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'UTC'])(
    'are read and written in the zone of the user: %s',
    async (userTimeZone) => {
      const server = await startJira(world, { now, userTimeZone, rateLimits: 'off' });
      const since = now - 5 * 86_400_000;
      const expected = issues
        .filter((task) => updatedAt(task, now) >= since)
        .map((task) => task.key)
        .sort();
      const keys = async (jql: string) =>
        (await ask('/search/jql', { jql, fields: ['key'], maxResults: 5_000 }, server)).body.issues
          .map((issue: Body) => issue.key)
          .sort();
      expect(expected.length).toBeGreaterThan(10);
      expect(await keys(`updated >= ${since} ORDER BY updated ASC, id ASC`)).toEqual(expected);
      const wall = new Intl.DateTimeFormat('sv-SE', {
        timeZone: userTimeZone,
        dateStyle: 'short',
        timeStyle: 'short',
      }).format(since);
      expect(await keys(`updated >= "${wall}"`)).toEqual(expected);
      const { body } = await ask('/issue/ONB-3?fields=updated,created', undefined, server);
      const task = taskOf('ONB-3');
      const instant = (text: string) => Date.parse(text.replace(/(\d\d)(\d\d)$/, '$1:$2'));
      expect(instant(body.fields.updated)).toBe(updatedAt(task, now));
      expect(instant(body.fields.created)).toBe(task.createdAt);
      await server.close();
    },
  );
});

describe('issues', () => {
  it('are fetched by the hundred, ascending by id, with the unknown ones apart', async () => {
    const wanted = ['PLAT-3', 'onb-2', String(issues[0]?.vendorId), 'NOPE-1'];
    const { body } = await ask('/issue/bulkfetch', { issueIdsOrKeys: wanted, fields: ['summary'] });
    const ids = body.issues.map((issue: Body) => Number(issue.id));
    expect(ids).toEqual([...ids].sort((left, right) => left - right));
    expect(body.issues).toHaveLength(3);
    expect(body.issueErrors.map((error: Body) => error.id)).toEqual(['NOPE-1']);
    expect(
      (await ask('/issue/bulkfetch', { issueIdsOrKeys: issues.slice(0, 101).map((task) => task.vendorId) })).status,
    ).toBe(400);
    expect((await ask('/issue/NOPE-1')).status).toBe(404);
  });

  it('show what the world says of them', async () => {
    const { issues: found } = await walk('project in (ONB, WARD) ORDER BY id ASC', ['*all'], 100);
    const fieldIds = await customFields();
    for (const { key, fields } of found) {
      const task = taskOf(key);
      const state = stateAt(task, now);
      expect(fields.summary).toBe(state?.title);
      expect(fields.labels).toEqual(state?.labels);
      expect(fields.status.name).toBe(state?.status);
      expect(fields.status.statusCategory.key === 'done').toBe(state?.completed);
      expect(plainText(fields.description).replace(/\s/g, '')).toBe(
        (state?.text ?? '').replace(/^(- \[[ x]\]|-|\d+\.)/gm, '').replace(/\s/g, ''),
      );
      const scope = key.split('-')[0] as 'ONB' | 'WARD';
      expect(fields[scope === 'ONB' ? 'customfield_10036' : 'customfield_10016']).toBe(state?.estimate);
      const okr = fields[fieldIds(scope, 'OKR')];
      expect(scope === 'ONB' ? okr?.value : okr).toBe(state?.fields.OKR);
      expect(fields.assignee?.accountId).toBe(
        world.people.find((person) => person.id === state?.assigneeId)?.accounts.jira?.id,
      );
    }
  });

  it('tell their parent at every level; the oldest only by the old Epic Link', async () => {
    const { issues: found } = await walk(
      'project in (ONB, INT, WARD, APP, PLAT, DATA) ORDER BY id ASC',
      ['parent', 'issuetype', 'customfield_10014'],
      100,
    );
    const levels = new Set<string>();
    let linkOnly = 0;
    for (const { key, fields } of found) {
      const { parentId } = taskOf(key);
      const parent = world.tasks.find((task) => task.id === parentId);
      const told = fields.parent?.key ?? fields.customfield_10014 ?? undefined;
      expect(told).toBe(parent?.key ?? undefined);
      if (fields.parent !== undefined)
        levels.add(`${fields.issuetype.hierarchyLevel} under ${fields.parent.fields.issuetype.hierarchyLevel}`);
      else if (told !== undefined) linkOnly += 1;
    }
    expect([...levels].sort()).toEqual(['-1 under 0', '0 under 1', '1 under 2']);
    expect(linkOnly).toBeGreaterThan(0);
  });

  it('hide the e-mail of those who hide it', async () => {
    const { body } = await ask('/users/search?maxResults=1000');
    for (const person of world.people) {
      const user = body.find((candidate: Body) => candidate.accountId === person.accounts.jira?.id);
      expect(user.emailAddress ?? null).toBe(person.accounts.jira?.email);
    }
  });
});

async function customFields(): Promise<(project: string, name: string) => string> {
  const { body } = await ask('/field');
  const projects = (await ask('/project/search')).body.values;
  return (project, name) => {
    const { id, style } = projects.find((candidate: Body) => candidate.key === project);
    return body.find(
      (field: Body) =>
        field.name === name && (style === 'next-gen' ? field.scope?.project.id === id : field.scope === undefined),
    ).id;
  };
}

function plainText(node: Body): string {
  if (node === null) return '';
  return (node.text ?? '') + (node.content ?? []).map(plainText).join(' ');
}

describe('history', () => {
  it('comes for a thousand issues at once, oldest change first, one issue over several pages', async () => {
    const ids = issues.slice(0, 300).map((task) => task.vendorId);
    const histories = new Map<string, Body[]>();
    let nextPageToken: string | undefined;
    let pages = 0;
    let lastAt = 0;
    do {
      const { body }: { body: Body } = await ask('/changelog/bulkfetch', {
        issueIdsOrKeys: ids,
        fieldIds: ['status'],
        maxResults: 50,
        nextPageToken,
      });
      const times = body.issueChangeLogs.flatMap((log: Body) =>
        log.changeHistories.map((history: Body) =>
          Number(Date.parse(history.created.replace(/(\d\d)(\d\d)$/, '$1:$2'))),
        ),
      );
      expect(Math.min(...times)).toBeGreaterThanOrEqual(lastAt);
      lastAt = Math.max(...times);
      for (const log of body.issueChangeLogs)
        histories.set(log.issueId, [...(histories.get(log.issueId) ?? []), ...log.changeHistories]);
      nextPageToken = body.nextPageToken;
      pages += 1;
    } while (nextPageToken !== undefined);
    expect(pages).toBeGreaterThan(3);
    for (const task of issues.slice(0, 300)) {
      const moves = task.events.flatMap((event) => event.set.status ?? []);
      const told = (histories.get(task.vendorId) ?? []).flatMap((history) =>
        history.items.filter((item: Body) => item.field === 'status').map((item: Body) => item.toString),
      );
      expect(told).toEqual(moves);
    }
    expect(
      (await ask('/changelog/bulkfetch', { issueIdsOrKeys: Array.from({ length: 1_001 }, (_, at) => String(at)) }))
        .status,
    ).toBe(400);
  });

  it('shows the world as it was when the clock stands earlier', async () => {
    const then = world.startsAt;
    const early = await startJira(world, { now: then, rateLimits: 'off' });
    const known = issues.filter((task) => task.createdAt <= then);
    expect(
      (await ask('/search/approximate-count', { jql: 'project in (ONB,INT,WARD,APP,PLAT,DATA)' }, early)).body.count,
    ).toBe(known.length);
    const late = known.find((task) =>
      task.events.some((event) => event.at > then && event.set.status !== undefined),
    ) as SimTask;
    expect((await ask(`/issue/${late.key}`, undefined, early)).body.fields.status.name).toBe(
      stateAt(late, then)?.status,
    );
    early.setClock(now);
    expect((await ask(`/issue/${late.key}`, undefined, early)).body.fields.status.name).toBe(
      stateAt(late, now)?.status,
    );
    await early.close();
  });
});

describe('projects', () => {
  it('are listed in pages, the archived one apart', async () => {
    const first = (await ask('/project/search?maxResults=4')).body;
    const second = (await ask(`/project/search?maxResults=4&startAt=4`)).body;
    expect([first.isLast, second.isLast, first.total]).toEqual([false, true, 6]);
    expect([...first.values, ...second.values].map((project: Body) => project.key)).toEqual([
      'APP',
      'DATA',
      'INT',
      'ONB',
      'PLAT',
      'WARD',
    ]);
    expect((await ask('/project/search?status=archived')).body.values.map((project: Body) => project.key)).toEqual([
      'LEG',
    ]);
  });
});

describe('limits', () => {
  const burst = (server: SimServer, count: number) =>
    Promise.all(Array.from({ length: count }, () => ask('/project/search', undefined, server)));

  it('answer 429 with headers that say how long', async () => {
    const strict = await startJira(world, { now, rateLimits: 'enforced', wallClock: () => now });
    const answers = await burst(strict, 160);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(60);
    expect(strict.violations()).toBe(60);
    expect(refused[0]?.headers.get('ratelimit-reason')).toBe('jira-burst-based');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(answers[0]?.headers.get('x-ratelimit-limit')).toBe('100');
    await strict.close();
  });

  it('only count when asked to', async () => {
    const counting = await startJira(world, { now, rateLimits: 'counted', wallClock: () => now });
    const answers = await burst(counting, 160);
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(counting.violations()).toBe(60);
    await counting.close();
  });
});

describe('the journal', () => {
  it('keeps what was asked and how many tasks came, and no credentials', async () => {
    const server = await startJira(world, { now, rateLimits: 'off', prerender: true });
    await ask('/search/jql', { jql: 'project = ONB ORDER BY id ASC', fields: ['summary'], maxResults: 30 }, server);
    await ask('/myself', undefined, server, 'Basic bm90OnJpZ2h0');
    expect(server.journal.map(({ method, path, status, tasks }) => ({ method, path, status, tasks }))).toEqual([
      { method: 'POST', path: '/rest/api/3/search/jql', status: 200, tasks: 30 },
      { method: 'GET', path: '/rest/api/3/myself', status: 401, tasks: 0 },
    ]);
    expect(JSON.stringify(server.journal)).not.toContain(server.credentials.token);
    expect(server.journal[0]?.body).toMatchObject({ maxResults: 30 });
    await server.close();
  });
});
