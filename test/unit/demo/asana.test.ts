import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAsana } from '../../../src/demo/asana/index.ts';
import { addLimits } from '../../../src/demo/asana/limits.ts';
import { makeSim } from '../../../src/demo/server.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { dayMs, endsAt, smallWorld, startsAt } from './small-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is any JSON until the test has looked at it
type Body = any;
let asana: SimServer;

beforeAll(async () => {
  asana = await startAsana(smallWorld, { now: endsAt });
});
afterAll(() => asana.close());

async function ask(
  path: string,
  server = asana,
  token = server.credentials.token,
): Promise<{ status: number; body: Body; headers: Headers }> {
  const answer = await fetch(`${server.url}/api/1.0${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

async function walk(path: string): Promise<Body[]> {
  const found: Body[] = [];
  let offset: string | null = null;
  do {
    const { body }: { body: Body } = await ask(`${path}${offset ? `&offset=${offset}` : ''}`);
    found.push(...body.data);
    offset = body.next_page?.offset ?? null;
  } while (offset);
  return found;
}

const gids = (records: Body[]) => records.map((record) => record.gid);

describe('credentials', () => {
  it('answers 401 to another token and to none', async () => {
    expect((await ask('/users/me', asana, 'wrong')).status).toBe(401);
    const bare = await fetch(`${asana.url}/api/1.0/users/me`);
    expect([bare.status, await bare.json()]).toEqual([401, { errors: [{ message: 'Not Authorized' }] }]);
  });

  it('keeps no credentials in the journal', async () => {
    await ask('/users/me');
    expect(JSON.stringify(asana.journal)).not.toContain(asana.credentials.token);
  });
});

describe('opt_fields', () => {
  it('shows only gid, name and types by default', async () => {
    const { body } = await ask('/tasks?project=401&limit=1');
    expect(Object.keys(body.data[0]).sort()).toEqual(['gid', 'name', 'resource_subtype', 'resource_type']);
  });

  it('shows exactly what is named, with gid, down to nested fields', async () => {
    const { body } = await ask(
      '/tasks?project=401&limit=1&opt_fields=name,parent.gid,memberships.section.name,tags.name,assignee',
    );
    expect(body.data[0]).toEqual({
      gid: '1200000000001001',
      name: 'Task 1',
      parent: null,
      memberships: [{ section: { gid: '502', name: 'Doing' } }, { section: { gid: '601', name: 'Ideas' } }],
      tags: [{ gid: expect.any(String), name: 'o2' }],
      assignee: { gid: '902', name: 'Ben Cole', resource_type: 'user' },
    });
  });

  it('gives custom fields their value by type', async () => {
    const { body } = await ask('/tasks/1200000000001001?opt_fields=custom_fields');
    const fields = body.data.custom_fields as Body[];
    expect(fields.find((field) => field.name === 'OKR')).toMatchObject({
      type: 'enum',
      display_value: 'KR2.1',
      enum_value: { name: 'KR2.1' },
    });
    expect(fields.find((field) => field.name === 'Estimate')).toMatchObject({ type: 'number', number_value: 3 });
  });

  it('hides the e-mail of a user who hides it', async () => {
    const { body } = await ask(`/users?workspace=${await workspace()}&opt_fields=name,email`);
    expect(body.data).toEqual([
      { gid: '901', name: 'Ada Blum', email: 'p1@example.com' },
      { gid: '902', name: 'Ben Cole' },
    ]);
  });
});

describe('paging', () => {
  it('refuses a large list without a limit, and a limit out of bounds', async () => {
    const unpaged = await ask('/tasks?project=403');
    expect(unpaged.status).toBe(400);
    expect(unpaged.body.errors[0].message).toContain('The result is too large');
    expect((await ask('/tasks?project=403&limit=101')).status).toBe(400);
    expect((await ask('/tasks?project=403&limit=0')).status).toBe(400);
  });

  it('gives each task once over all pages, and null after the last', async () => {
    const found = await walk('/tasks?project=403&limit=100&opt_fields=gid');
    expect(new Set(gids(found)).size).toBe(1050);
    expect(found).toHaveLength(1050);
  });

  it('says nothing of a next page where no limit was given', async () => {
    expect((await ask('/tasks?project=401')).body).not.toHaveProperty('next_page');
  });

  it('refuses an offset of another walk', async () => {
    const { body } = await ask('/tasks?project=403&limit=100');
    const other = await ask(`/tasks?project=403&limit=100&opt_fields=name&offset=${body.next_page.offset}`);
    expect([other.status, other.body.errors[0].message]).toEqual([400, expect.stringContaining('invalid')]);
    expect((await ask('/tasks?project=403&limit=100&offset=nonsense')).status).toBe(400);
  });

  it('refuses an offset that has expired', async () => {
    const hasty = await startAsana(smallWorld, { now: endsAt, offsetLifeMs: -1 });
    const { body } = await ask('/tasks?project=403&limit=100', hasty);
    const next = await ask(`/tasks?project=403&limit=100&offset=${body.next_page.offset}`, hasty);
    await hasty.close();
    expect([next.status, next.body.errors[0].message]).toEqual([400, expect.stringContaining('has expired')]);
  });
});

describe('tasks', () => {
  it('lists subtasks under their parent only', async () => {
    expect(gids(await walk('/tasks?project=401&limit=100'))).toEqual([
      '1200000000001001',
      '1200000000001002',
      '1200000000001003',
    ]);
    const { body } = await ask('/tasks/1200000000001001/subtasks?opt_fields=num_subtasks,parent.gid,projects');
    expect(body.data).toEqual([
      { gid: '1200000000001004', num_subtasks: 1, parent: { gid: '1200000000001001' }, projects: [] },
    ]);
  });

  it('shows a task in each of its projects', async () => {
    expect(gids(await walk('/tasks?project=402&limit=100'))).toEqual(['1200000000001001']);
  });

  it('keeps to tasks modified since', async () => {
    const since = encodeURIComponent(new Date(startsAt + 15 * dayMs).toISOString());
    expect(gids(await walk(`/tasks?project=401&limit=100&modified_since=${since}`))).toEqual([
      '1200000000001001',
      '1200000000001003',
    ]);
  });

  it('shows the world as it was at its clock', async () => {
    const past = await startAsana(smallWorld, { now: endsAt });
    past.setClock(startsAt + 5 * dayMs);
    const before = await ask('/tasks?project=401&limit=10&opt_fields=memberships.section.name,completed', past);
    past.setClock(startsAt + 25 * dayMs);
    const after = await ask('/tasks?project=401&limit=10&opt_fields=memberships.section.name,completed', past);
    await past.close();
    expect(before.body.data).toHaveLength(2);
    expect(before.body.data[0]).toMatchObject({ completed: false, memberships: [{ section: { name: 'To do' } }, {}] });
    expect(after.body.data[0]).toMatchObject({ completed: true, memberships: [{ section: { name: 'Doing' } }, {}] });
  });

  it('tells a task it does not know', async () => {
    expect(await ask('/tasks/99')).toMatchObject({
      status: 404,
      body: { errors: [{ message: 'task: Unknown object: 99' }] },
    });
  });

  it('tells sections and completion in its stories', async () => {
    const { body } = await ask('/tasks/1200000000001001/stories');
    expect(body.data.map((story: Body) => story.resource_subtype)).toEqual([
      'section_changed',
      'marked_complete',
      'assigned',
    ]);
  });
});

describe('projects', () => {
  it('filters by archived', async () => {
    const all = `/projects?workspace=${await workspace()}`;
    expect(gids((await ask(all)).body.data)).toEqual(['401', '402', '403', '404']);
    expect(gids((await ask(`${all}&archived=false`)).body.data)).toEqual(['401', '402', '403']);
    expect(gids((await ask(`${all}&archived=true`)).body.data)).toEqual(['404']);
  });

  it('names its sections and the fields of its tasks', async () => {
    expect((await ask('/projects/401/sections')).body.data).toEqual([
      { gid: '501', name: 'To do', resource_type: 'section' },
      { gid: '502', name: 'Doing', resource_type: 'section' },
    ]);
    const { body } = await ask('/projects/401/custom_field_settings?opt_fields=custom_field.name');
    expect(body.data.map((setting: Body) => setting.custom_field.name)).toEqual(['Estimate', 'OKR']);
  });
});

describe('goals', () => {
  it('joins to a goal only work that truly serves it', async () => {
    const { body } = await ask(`/goals?workspace=${await workspace()}&opt_fields=name`);
    expect(body.data.length).toBeGreaterThan(0);
    const supporters = new Set<string>();
    for (const goal of body.data) {
      const relationships = await ask(
        `/goal_relationships?supported_goal=${goal.gid}&limit=100&opt_fields=resource_subtype,supporting_resource`,
      );
      for (const each of relationships.body.data) {
        expect(goal.name).toContain('O2');
        if (each.supporting_resource.resource_type === 'task') supporters.add(each.supporting_resource.gid);
        if (each.supporting_resource.resource_type === 'project') expect(each.supporting_resource.gid).toBe('403');
      }
    }
    const served = smallWorld.tasks
      .filter((task) => smallWorld.truth.get(task.id)?.is === 'serves')
      .map((task) => task.vendorId);
    expect(supporters.size).toBeGreaterThan(0);
    expect([...supporters].filter((gid) => !served.includes(gid))).toEqual([]);
  });

  it('finds the goals a project supports', async () => {
    const { body } = await ask('/goals?project=403');
    expect(body.data).toHaveLength(1);
    expect(body.data[0].name).toContain('Title of O2');
  });
});

describe('events', () => {
  it('answers 412 with a fresh token to none, to a foreign one and to one older than a day', async () => {
    const none = await ask('/events?resource=401');
    expect(none.status).toBe(412);
    expect(none.body.sync).toEqual(expect.any(String));
    expect((await ask(`/events?resource=402&sync=${none.body.sync}`)).status).toBe(412);
    const old = await startAsana(smallWorld, { now: startsAt });
    const token = (await ask('/events?resource=401', old)).body.sync;
    old.setClock(startsAt + 2 * dayMs);
    const late = await ask(`/events?resource=401&sync=${token}`, old);
    await old.close();
    expect(late.status).toBe(412);
  });

  it('tells what changed since the token', async () => {
    const live = await startAsana(smallWorld, { now: startsAt + 19.5 * dayMs });
    const { body: first } = await ask('/events?resource=401', live);
    live.setClock(startsAt + 20 * dayMs);
    const { status, body } = await ask(`/events?resource=401&sync=${first.sync}`, live);
    const { body: after } = await ask(`/events?resource=401&sync=${body.sync}`, live);
    await live.close();
    expect(status).toBe(200);
    expect(body.data.map((event: Body) => event.change.field).sort()).toEqual(['assignee', 'completed']);
    expect(body.data[0].resource.gid).toBe('1200000000001001');
    expect(after.data).toEqual([]);
  });

  it('gives at most a hundred events a call and loses none', async () => {
    const live = await startAsana(smallWorld, { now: startsAt - 1 });
    let { body } = await ask('/events?resource=403', live);
    live.setClock(startsAt + dayMs / 2);
    const seen = new Set<string>();
    do {
      body = (await ask(`/events?resource=403&sync=${body.sync}`, live)).body;
      expect(body.data.length).toBeLessThanOrEqual(100);
      for (const event of body.data) seen.add(event.resource.gid);
    } while (body.has_more);
    await live.close();
    expect(seen.size).toBe(1050);
  });
});

describe('limits', () => {
  it('answers 429 with Retry-After in seconds beyond the minute, and counts each', async () => {
    const limited = await startAsana(smallWorld, { now: endsAt, requestsPerMinute: 150 });
    for (let index = 0; index < 150; index += 1) await ask('/users/me', limited);
    const refused = await ask('/users/me', limited);
    await limited.close();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(limited.violations()).toBe(1);
  });

  it('answers 429 to more than fifty reads at once', async () => {
    const core = makeSim('asana', { now: endsAt });
    addLimits(core, 1500);
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    core.app.get('/slow', async () => {
      await held;
      return {};
    });
    const asked = Array.from({ length: 60 }, () => core.app.inject('/slow').then(({ statusCode }) => statusCode));
    await vi.waitFor(() => expect(core.counts.violations).toBe(10), 10_000);
    release();
    const statuses = await Promise.all(asked);
    const after = await core.app.inject('/slow');
    await core.app.close();
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect(after.statusCode).toBe(200);
  });

  it('only counts when told to', async () => {
    const counted = await startAsana(smallWorld, { now: endsAt, requestsPerMinute: 150, rateLimits: 'counted' });
    for (let index = 0; index < 152; index += 1) expect((await ask('/users/me', counted)).status).toBe(200);
    await counted.close();
    expect(counted.violations()).toBe(2);
  });
});

async function workspace(): Promise<string> {
  return (await ask('/workspaces')).body.data[0].gid;
}
