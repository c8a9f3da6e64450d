import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type JiraOptions, startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { isThere, stateAt } from '../../../src/demo/state.ts';
import type { SimTask } from '../../../src/demo/world.ts';
import { startReceiver } from './receiver.ts';

const now = Date.UTC(2026, 10, 20, 12);
const api = '/rest/api/3';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Body {
  readonly webhookEvent: string;
  readonly timestamp: number;
  readonly issue: { readonly id: string; readonly key: string; readonly fields?: Readonly<Record<string, unknown>> };
  readonly changelog?: { readonly items: readonly Readonly<Record<string, unknown>>[] };
}

async function start(options: Partial<JiraOptions> = {}) {
  const world = makeWorld({ seed: 'jira live', tasks: 240, now });
  const server = await startJira(world, { now, rateLimits: 'off', retryScale: 0, ...options });
  ends.push(() => server.close());
  const { email, token } = server.credentials;
  const authorization = email ? `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}` : `Bearer ${token}`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  };
  const search = async (jql: string, more: object = {}) => {
    const { status, body } = await ask('POST', `${api}/search/jql`, { jql, maxResults: 5000, ...more });
    return status === 200 ? (body.issues as { id: string }[]).map(({ id }) => id) : (body.errorMessages as string[]);
  };
  const find = (fits: (task: SimTask) => boolean) =>
    world.tasks.find((task) => task.tool === 'jira' && isThere(task, now) && fits(task)) as SimTask;
  const scopeOf = (task: SimTask) => world.scopes.find(({ id }) => id === task.scopeId);
  const company = find((task) => task.kind === 'story' && scopeOf(task)?.style === 'company-managed');
  return { world, server, ask, search, find, scopeOf, company };
}

async function receive(...statuses: number[]) {
  const receiver = await startReceiver(...statuses);
  ends.push(receiver.close);
  return receiver;
}

