import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { readOrder } from '../../../src/store/views/order.ts';
import type { TaskSort } from '../../../src/store/views/tasks.ts';
import { exportTasks } from '../../../src/usecases/export-tasks.ts';
import { listTasksView } from '../../../src/usecases/list-tasks.ts';
import { type OrderQuery, orderTasks, readTaskArrivals, readTaskRows } from '../../../src/usecases/order-tasks.ts';
import { momentOf } from '../../../src/usecases/view-query.ts';
import { placed, record, type Stage } from '../usecases/stage.ts';
import { openViews } from './stage-views.ts';

let stage: Stage;
let deps: { db: Stage['db']; now: () => number };
beforeAll(async () => {
  stage = await openViews();
  deps = { db: stage.db, now: () => stage.clock };
  await stage.db
    .insertInto('people')
    .values({ id: 'ana', email: 'ana@example.org', name: 'Ana', role: 'leader', team_id: null, manager_id: null })
    .execute();
  await stage.db.updateTable('people').set({ manager_id: 'ana' }).where('id', '=', 'noor').execute();
});
afterAll(() => stage?.drop());

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const VIEWERS: readonly Viewer[] = [
  OWNER,
  { personId: 'nobody', role: 'owner', teamIds: [] },
  { personId: 'ines', role: 'manager', teamIds: ['ward'] },
  { personId: 'noor', role: 'leader', teamIds: ['lab', 'ops'] },
  { personId: 'noor', role: 'member', teamIds: [] },
];
const SORTS: readonly TaskSort[] = ['-age', 'age', 'estimate', '-estimate', 'title', 'score', '-score'];

