import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maySeeTask } from '../../../src/domain/access.ts';
import { alignmentOf, STANDING_OF, WEIGHTS, weighByEstimate } from '../../../src/domain/alignment.ts';
import { FLAG_STATES } from '../../../src/domain/flag.ts';
import type { Viewer } from '../../../src/domain/person.ts';
import { countHidden, sumFlags } from '../../../src/store/views/alignment.ts';
import { countGoalTree } from '../../../src/store/views/goals.ts';
import { fromJudged, maySee } from '../../../src/store/views/judged.ts';
import { countFacets, findTask, listTasks, type TaskSort } from '../../../src/store/views/tasks.ts';
import { readAlignment, readByTeam } from '../../../src/usecases/read-alignment.ts';
import { readGoals } from '../../../src/usecases/read-goals.ts';
import { type FilterQuery, momentOf, toFilter, type ViewMoment } from '../../../src/usecases/view-query.ts';
import type { Stage } from '../usecases/stage.ts';
import { openViews, PEOPLE, TEAMS } from './stage-views.ts';

let stage: Stage;
let moment: ViewMoment;
let deps: { db: Stage['db']; now: () => number };
beforeAll(async () => {
  stage = await openViews();
  deps = { db: stage.db, now: () => stage.clock };
  moment = await momentOf(stage.db, stage.clock);
});
afterAll(() => stage?.drop());

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };

/** Every role, with and without a name on the private scopes, over several sets of teams. */
const viewers: Viewer[] = [null, ...PEOPLE, 'nobody'].flatMap((personId) =>
  (['owner', 'leader', 'manager', 'member'] as const).flatMap((role) =>
    [[], ['ward'], ['lab', 'ops'], [...TEAMS]].map((teamIds) => ({ personId, role, teamIds })),
  ),
);
const few = [OWNER, ...viewers.filter((_, index) => index % 9 === 0)];

const filters: FilterQuery[] = [
  {},
  ...FLAG_STATES.map((state) => ({ state })),
  { state: 'unaligned' },
  { state: 'decided,no-why' },
  { team: 'ward' },
  { team: 'none' },
  { manager: 'ines' },
  { tool: 'asana' },
  { scope: 'jira.closed' },
  { goal: 'o1' },
  { goal: 'KR1.1', state: 'aligned', tool: 'jira' },
  { minAgeDays: 7 },
  { maxAgeDays: 7 },
  { minAgeDays: 7, maxAgeDays: 7 },
  { minEstimate: 1, maxEstimate: 3 },
  { q: 'tray' },
  { q: '100% A_B' },
];

async function listAll(viewer: Viewer, query: FilterQuery, sort: TaskSort = 'title', limit = 7) {
  const filter = await toFilter(stage.db, query);
  const ids: string[] = [];
  const totals = new Set<string>();
  let cursor: string | null = null;
  do {
    const page = await listTasks(stage.db, viewer, { filter, moment, sort, cursor, limit });
    ids.push(...page.rows.map((row) => row.id));
    totals.add(`${page.total} and ${page.hidden} hidden`);
    cursor = page.nextCursor;
  } while (cursor);
  return { ids, totals: [...totals] };
}

interface Audience {
  readonly id: string;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
  readonly isPrivate: boolean;
  readonly named: string[];
}

describe('who sees what', () => {
  it('is the same in SQL as in the domain, for every viewer and task', async () => {
    const rows = await sql<Audience>`
      select t.id, p.team_id as "teamId", p.assignee_id as "assigneeId", s.is_private as "isPrivate",
        array(select person_id from scope_people where scope_id = s.id) as named
      ${fromJudged(moment)}`.execute(stage.db);
    expect(rows.rows.length).toBeGreaterThan(120);
    const seenByAny = new Set<number>();
    for (const viewer of viewers) {
      const expected = rows.rows
        .filter((row) => maySeeTask(viewer, { ...row, scope: { isPrivate: row.isPrivate, namedPersonIds: row.named } }))
        .map((row) => row.id);
      const { rows: seen } = await sql<{ id: string }>`select t.id ${fromJudged(moment)} and ${maySee(viewer)}`.execute(
        stage.db,
      );
      expect(seen.map((row) => row.id).sort(), JSON.stringify(viewer)).toEqual(expected.sort());
      const hidden = await countHidden(stage.db, viewer, {}, moment);
      expect(hidden).toBe(rows.rows.length - expected.length);
      seenByAny.add(expected.length);
    }
    // The matrix tells viewers apart.
    expect(seenByAny.size).toBeGreaterThan(5);
  });

  it('holds for a single task and its name as for a list', async () => {
    const stranger: Viewer = { personId: 'noor', role: 'manager', teamIds: ['ward'] };
    const visible = new Set((await listAll(stranger, {}, 'title', 1_000)).ids);
    for (const id of (await listAll(OWNER, {}, 'title', 1_000)).ids) {
      expect((await findTask(stage.db, stranger, id, moment)) !== null, id).toBe(visible.has(id));
    }
  });
});