describe('live issues', () => {
  it('are found by what changed since a moment, in order, and by nothing older', async () => {
    const { server, search, company, find } = await start();
    const other = find((task) => task.kind === 'task');
    const tick = `project in (${['ONB', 'INT'].join(', ')}) AND updated >= ${now + 1} ORDER BY updated ASC, id ASC`;
    expect(await search(tick)).toEqual([]);
    const all = `updated >= ${now + 1} ORDER BY updated ASC, id ASC`;
    server.change({ type: 'edit', task: other.id, set: { labels: ['first'] } });
    server.setClock(now + 60_000);
    server.change({ type: 'edit', task: company.id, set: { title: 'Second' } });
    server.change({ type: 'edit', task: other.id, set: { labels: ['third'] } });
    expect(await search(all)).toEqual([company.vendorId, other.vendorId]);
  });

  it('show the change everywhere: fields, history, and the parent that lists them', async () => {
    const { server, ask, find, world } = await start();
    const child = find((task) => task.kind === 'subtask');
    const parent = world.tasks.find(({ id }) => id === child.parentId) as SimTask;
    const read = async (task: SimTask) => (await ask('GET', `${api}/issue/${task.key}?expand=changelog`)).body;
    await read(child);
    await read(parent);
    server.change({ type: 'edit', task: child.id, by: child.authorId, set: { title: 'Renamed child' } });
    const shown = await read(child);
    expect(shown.fields.summary).toBe('Renamed child');
    expect(shown.changelog.histories[0].items).toMatchObject([{ field: 'summary', toString: 'Renamed child' }]);
    const { subtasks } = (await read(parent)).fields as { subtasks: { fields: { summary: string } }[] };
    expect(subtasks.map(({ fields }) => fields.summary)).toContain('Renamed child');
  });

  it('lose a label, a field and a parent, and their history keeps each', async () => {
    const { server, ask, find } = await start();
    const task = find(
      (each) => each.kind === 'story' && each.parentId !== null && 'OKR' in (stateAt(each, now)?.fields ?? {}),
    );
    const epic = task.parentId;
    const okr = stateAt(task, now)?.fields.OKR;
    server.change({ type: 'edit', task: task.id, set: { labels: ['gone soon'] } });
    server.change({ type: 'edit', task: task.id, set: { labels: [], fields: {} } });
    server.change({ type: 'reparent', task: task.id, parent: null });
    const { body } = await ask('GET', `${api}/issue/${task.key}?expand=changelog`);
    expect(body.fields.labels).toEqual([]);
    expect(body.fields.parent).toBeUndefined();
    const items = body.changelog.histories.flatMap((history: { items: object[] }) => history.items).slice(0, 4);
    expect(items).toContainEqual(
      expect.objectContaining({ field: 'IssueParentAssociation', to: null, toString: null }),
    );
    expect(items).toContainEqual(expect.objectContaining({ field: 'labels', fromString: 'gone soon', toString: '' }));
    expect(items).toContainEqual(expect.objectContaining({ field: 'OKR', fromString: okr, toString: null }));
    expect(epic).not.toBeNull();
  });

  it('are gone when deleted: in no search, 404, and named among the errors of a bulk fetch', async () => {
    const { server, ask, search, company } = await start();
    server.change({ type: 'delete', task: company.id });
    expect(await search(`id = ${company.vendorId}`)).toEqual([]);
    expect((await ask('GET', `${api}/issue/${company.vendorId}`)).status).toBe(404);
    const { body } = await ask('POST', `${api}/issue/bulkfetch`, { issueIdsOrKeys: [company.vendorId] });
    expect(body).toMatchObject({ issues: [], issueErrors: [{ id: company.vendorId }] });
  });

  it('keep their id when moved, answer to both keys, and tell of the new one as `Key`', async () => {
    const { server, ask, company, world } = await start();
    const { vendorId, key: former } = company;
    const to = world.scopes.find(({ tool, style }) => tool === 'jira' && style === 'team-managed');
    server.change({ type: 'move', task: company.id, scope: to?.id ?? '' });
    const { body } = await ask('GET', `${api}/issue/${former}?expand=changelog`);
    expect(body).toMatchObject({ id: vendorId, key: company.key, fields: { project: { key: to?.key } } });
    expect(body.key).not.toBe(former);
    expect(body.changelog.histories[0].items).toContainEqual(
      expect.objectContaining({ field: 'Key', fromString: former, toString: company.key }),
    );
  });

  it('are not done any more when they go back', async () => {
    const { server, ask, find, scopeOf } = await start();
    const done = find((task) => stateAt(task, now)?.completed === true && scopeOf(task)?.style === 'company-managed');
    server.change({ type: 'edit', task: done.id, set: { status: 'In Progress' } });
    const { body } = await ask('GET', `${api}/issue/${done.key}?expand=changelog`);
    expect(body.fields).toMatchObject({ resolution: null, resolutiondate: null, status: { name: 'In Progress' } });
    expect(body.changelog.histories[0].items.map(({ field }: { field: string }) => field)).toContain('resolution');
  });
});

describe('live projects', () => {
  it('out of sight make every query that names them fail, and stand in no list; archived ones stand in theirs', async () => {
    const { server, search, ask, company, scopeOf } = await start();
    const scope = scopeOf(company);
    const listed = async (status: string) =>
      (await ask('GET', `${api}/project/search?status=${status}`)).body.values.map(({ key }: { key: string }) => key);
    const change = (type: 'lose-access' | 'regain-access' | 'archive' | 'unarchive' | 'delete-scope') =>
      server.change({ type, scope: scope?.id ?? '' });
    change('lose-access');
    expect(await search(`project in (${scope?.key})`)).toEqual([
      `The value '${scope?.key}' does not exist for the field 'project'.`,
    ]);
    expect(await search(`id = ${company.vendorId}`)).toEqual([]);
    expect(await listed('live,archived,deleted')).not.toContain(scope?.key);
    change('regain-access');
    expect(await search(`id = ${company.vendorId}`)).toEqual([company.vendorId]);
    change('archive');
    expect([await listed('live'), await listed('archived')].map((keys) => keys.includes(scope?.key))).toEqual([
      false,
      true,
    ]);
    change('unarchive');
    expect(await listed('live')).toContain(scope?.key);
    change('delete-scope');
    expect([await listed('live'), await listed('deleted')].map((keys) => keys.includes(scope?.key))).toEqual([
      false,
      true,
    ]);
  });
});

