import { afterEach, describe, expect, it } from 'vitest';
import { type DeliveryPolicy, makePostman } from '../../../src/demo/deliveries.ts';
import { nextAnswers, repeatedToken } from '../../../src/demo/faults.ts';
import { emptyPage } from '../../../src/demo/jira/empty-page.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeLive } from '../../../src/demo/live.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { changesUntil, isThere, stateAt } from '../../../src/demo/state.ts';
import type { SimServer, SimTask, SimTool, World } from '../../../src/demo/world.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const now = Date.UTC(2026, 10, 20, 12);
const freshWorld = () => makeWorld({ seed: 'live', tasks: 240, now });
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function live(tool: SimTool) {
  const world = freshWorld();
  const clock = { now };
  const find = (fits: (task: SimTask) => boolean) =>
    world.tasks.find((task) => task.tool === tool && task.createdAt < now && fits(task)) as SimTask;
  return { world, clock, find, change: makeLive(world, tool, clock).change };
}

describe('a change to a running world', () => {
  it('is one more event at the clock, and two within a millisecond never share a moment', () => {
    const { find, change, clock } = live('trello');
    const task = find(() => true);
    const [first] = change({ type: 'edit', task: task.id, set: { title: 'One' } });
    const [second] = change({ type: 'edit', task: task.id, set: { title: 'Two' } });
    expect(first.at).toBeGreaterThanOrEqual(now);
    expect(second.at).toBeGreaterThan(first.at);
    expect(clock.now).toBe(second.at);
    expect(stateAt(task, first.at)?.title).toBe('One');
    expect(stateAt(task, second.at)?.title).toBe('Two');
    expect(changesUntil(task, clock.now).at(-1)).toMatchObject({ before: { title: 'One' }, after: { title: 'Two' } });
  });

  it('stands before what the world still has in store', () => {
    const { world, find, change } = live('jira');
    const past = world.startsAt;
    const early = makeLive(world, 'jira', { now: past });
    const task = find(
      (each) => each.createdAt < past && each.events.length > 2 && (each.events.at(-1)?.at ?? 0) > past,
    );
    const last = task.events.at(-1);
    const [changed] = early.change({ type: 'edit', task: task.id, set: { labels: ['early'] } });
    expect(stateAt(task, changed.at)?.labels).toEqual(['early']);
    expect(task.events.at(-1)).toBe(last);
    expect(change({ type: 'edit', task: task.id, set: { title: 'Late' } })[0].index).toBe(task.events.length - 1);
  });

  it('deletes sub-tasks with their issue and takes the parent from other children', () => {
    const { world, find, change, clock } = live('jira');
    const isChildOf = (parent: SimTask) => (task: SimTask) => task.parentId === parent.id && isThere(task, now);
    const story = find((task) => world.tasks.some((each) => each.kind === 'subtask' && isChildOf(task)(each)));
    const subtasks = world.tasks.filter(isChildOf(story));
    change({ type: 'delete', task: story.id });
    expect([story, ...subtasks].map((task) => isThere(task, clock.now))).toEqual([false, ...subtasks.map(() => false)]);

    const epic = find((task) => task.kind === 'epic' && world.tasks.some(isChildOf(task)));
    const children = world.tasks.filter((task) => isChildOf(epic)(task) && isThere(task, clock.now));
    change({ type: 'delete', task: epic.id });
    expect(children.map((task) => [isThere(task, clock.now), task.parentId])).toEqual(children.map(() => [true, null]));
    expect(() => change({ type: 'edit', task: epic.id, set: { title: 'Ghost' } })).toThrow('deleted');
  });

  it('gives a moved issue a key no issue of the project ever had, and a status the project has', () => {
    const { world, find, change, clock } = live('jira');
    const to = world.scopes.find((scope) => scope.style === 'team-managed');
    const issue = find(
      (task) =>
        task.kind === 'story' && world.scopes.find(({ id }) => id === task.scopeId)?.style === 'company-managed',
    );
    const { key: former, scopeId } = issue;
    const keys = world.tasks.map((task) => task.key);
    change({ type: 'move', task: issue.id, scope: to?.id ?? '' });
    expect(issue.key).toMatch(new RegExp(`^${to?.key}-\\d+$`));
    expect(keys).not.toContain(issue.key);
    expect(issue.events.at(-1)?.deed).toEqual({
      type: 'moved',
      from: { scopeId, key: former },
      to: { scopeId: to?.id, key: issue.key },
    });
    expect(['Idea', 'Ready', 'Doing', 'Released']).toContain(stateAt(issue, clock.now)?.status);
  });

  it.each(['jira', 'asana', 'trello'] as const)('makes a new task of %s, with names of its own', (tool) => {
    const { world, find, change, clock } = live(tool);
    const known = world.tasks.map((task) => task.vendorId);
    const [{ task }] = change({ type: 'create', scope: find(() => true).scopeId, set: { title: 'New' } });
    expect(known).not.toContain(task?.vendorId);
    expect(task && stateAt(task, clock.now)?.title).toBe('New');
    expect(task && stateAt(task, clock.now - 1)).toBeNull();
  });

  it('refuses what the tool could not do: a move to where the task is, a change of what is deleted, its return', () => {
    const { find, change } = live('trello');
    const card = find(() => true);
    expect(() => change({ type: 'move', task: card.id, scope: card.scopeId })).toThrow('already');
    expect(() => change({ type: 'restore', task: card.id })).toThrow('not deleted');
    change({ type: 'delete', task: card.id });
    expect(() => change({ type: 'edit', task: card.id, set: {} })).toThrow('deleted');
    expect(() => change({ type: 'restore', task: card.id })).toThrow('stays deleted');
  });

  it('refuses a status the place does not have', () => {
    const { find, change } = live('asana');
    expect(() => change({ type: 'edit', task: find(() => true).id, set: { status: 'nowhere' } })).toThrow('nowhere');
  });
});