describe('every number opens into exactly its items', () => {
  it.each(filters)('%j', async (query) => {
    const filter = await toFilter(stage.db, query);
    for (const viewer of few) {
      const sums = await sumFlags(stage.db, viewer, filter, moment, 'count');
      const listed = await listTasks(stage.db, viewer, { filter, moment, sort: 'title', cursor: null, limit: 1_000 });
      expect(listed.total).toBe(listed.rows.length);
      for (const state of FLAG_STATES) {
        const own = sums.filter((sum) => sum.state === state);
        const rows = listed.rows.filter((row) => row.state === state);
        expect(own.reduce((total, sum) => total + sum.count, 0)).toBe(rows.length);
      }
      expect(listed.hidden).toBe(await countHidden(stage.db, viewer, filter, moment));
    }
  });

  it('of teams, of facets, and of goals too', async () => {
    for (const viewer of few) {
      const { teams } = await readByTeam(deps, viewer, {});
      for (const { team, unaligned, count } of teams) {
        const name = team?.id ?? 'none';
        expect((await listAll(viewer, { team: name }, 'title', 1_000)).ids).toHaveLength(count);
        expect((await listAll(viewer, { team: name, state: 'unaligned' }, 'title', 1_000)).ids).toHaveLength(unaligned);
      }
      const facets = await countFacets(stage.db, viewer, { states: ['no-why'], tool: 'jira' }, moment);
      for (const { state, count } of facets.states)
        expect((await listAll(viewer, { tool: 'jira', state }, 'title', 1_000)).ids).toHaveLength(count);
      for (const { scopeId, count } of facets.scopes)
        expect(
          (await listAll(viewer, { tool: 'jira', state: 'no-why', scope: scopeId }, 'title', 1_000)).ids,
        ).toHaveLength(count);
      const tree = await countGoalTree(stage.db, viewer, ['o1', 'kr1.1', 'kr1.2'], moment);
      const aligned = tree.reduce((sum, one) => sum + one.liveTasks + one.finishedTasks, 0);
      expect((await listAll(viewer, { goal: 'O1', state: 'aligned' }, 'title', 1_000)).ids).toHaveLength(aligned);
      for (const { key, liveTasks, finishedTasks } of (await readGoals(deps, viewer, {})).items) {
        const { ids } = await listAll(viewer, { goal: key, state: 'aligned' }, 'title', 1_000);
        expect(ids, key).toHaveLength(liveTasks + finishedTasks);
      }
    }
  });

  it('and the summary adds up, under every weight', async () => {
    for (const viewer of few) {
      for (const weight of WEIGHTS) {
        const found = await readAlignment(deps, viewer, { weight });
        const shares = found.shares.reduce((sum, one) => sum + one.share, 0);
        expect(shares).toBe(found.shares.some((one) => one.weight > 0) ? 100 : 0);
        expect(found.shares.reduce((sum, one) => sum + one.count, 0)).toBe(found.coverage.visible);
        const listed = await listAll(viewer, {}, 'title', 1_000);
        expect(found.coverage.visible + found.coverage.unknown).toBe(listed.ids.length);
      }
    }
  });
});

describe('weights', () => {
  const judged = async () => {
    const { rows } = await sql<{
      taskId: string;
      scopeId: string;
      estimate: number | null;
      activeDays: number | null;
      state: (typeof FLAG_STATES)[number];
    }>`
      select p.task_id as "taskId", p.scope_id as "scopeId", p.estimate, p.active_days as "activeDays", f.state ${fromJudged(moment)}`.execute(
      stage.db,
    );
    return rows;
  };

  it('by estimate are those of the domain, medians over everything judged', async () => {
    const rows = await judged();
    expect(new Set(rows.map((row) => row.estimate))).toEqual(new Set([null, 3, 0, -2, 8, 1.3]));
    const weights = weighByEstimate(rows);
    const sums = await sumFlags(stage.db, OWNER, {}, moment, 'estimate');
    for (const state of FLAG_STATES) {
      const own = rows.filter((row) => row.state === state).map((row) => weights.get(row.taskId));
      const said = sums.filter((sum) => sum.state === state);
      const weight = own.reduce((sum, one) => sum + (one?.weight ?? 0), 0);
      expect(said.reduce((sum, one) => sum + one.weight, 0)).toBeCloseTo(weight, 9);
      expect(said.reduce((sum, one) => sum + one.weighed, 0)).toBe(own.filter((one) => one?.isWeighed).length);
    }
  });

  it('by estimate are the same whatever the filter and whoever asks', async () => {
    const whole = await sumFlags(stage.db, OWNER, {}, moment, 'estimate');
    const ward = whole.filter((sum) => sum.teamId === 'ward');
    expect(await sumFlags(stage.db, OWNER, { teamId: 'ward' }, moment, 'estimate')).toEqual(ward);
  });

  it('by active days are their sum, and say how many have any', async () => {
    const rows = await judged();
    const sums = await sumFlags(stage.db, OWNER, {}, moment, 'active-days');
    const [weight, weighed] = [
      sums.reduce((sum, one) => sum + one.weight, 0),
      sums.reduce((sum, one) => sum + one.weighed, 0),
    ];
    expect(weight).toBe(rows.reduce((sum, row) => sum + (row.activeDays ?? 0), 0));
    expect(weight).toBeGreaterThan(0);
    expect(weighed).toBe(rows.filter((row) => row.activeDays !== null).length);
  });

  it('give the rate of the domain', async () => {
    for (const weight of WEIGHTS) {
      const sums = await sumFlags(stage.db, OWNER, {}, moment, weight);
      const of = (standing: string) =>
        sums.filter((sum) => STANDING_OF[sum.state] === standing).reduce((total, sum) => total + sum.weight, 0);
      expect((await readAlignment(deps, OWNER, { weight })).rate).toBe(alignmentOf(sums).rate);
      expect(alignmentOf(sums).rate).toBeCloseTo(of('aligned') / (of('aligned') + of('unaligned')), 12);
    }
  });
});