describe('a search index that is late', () => {
  it('does not know of a change until then, but of the issues it is told to reconcile', async () => {
    const { server, search, company } = await start({ searchLagMs: 5_000 });
    server.setClock(now + 60_000);
    server.change({ type: 'edit', task: company.id, set: { title: 'Fresh' } });
    const jql = `updated > ${now + 30_000}`;
    expect(await search(jql)).toEqual([]);
    expect(await search(jql, { reconcileIssues: [Number(company.vendorId)] })).toEqual([company.vendorId]);
    server.setClock(now + 65_001);
    expect(await search(jql)).toEqual([company.vendorId]);
  });
});

const events = ['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted'];

describe('an administrator’s webhooks', () => {
  const base = '/rest/webhooks/1.0/webhook';
  const hook = (url: string, jql = '') => ({
    name: 'Ours',
    url,
    events,
    filters: { 'issue-related-events-section': jql },
    secret: 's3cret',
  });

  it('are made, listed, changed and removed, without ever showing the secret', async () => {
    const { ask } = await start();
    const made = await ask('POST', base, hook('https://example.com/in'));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Ours', enabled: true, isSigned: true });
    expect(JSON.stringify(made.body)).not.toContain('s3cret');
    const path = new URL(made.body.self).pathname;
    expect((await ask('GET', base)).body).toEqual([made.body]);
    expect((await ask('PUT', path, { enabled: false })).body).toMatchObject({ enabled: false, events, isSigned: true });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('DELETE', path)).status).toBe(404);
  });

  it('are for administrators only', async () => {
    const { ask } = await start({ isAdmin: false });
    expect((await ask('GET', base)).status).toBe(403);
  });

  it('bring what happens to the issues of their filter, signed over the body', async () => {
    const { server, ask, company, scopeOf, find } = await start();
    const { url, received, bodies } = await receive();
    await ask('POST', base, hook(url, `project in (${scopeOf(company)?.key})`));
    const elsewhere = find((task) => task.scopeId !== company.scopeId);
    server.change({ type: 'edit', task: elsewhere.id, set: { title: 'Elsewhere' } });
    server.change({
      type: 'edit',
      task: company.id,
      by: company.authorId,
      set: { status: 'In Review', text: 'One\n\nTwo' },
    });
    await server.settled();
    server.change({ type: 'create', scope: company.scopeId, set: { title: 'New' } });
    await server.settled();
    server.change({ type: 'delete', task: company.id });
    await server.settled();
    const told = bodies<Body>().filter(
      ({ issue, webhookEvent }) => issue.id === company.vendorId || webhookEvent === events[0],
    );
    expect(told.map(({ webhookEvent }) => webhookEvent)).toEqual([events[1], events[0], events[2]]);
    expect(told[0]?.issue.fields).toMatchObject({ description: 'One\n\nTwo', status: { name: 'In Review' } });
    expect(told[0]?.issue.fields?.status).toHaveProperty('self', expect.stringContaining('/rest/api/2/'));
    expect(told[0]?.changelog?.items).toContainEqual(
      expect.objectContaining({ field: 'status', toString: 'In Review' }),
    );
    expect(told[0]).not.toHaveProperty('user.emailAddress');
    expect(told[2]?.issue).toEqual({ id: company.vendorId, key: company.key, self: expect.any(String) });
    for (const { headers, body } of received) {
      expect(headers['x-hub-signature']).toBe(`sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`);
    }
    const identifiers = received.map(({ headers }) => headers['x-atlassian-webhook-identifier']);
    expect(new Set(identifiers).size).toBe(received.length);
  });

  it('go on for the other projects of their filter when one is out of sight', async () => {
    const { server, ask, company, scopeOf, find } = await start();
    const { url, bodies } = await receive();
    const other = find((task) => task.scopeId !== company.scopeId);
    await ask('POST', base, hook(url, `project in (${scopeOf(company)?.key}, ${scopeOf(other)?.key})`));
    server.change({ type: 'lose-access', scope: company.scopeId });
    server.change({ type: 'edit', task: company.id, set: { title: 'Unseen' } });
    server.change({ type: 'edit', task: other.id, set: { title: 'Seen' } });
    await server.settled();
    expect(bodies<Body>().map(({ issue }) => issue.fields?.summary)).toEqual(['Seen']);
  });

  it('try again five times under the same identifier, and never after another refusal', async () => {
    const { server, ask, company } = await start();
    const { url, received } = await receive(503, 429, 408, 409, 425, 500);
    await ask('POST', base, hook(url));
    server.change({ type: 'edit', task: company.id, set: { title: 'Tried' } });
    await server.settled();
    expect(received).toHaveLength(6);
    expect(new Set(received.map(({ headers }) => headers['x-atlassian-webhook-identifier'])).size).toBe(1);
    const refusing = await receive(400);
    const again = await start();
    await again.ask('POST', base, hook(refusing.url));
    again.server.change({ type: 'edit', task: again.company.id, set: { title: 'Refused' } });
    await again.server.settled();
    expect(refusing.received).toHaveLength(1);
  });
});