/** Page by page, as a program reads it. */
async function listAll(viewer: Viewer, query: OrderQuery): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTasksView(deps, viewer, { ...query, limit: 50, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}

const idsOf = (groups: readonly { ids: string }[]) => groups.flatMap(({ ids }) => ids.split('\n'));

describe('the order of a list', () => {
  it.each(SORTS)('by %s is that of its pages, for every viewer', async (sort) => {
    for (const viewer of VIEWERS)
      for (const filter of [{}, { state: 'unaligned' }, { tool: 'asana' as const }, { q: 'tray' }]) {
        const order = await orderTasks(deps, viewer, { ...filter, sort });
        const listed = await listAll(viewer, { ...filter, sort });
        expect(idsOf(order.groups)).toEqual(listed);
        expect([order.total, order.listed]).toEqual([listed.length, listed.length]);
      }
  });

  it.each(['team', 'manager', 'tool'] as const)(
    'in groups by %s holds every task once, and keeps its order in each',
    async (group) => {
      const plain = idsOf((await orderTasks(deps, OWNER, { sort: '-age' })).groups);
      const { groups } = await orderTasks(deps, OWNER, { sort: '-age', group });
      expect(groups.length).toBeGreaterThan(1);
      expect(idsOf(groups).sort()).toEqual([...plain].sort());
      for (const { ids, count } of groups) {
        const own = ids.split('\n');
        expect(own).toHaveLength(count);
        expect(own).toEqual(plain.filter((id) => own.includes(id)));
      }
    },
  );

  it('in groups by theme holds what is about the same thing, named by titles the viewer may see', async () => {
    const plain = idsOf((await orderTasks(deps, OWNER, { sort: '-age', state: 'unaligned' })).groups);
    const [first = '', second = ''] = plain;
    await stage.db
      .insertInto('themes')
      .values({
        id: 'trays',
        stems: JSON.stringify(['trai']),
        since: new Date(stage.clock),
        found_at: new Date(stage.clock),
      })
      .execute();
    await stage.db
      .insertInto('theme_tasks')
      .values([first, second].map((task_id) => ({ task_id, theme_id: 'trays' })))
      .execute();
    const { groups } = await orderTasks(deps, OWNER, { sort: '-age', state: 'unaligned', group: 'theme' });
    expect(groups).toMatchObject([
      { key: 'trays', count: 2, ids: `${first}\n${second}` },
      { key: null, name: 'No theme', count: plain.length - 2 },
    ]);
    expect(groups[0]?.name).toMatch(/tray/i);
  });

  it('names its groups, the largest first and what belongs to none last', async () => {
    const { groups } = await orderTasks(deps, OWNER, { sort: '-age', group: 'team' });
    expect(groups.at(-1)).toMatchObject({ key: null, name: 'No team' });
    const counts = groups.slice(0, -1).map(({ count }) => count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    const byManager = await orderTasks(deps, OWNER, { sort: '-age', group: 'manager' });
    expect(byManager.groups.map(({ key, name }) => [key, name])).toEqual([
      ['ana', 'Ana'],
      [null, 'No manager'],
    ]);
  });

  it('says which of its groups have a page that the viewer may open', async () => {
    const pages = async (viewer: Viewer, group: 'team' | 'manager' | 'tool') =>
      (await orderTasks(deps, viewer, { sort: '-age', group })).groups.map(({ key, page }) => [key, page]);
    const teams = Object.fromEntries(await pages({ personId: 'ines', role: 'manager', teamIds: ['ward'] }, 'team'));
    expect(teams).toMatchObject({ ward: 'team', ops: null });
    expect(await pages({ personId: 'noor', role: 'member', teamIds: [] }, 'team')).not.toContainEqual(['ward', 'team']);
    expect(await pages(OWNER, 'manager')).toContainEqual(['ana', 'manager']);
    const led: Viewer = { personId: 'noor', role: 'manager', teamIds: ['ward'] };
    expect(await pages(led, 'manager')).toContainEqual(['ana', null]);
    expect(new Set((await pages(OWNER, 'tool')).map(([, page]) => page))).toEqual(new Set([null]));
  });

  it('ends where it is told to, and says how many there are', async () => {
    const moment = await momentOf(stage.db, stage.clock);
    const order = await readOrder(stage.db, OWNER, {
      filter: {},
      moment,
      sort: 'title',
      group: null,
      managers: new Map(),
      includesUnjudged: false,
      idsMax: 10,
    });
    expect(idsOf(order.groups)).toEqual((await listAll(OWNER, { sort: 'title' })).slice(0, 10));
    expect(order.total).toBeGreaterThan(100);
  });
});

describe('the rows of a list', () => {
  it('come as they are asked for, without those the viewer may not see', async () => {
    const all = await listAll(OWNER, { sort: 'title' });
    for (const viewer of VIEWERS) {
      const seen = new Set(await listAll(viewer, { sort: 'title' }));
      const rows = await readTaskRows(deps, viewer, [...all.toReversed(), 'jira.none']);
      expect(rows.map(({ id }) => id)).toEqual(all.toReversed().filter((id) => seen.has(id)));
    }
  });
});

describe('what came since a list was read', () => {
  it('is what was judged since, and only what the viewer may see of it', async () => {
    const { at, total } = await orderTasks(deps, OWNER, { sort: '-age' });
    stage.clock += 3_600_000;
    const none = await readTaskArrivals(deps, OWNER, { since: new Date(stage.clock).toISOString() });
    expect(none).toEqual({ total, ids: [], isCut: false });
    await stage.ingest([
      record('901', { placements: [placed('lab')] }),
      record('902', { placements: [placed('ward')] }),
    ]);
    await stage.derive();
    const arrived = async (viewer: Viewer) =>
      (await readTaskArrivals(deps, viewer, { since: at })).ids.filter((id) => /90\d$/.test(id)).sort();
    expect(await arrived(OWNER)).toEqual(['jira.901', 'jira.902']);
    expect(await arrived({ personId: 'noor', role: 'manager', teamIds: ['lab'] })).toEqual(['jira.901']);
    expect((await readTaskArrivals(deps, OWNER, { since: at })).total).toBe(total + 2);
  });
});

describe('the export', () => {
  const HOSTILE = [
    '=HYPERLINK("https://evil.example")',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1+1',
    '＝1+1',
    'say "hello", twice; and\r\nonce more',
    '<img src=x onerror=alert(1)>',
    'right \u202Eto left',
    'zero\u200Bwidth',
    'family 👩‍👩‍👧 of emoji',
    'مهمة',
    'x'.repeat(64_000),
  ];
  const read = async (viewer: Viewer, query: OrderQuery) => {
    // Not as text: that would take the byte order mark away.
    const csv = (await buffer(await exportTasks(deps, viewer, query))).toString();
    return { csv, rows: parse(csv, { bom: true, columns: true }) as Record<string, string>[] };
  };

  it('holds the rows of the list in its order, for every viewer, group by group', async () => {
    for (const viewer of VIEWERS) {
      for (const query of [
        { sort: '-age' as const },
        { sort: 'title' as const, group: 'team' as const, state: 'unaligned' },
      ]) {
        const order = await orderTasks(deps, viewer, query);
        const listed = await readTaskRows(deps, viewer, idsOf(order.groups));
        const { rows } = await read(viewer, query);
        expect(rows.map(({ Key, Task }) => [Key, Task])).toEqual(listed.map(({ key, title }) => [key ?? '', title]));
      }
    }
  });

  it('gives a spreadsheet nothing to compute and loses no character', async () => {
    await stage.ingest(HOSTILE.map((title, n) => record(`95${n}`, { title, placements: [placed('ward')] })));
    await stage.derive();
    const { csv, rows } = await read(OWNER, { sort: 'title' });
    expect(csv.startsWith('\uFEFFKey,Task,')).toBe(true);
    const ids = idsOf((await orderTasks(deps, OWNER, { sort: 'title' })).groups);
    const stored = await stage.db
      .selectFrom('tasks')
      .select(['id', 'title'])
      .where('external_id', 'like', '95%')
      .execute();
    expect(stored).toHaveLength(HOSTILE.length);
    for (const { id, title } of stored) {
      const cell = rows[ids.indexOf(id)]?.Task ?? '';
      expect(cell.replace(/^'/, '')).toBe(title);
    }
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@\t\r＝＋－＠]/);
    for (const row of rows) if (row.Task?.includes('2+3')) expect(row.Task).toBe("'-2+3");
  });

  it('refuses what it does not understand before it begins', async () => {
    await expect(exportTasks(deps, OWNER, { sort: 'age', state: 'lost' })).rejects.toThrow('no flag state');
  });
});
