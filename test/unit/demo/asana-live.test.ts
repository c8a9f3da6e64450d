import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAsana } from '../../../src/demo/asana/index.ts';
import type { Edit, SimServer, World } from '../../../src/demo/world.ts';
import { dayMs, endsAt, smallWorld } from './small-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is any JSON until the test has looked at it
type Body = any;
let asana: SimServer;

const start = (options: Partial<Parameters<typeof startAsana>[1]> = {}) =>
  startAsana(structuredClone(smallWorld) as World, { now: endsAt, ...options });

beforeEach(async () => {
  asana = await start();
});
afterEach(() => asana.close());

async function ask(path: string, server = asana): Promise<{ status: number; body: Body }> {
  const headers = { authorization: `Bearer ${server.credentials.token}` };
  const answer = await fetch(`${server.url}/api/1.0${path}`, { headers });
  return { status: answer.status, body: await answer.json() };
}

const statusOf = async (path: string) => (await ask(path)).status;
const gidsIn = async (project: string) =>
  (await ask(`/tasks?project=${project}&limit=100`)).body.data.map(({ gid }: Body) => gid);
const newToken = async (project: string): Promise<string> => (await ask(`/events?resource=${project}`)).body.sync;
const told = (events: Body[]) =>
  events.map(({ action, resource, parent, change }) => [action, resource.gid, change?.field ?? parent?.gid ?? null]);

/** What the project's feed tells of these changes. */
async function eventsAfter(project: string, ...edits: Edit[]) {
  const sync = await newToken(project);
  for (const edit of edits) asana.change(edit);
  return told((await ask(`/events?resource=${project}&sync=${sync}`)).body.data);
}

const first = '1200000000001001';
const second = '1200000000001002';
const subtask = '1200000000001004';

describe('a change in a running project', () => {
  it('shows in the task, in what was modified since, and in the events of its project', async () => {
    const since = new Date(endsAt).toISOString();
    const events = await eventsAfter('401', {
      type: 'edit',
      task: 'asana-2',
      set: { title: 'Now else', labels: ['o2'] },
    });
    expect(events).toEqual([
      ['changed', second, 'name'],
      ['changed', second, 'tags'],
    ]);
    const { body } = await ask(`/tasks?project=401&modified_since=${since}&limit=100&opt_fields=name,tags.name`);
    expect(body.data).toEqual([{ gid: second, name: 'Now else', tags: [{ gid: expect.any(String), name: 'o2' }] }]);
  });

  it('bubbles up from subtasks of every level, though no list shows it', async () => {
    const since = new Date(endsAt).toISOString();
    expect(await eventsAfter('401', { type: 'edit', task: 'asana-5', set: { completed: true } })).toEqual([
      ['changed', '1200000000001005', 'completed'],
    ]);
    expect((await ask(`/tasks?project=401&modified_since=${since}&limit=100`)).body.data).toEqual([]);
  });

  it('tells of a new task, and lists it', async () => {
    const events = await eventsAfter('402', { type: 'create', scope: 's2', set: { title: 'New' } });
    const [gid] = (await gidsIn('402')).slice(-1);
    expect(events).toEqual([['added', gid, '402']]);
  });

  it('tells both projects of a move', async () => {
    const syncs = [await newToken('401'), await newToken('402')];
    asana.change({ type: 'move', task: 'asana-2', scope: 's2' });
    const [left, entered] = await Promise.all(
      ['401', '402'].map(async (gid, at) => told((await ask(`/events?resource=${gid}&sync=${syncs[at]}`)).body.data)),
    );
    expect(left).toContainEqual(['removed', second, '401']);
    expect(entered).toContainEqual(['added', second, '402']);
    expect([await gidsIn('401'), await gidsIn('402')]).toEqual([
      expect.not.arrayContaining([second]),
      expect.arrayContaining([second]),
    ]);
  });

  it('tells of one project more or less, while the task lives on', async () => {
    expect(await eventsAfter('401', { type: 'leave', task: 'asana-1', scope: 's1' })).toContainEqual([
      'removed',
      first,
      '401',
    ]);
    expect((await ask(`/tasks/${first}?opt_fields=projects`)).body.data.projects).toMatchObject([{ gid: '402' }]);
    expect(await eventsAfter('401', { type: 'join', task: 'asana-1', scope: 's1' })).toEqual([['added', first, '401']]);
  });
});