describe('a postman', () => {
  const policy: DeliveryPolicy = {
    waitsMs: [100, 200],
    timeoutMs: 1_000,
    isRetried: (status) => status === null || status >= 500,
  };

  async function receiver(...statuses: number[]) {
    const started = await startReceiver(...statuses);
    ends.push(started.close);
    return started;
  }
  const bodiesOf = ({ received }: Receiver) => received.map(({ body }) => body);
  const parcel = (url: string, body: string) => ({
    webhook: '1',
    url,
    body,
    headers: (attempt: number) => ({ 'x-attempt': String(attempt) }),
  });

  it('tries again after what may pass, and no more than the tool promises', async () => {
    const target = await receiver(500, 503, 500);
    const postman = makePostman({ retryScale: 0.01 });
    postman.send(parcel(target.url, 'a'), policy);
    await postman.settled();
    expect(postman.deliveries.map(({ status, attempt }) => [status, attempt])).toEqual([
      [500, 0],
      [503, 1],
      [500, 2],
    ]);
    expect(bodiesOf(target)).toEqual(['a', 'a', 'a']);
  });

  it('drops a delivery that was refused for good', async () => {
    const target = await receiver(400);
    const postman = makePostman({ retryScale: 0.01 });
    postman.send(parcel(target.url, 'a'), policy);
    await postman.settled();
    expect(bodiesOf(target)).toEqual(['a']);
  });

  it('loses, doubles, and holds back to send in another order', async () => {
    const target = await receiver();
    const verdicts = { a: 'lose', b: 'twice', c: 'hold', d: 'hold' } as const;
    const postman = makePostman({ deliver: ({ body }) => verdicts[body as 'a'] });
    for (const body of ['a', 'b', 'c', 'd']) postman.send(parcel(target.url, body), policy);
    await postman.settled();
    expect(bodiesOf(target)).toEqual(['b', 'b']);
    postman.release();
    await postman.settled();
    expect(bodiesOf(target).slice(2).sort()).toEqual(['c', 'd']);
    expect(postman.deliveries.find(({ status }) => status === 'lost')?.body).toBe('a');
  });
});