describe('the webhooks of an app', () => {
  const path = `${api}/webhook`;
  const wanted = (jqlFilter: string | undefined, more: object = {}) => ({ events, jqlFilter, ...more });

  it('are for apps only', async () => {
    const { ask } = await start();
    expect((await ask('GET', path)).status).toBe(403);
  });

  it('need a filter of few fields and operators, one address, and are five at most', async () => {
    const { ask, company, scopeOf } = await start({ asApp: true });
    const url = 'https://example.com/in';
    const project = `project in (${scopeOf(company)?.key})`;
    const register = async (...webhooks: object[]) =>
      (await ask('POST', path, { url, webhooks })).body.webhookRegistrationResult as { createdWebhookId?: number }[];
    const results = await register(
      wanted(undefined),
      wanted('updated > 1'),
      wanted('project > ONB'),
      wanted('project = NOPE'),
      { ...wanted(project), events: ['worklog_created'] },
      wanted(project),
    );
    expect(results.map((result) => 'createdWebhookId' in result)).toEqual([false, false, false, false, false, true]);
    expect((await ask('POST', path, { url: 'https://example.com/other', webhooks: [wanted(project)] })).status).toBe(
      400,
    );
    const more = await register(...Array.from({ length: 5 }, () => wanted(project)));
    expect(more.filter((result) => 'createdWebhookId' in result)).toHaveLength(4);
  });

  it('die after thirty days unless they are prolonged, and are removed a little after the answer', async () => {
    const { server, ask, company, scopeOf } = await start({ asApp: true });
    const dayMs = 86_400_000;
    const listed = async () => (await ask('GET', path)).body.values as { id: number; expirationDate: string }[];
    await ask('POST', path, {
      url: 'https://example.com/in',
      webhooks: [wanted(`project = ${scopeOf(company)?.key}`)],
    });
    const [made] = await listed();
    expect(Date.parse(made?.expirationDate ?? '')).toBe(now + 30 * dayMs);
    server.setClock(now + 20 * dayMs);
    const { body } = await ask('PUT', `${path}/refresh`, { webhookIds: [made?.id, 99_999] });
    expect(Date.parse(body.expirationDate)).toBe(now + 50 * dayMs);
    server.setClock(now + 49 * dayMs);
    expect(await listed()).toHaveLength(1);
    expect(await ask('DELETE', path, { webhookIds: [made?.id] })).toEqual({ status: 202, body: null });
    await expect.poll(listed).toEqual([]);
    await ask('POST', path, {
      url: 'https://example.com/in',
      webhooks: [wanted(`project = ${scopeOf(company)?.key}`)],
    });
    server.setClock(now + 80 * dayMs);
    expect(await listed()).toEqual([]);
  });

  it('bring deliveries with a token signed by the app’s secret, and no other proof', async () => {
    const { server, ask, company, scopeOf } = await start({ asApp: true });
    const { url, received, bodies } = await receive();
    const { appSecret = '' } = server.credentials;
    const webhooks = [wanted(`project = ${scopeOf(company)?.key}`, { fieldIdsFilter: ['summary'] })];
    await ask('POST', path, { url, webhooks });
    server.change({ type: 'edit', task: company.id, set: { labels: ['not asked for'] } });
    server.change({ type: 'edit', task: company.id, set: { title: 'Asked for' } });
    await server.settled();
    expect(bodies<Body>().map(({ issue }) => issue.fields?.summary)).toEqual(['Asked for']);
    const [{ headers }] = received as [(typeof received)[number]];
    const [head = '', claims = '', signature] = (headers.authorization ?? '').replace('Bearer ', '').split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(signature).toBe(createHmac('sha256', appSecret).update(`${head}.${claims}`).digest('base64url'));
    expect(headers['x-hub-signature']).toBeUndefined();
  });
});