describe('a deleted task', () => {
  it('is told as deleted with its subtasks, answers 404, and stands in no list; restored it is back', async () => {
    const events = await eventsAfter('401', { type: 'delete', task: 'asana-1' });
    expect(events).toEqual([
      ['deleted', first, null],
      ['deleted', subtask, null],
      ['deleted', '1200000000001005', null],
    ]);
    expect([await statusOf(`/tasks/${first}`), await statusOf(`/tasks/${subtask}`)]).toEqual([404, 404]);
    expect([...(await gidsIn('401')), ...(await gidsIn('402'))]).not.toContain(first);
    expect(await eventsAfter('401', { type: 'restore', task: 'asana-1' })).toEqual([['undeleted', first, null]]);
    expect(await statusOf(`/tasks/${first}`)).toBe(200);
  });
});

describe('lost access', () => {
  it('hides the project, its tasks and its events, and keeps what is in another project too', async () => {
    const sync = await newToken('401');
    asana.change({ type: 'lose-access', scope: 's1' });
    expect(
      await Promise.all(
        ['/projects/401', '/tasks?project=401&limit=100', `/events?resource=401&sync=${sync}`, `/tasks/${second}`].map(
          statusOf,
        ),
      ),
    ).toEqual([403, 403, 403, 403]);
    const { data } = (await ask(`/tasks/${first}?opt_fields=projects`)).body;
    expect(data.projects).toMatchObject([{ gid: '402' }]);
    const roster = await ask('/projects?limit=100');
    expect(roster.body.data.map(({ gid }: Body) => gid)).not.toContain('401');
  });

  it('tells nothing, and all is as before once it is regained', async () => {
    const before = await gidsIn('401');
    const events = await eventsAfter(
      '401',
      { type: 'lose-access', scope: 's1' },
      { type: 'regain-access', scope: 's1' },
    );
    expect([events, await gidsIn('401')]).toEqual([[], before]);
  });

  it('answers 404 for a project that was deleted', async () => {
    asana.change({ type: 'delete-scope', scope: 's1' });
    expect([await statusOf('/projects/401'), await statusOf(`/tasks/${second}`)]).toEqual([404, 404]);
  });
});

describe('the sync token', () => {
  it('is refused a day later with a new one, and what lay between is in no feed', async () => {
    const sync = await newToken('401');
    asana.change({ type: 'edit', task: 'asana-2', set: { title: 'Missed' } });
    asana.setClock(endsAt + dayMs + 60_000);
    const late = await ask(`/events?resource=401&sync=${sync}`);
    expect([late.status, late.body.errors[0].message]).toEqual([412, expect.stringContaining('too old')]);
    expect((await ask(`/events?resource=401&sync=${late.body.sync}`)).body).toMatchObject({
      data: [],
      has_more: false,
    });
  });

  it('gives a hundred events a call, and goes on where it stopped while more happens', async () => {
    const sync = await newToken('401');
    for (let number = 0; number < 150; number += 1) {
      asana.change({ type: 'edit', task: 'asana-2', set: { title: `Title ${number}` } });
    }
    const one = (await ask(`/events?resource=401&sync=${sync}`)).body;
    asana.change({ type: 'edit', task: 'asana-3', set: { title: 'Meanwhile' } });
    const two = (await ask(`/events?resource=401&sync=${one.sync}`)).body;
    const three = (await ask(`/events?resource=401&sync=${two.sync}`)).body;
    expect([one.data.length, one.has_more, two.data.length, two.has_more]).toEqual([100, true, 50, false]);
    expect(told(three.data)).toEqual([['changed', '1200000000001003', 'name']]);
  });
});

describe('the search', () => {
  it('is for paid plans', async () => {
    const free = await start({ isPremium: false });
    const workspace = (await ask('/workspaces', free)).body.data[0].gid;
    expect((await ask(`/workspaces/${workspace}/tasks/search`, free)).status).toBe(402);
    await free.close();
  });

  it('finds a change only when its index has it', async () => {
    const lagging = await start({ searchLagMs: 10_000 });
    const workspace = (await ask('/workspaces', lagging)).body.data[0].gid;
    const after = new Date(endsAt - 1000).toISOString();
    const path = `/workspaces/${workspace}/tasks/search?modified_at.after=${after}&sort_by=modified_at`;
    lagging.change({ type: 'edit', task: 'asana-2', set: { title: 'Found late' } });
    expect((await ask(path, lagging)).body.data).toEqual([]);
    lagging.setClock(endsAt + 11_000);
    expect((await ask(path, lagging)).body.data).toMatchObject([{ gid: second, name: 'Found late' }]);
    await lagging.close();
  });
});