describe('the clock of a simulator', () => {
  it('stands still until it is told to run', async () => {
    const world = freshWorld();
    const server = await startJira(world, { now });
    ends.push(() => server.close());
    const edit = (scope: 'archive' | 'unarchive') =>
      server.change({ type: scope, scope: world.scopes.find(({ tool }) => tool === 'jira')?.id ?? '' }).at;
    const first = edit('archive');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(edit('unarchive')).toBe(first + 1);
    server.runClock();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(edit('archive')).toBeGreaterThan(first + 20);
  });
});

describe('faults', () => {
  async function jira(): Promise<{ server: SimServer; world: World; get: (path: string) => Promise<Response> }> {
    const world = freshWorld();
    const server = await startJira(world, { now, rateLimits: 'off' });
    ends.push(() => server.close());
    const { email, token } = server.credentials;
    const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
    return { server, world, get: (path) => fetch(`${server.url}${path}`, { headers: { authorization } }) };
  }

  it('strike the next answers to a path and no others', async () => {
    const { server, get } = await jira();
    server.fault(nextAnswers(2, /field$/, { type: 'status', status: 503, headers: { 'retry-after': '7' } }));
    const first = await get('/rest/api/3/field');
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await get('/rest/api/3/myself')).status).toBe(200);
    expect((await get('/rest/api/3/field')).status).toBe(503);
    expect((await get('/rest/api/3/field')).status).toBe(200);
  });

  it('cut a body short, break the connection in it or before it, stall, or answer a page for people', async () => {
    const { server, get } = await jira();
    const path = '/rest/api/3/field';
    server.fault(nextAnswers(1, /field/, { type: 'truncated' }));
    const cut = await get(path);
    expect(cut.status).toBe(200);
    await expect(cut.json()).rejects.toThrow(SyntaxError);
    server.fault(nextAnswers(1, /field/, { type: 'reset', isMidBody: true }));
    await expect(get(path).then((answer) => answer.text())).rejects.toThrow();
    server.fault(nextAnswers(1, /field/, { type: 'reset' }));
    await expect(get(path)).rejects.toThrow('fetch failed');
    server.fault(nextAnswers(1, /field/, { type: 'stall', forMs: 50 }));
    await expect(get(path)).rejects.toThrow('fetch failed');
    server.fault(nextAnswers(1, /field/, { type: 'html' }));
    expect(await (await get(path)).text()).toContain('<!doctype html>');
    expect((await get(path)).status).toBe(200);
  });

  it('give an empty page with a token, and lose nothing by it', async () => {
    const { server, get, world } = await jira();
    const ids: string[] = [];
    let token: string | undefined;
    let pages = 0;
    const asked = '/rest/api/3/search/jql?jql=id%20%3E%200%20ORDER%20BY%20id%20ASC&maxResults=40';
    do {
      if (pages === 0 || pages === 2) server.fault(nextAnswers(1, /search/, emptyPage));
      const answer = await get(token ? `${asked}&nextPageToken=${token}` : asked);
      const page = (await answer.json()) as { issues: { id: string }[]; nextPageToken?: string };
      if (pages === 0 || pages === 2) expect(page.issues).toEqual([]);
      ids.push(...page.issues.map(({ id }) => id));
      token = page.nextPageToken;
      pages += 1;
    } while (token);
    const archived = new Set(world.scopes.filter(({ archivedAt }) => archivedAt !== null).map(({ id }) => id));
    const all = world.tasks.filter((task) => task.tool === 'jira' && isThere(task, now) && !archived.has(task.scopeId));
    expect(ids).toHaveLength(all.length);
    expect(new Set(ids)).toEqual(new Set(all.map(({ vendorId }) => vendorId)));
  });

  it('repeat the token they were asked with', async () => {
    const { server, get } = await jira();
    const path = '/rest/api/3/search/jql?jql=id%20%3E%200&maxResults=5';
    const { nextPageToken } = (await (await get(path)).json()) as { nextPageToken: string };
    server.fault(nextAnswers(1, /search/, repeatedToken));
    const second = await (await get(`${path}&nextPageToken=${nextPageToken}`)).json();
    expect(second).toMatchObject({ nextPageToken, isLast: false });
  });
});