describe('paging', () => {
  it.each(['age', '-age', 'estimate', '-estimate', 'title', 'score', '-score'] as const)(
    'by %s shows each task once and in order',
    async (sort) => {
      const whole = await listTasks(stage.db, OWNER, { filter: {}, moment, sort, cursor: null, limit: 1_000 });
      const { ids, totals } = await listAll(OWNER, {}, sort);
      expect(ids).toEqual(whole.rows.map((row) => row.id));
      expect(new Set(ids).size).toBe(ids.length);
      expect(totals).toEqual([`${whole.total} and 0 hidden`]);
      const values = whole.rows.map(
        (row) => ({ age: row.createdAt?.getTime(), estimate: row.estimate })[sort.replace('-', '') as 'age'],
      );
      const known = values.filter((value) => value !== undefined && value !== null);
      if (sort === '-age') expect(known).toEqual([...known].sort((a, b) => a - b));
      if (sort === '-estimate') expect(known).toEqual([...known].sort((a, b) => b - a));
      // What is unknown comes last, whichever way.
      if (/age|estimate/.test(sort)) expect(values.slice(0, known.length)).toEqual(known);
    },
  );

  it('refuses a cursor it did not make', async () => {
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of ['x', forged({}), forged(['a']), forged(['not a number', 'jira.1'])]) {
      const page = listTasks(stage.db, OWNER, { filter: {}, moment, sort: 'age', cursor, limit: 5 });
      await expect(page, cursor).rejects.toMatchObject({ name: 'BadCursorError' });
    }
  });
});

describe('search', () => {
  const found = async (q: string) => (await listAll(OWNER, { q }, 'title', 1_000)).ids;

  it.each([
    ['a key, in whatever case', 'onb-12', ['jira.10012']],
    ["a tool's own id", '1209000000000012', ['asana.1209000000000012']],
    ['our id', 'trello.65f0c0ffee12', ['trello.65f0c0ffee12']],
    ['a Jira address', 'https://jira.example/browse/ONB-12', ['jira.10012']],
    ['a Jira address with a comment', 'https://jira.example/browse/ONB-12?focusedCommentId=1#c1', ['jira.10012']],
    [
      'a Jira board that shows the issue',
      'https://jira.example/jira/software/projects/ONB/boards/1?selectedIssue=ONB-12',
      ['jira.10012'],
    ],
    ['an Asana address', 'https://app.asana.com/0/1208/1209000000000012/f', ['asana.1209000000000012']],
    [
      'a new Asana address',
      'https://app.asana.com/1/77/project/1208/task/1209000000000012?focus=true',
      ['asana.1209000000000012'],
    ],
    ['a Trello address with its title', 'https://trello.com/c/AbCd12xY/12-sterilise-tray', ['trello.65f0c0ffee12']],
    ['an address of nothing', 'https://trello.com/c/zzzzzzzz', []],
  ])('finds by %s', async (_title, q, ids) => {
    expect(await found(q)).toEqual(ids);
  });

  it('finds words of the title in any order and case, and takes % and _ for what they are', async () => {
    const titles = async (q: string) => {
      const { rows } = await listTasks(stage.db, OWNER, {
        filter: await toFilter(stage.db, { q }),
        moment,
        sort: 'title',
        cursor: null,
        limit: 1_000,
      });
      return rows.map((row) => row.title);
    };
    const over = await titles('TRAY über');
    expect(over.length).toBeGreaterThan(0);
    expect(over.every((title) => title.startsWith('Über tray'))).toBe(true);
    expect((await titles('A_B')).every((title) => title.includes('A_B'))).toBe(true);
    expect(await titles('0%of')).toEqual([]);
    expect((await titles('a\\b')).length).toBeGreaterThan(0);
  });
});
