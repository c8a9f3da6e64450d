import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER } from '../../../src/cli/owner.ts';
import type { SimGoal, Truth } from '../../../src/demo/world.ts';
import { taskId } from '../../../src/domain/task.ts';
import { markAllStale } from '../../../src/store/stale.ts';
import { closeGoal } from '../../../src/usecases/change-goals.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { listTasksView } from '../../../src/usecases/list-tasks.ts';
import { readByTeam, readTrend } from '../../../src/usecases/read-alignment.ts';
import { readReport } from '../../../src/usecases/read-report.ts';
import { type Found, findings, type LivedDemo, liveDemo } from './live.ts';

const SURE_CLUES = ['stated', 'inherited', 'rule'];
const DAY_MS = 86_400_000;

const isSure = (truth: Truth) => truth.is === 'serves' && SURE_CLUES.includes(truth.clue);
const is = (what: Truth['is']) => (one: Found) => one.truth.is === what;
const hasClue = (clue: string) => (one: Found) => one.truth.is === 'serves' && one.truth.clue === clue;
const namesOnly = (one: Found, goals: readonly string[]) =>
  one.goals.length > 0 && one.goals.every((key) => goals.includes(key));

/** What of these is said wrong, as a person would look it up. */
const wrong = (found: readonly Found[], isRight: (one: Found) => boolean) =>
  found.filter((one) => !isRight(one)).map((one) => `${one.task.id}: ${one.state} ${one.goals}`);

describe.each(['larkfield', 'thistledown', '42'])('of seed %s', (seed) => {
  let demo: LivedDemo;
  let found: Found[];
  beforeAll(async () => {
    demo = await liveDemo(seed, 240);
    const parents = new Set(demo.world.tasks.map((task) => task.parentId));
    // An initiative that nobody put anything under yet is a task like any other, and truth says nothing of it.
    found = (await findings(demo)).filter(({ task, truth }) => truth.is !== 'container' || parents.has(task.id));
  });
  afterAll(() => demo?.drop());

  it('nothing that carries others, and no mirror, is counted', () => {
    expect(found.filter(is('container'))).toEqual([]);
    expect(found.length).toBeGreaterThan(120);
  });

  it('work whose goal the tools betray is aligned to that goal', () => {
    const sure = found.filter(({ truth }) => isSure(truth));
    const missed = wrong(
      sure,
      (one) => one.state === 'aligned' && namesOnly(one, one.truth.is === 'serves' ? one.truth.goals : []),
    );
    expect(sure.length).toBeGreaterThan(60);
    expect(missed.length / sure.length, missed.join('\n')).toBeLessThanOrEqual(0.02);
  });

  it('only work whose own goal and its epic’s do not go together asks which one is meant', async () => {
    const told = found.filter(({ truth }) => truth.is === 'serves' && truth.told);
    const { items } = await listTasksView(demo, OWNER, { action: 'choose-goal', sort: 'title', limit: 200 });
    expect(items.map(({ id }) => id).sort()).toEqual(told.map(({ task }) => taskId(task.tool, task.vendorId)).sort());
    if (seed === 'thistledown') expect(items).toHaveLength(1);
  });

  it('work without a why is never aligned, nor is upkeep or what only its words hint at', () => {
    const others = found.filter(({ truth }) => !isSure(truth));
    expect(others.length).toBeGreaterThan(50);
    expect(wrong(others, (one) => one.state !== 'aligned')).toEqual([]);
  });

  it('work that serves nothing, or does so where only a person could know, has no why', () => {
    const none = found.filter((one) => is('none')(one) || hasClue('nothing')(one));
    expect(wrong(none, (one) => one.state === 'no-why' || one.state === 'suggested')).toEqual([]);
  });

  it('work that reads like a goal waits for a person', () => {
    expect(wrong(found.filter(hasClue('text')), (one) => one.state === 'suggested' || one.state === 'no-why')).toEqual(
      [],
    );
    const suggested = found.filter((one) => hasClue('text')(one) && one.state === 'suggested');
    expect(suggested.length).toBeGreaterThan(0);
    expect(
      wrong(suggested, (one) => one.truth.is === 'serves' && one.truth.goals.some((key) => one.goals.includes(key))),
    ).toEqual([]);
  });

  it('work on a goal that is closed, or of another cycle, says which of both', () => {
    const goals = new Map(demo.world.goals.map((goal) => [goal.key, goal]));
    const closed = found.filter(is('closed-goal'));
    expect(closed.length).toBeGreaterThan(0);
    const expected = (goal: SimGoal | undefined) => (goal && isOfThisCycle(demo, goal) ? 'closed-goal' : 'wrong-cycle');
    expect(
      wrong(
        closed,
        (one) =>
          namesOnly(one, one.truth.is === 'closed-goal' ? one.truth.goals : []) &&
          one.state === expected(goals.get(one.goals[0] ?? '')),
      ),
    ).toEqual([]);
  });

  it('upkeep that a rule tells is upkeep, and little else is', () => {
    const upkeep = found.filter(is('ktlo'));
    const missed = wrong(upkeep, (one) => one.state === 'ktlo');
    expect(upkeep.length).toBeGreaterThan(10);
    // Some of it no rule tells, as in any organisation.
    expect(missed.length / upkeep.length, missed.join('\n')).toBeLessThanOrEqual(0.1);
    expect(
      wrong(
        found.filter((one) => !is('ktlo')(one)),
        (one) => one.state !== 'ktlo',
      ),
    ).toEqual([]);
  });

  it('the rate reported is the true one, within a point', async () => {
    const counted = (await findings(demo)).filter((one) => one.isThisWeeks);
    const aligned = counted.filter(({ truth }) => isSure(truth)).length;
    const judged = counted.filter(({ truth }) => truth.is !== 'ktlo').length;
    const { alignment, flags, tasks, unaligned } = await readReport(demo, OWNER);
    expect(Math.abs((alignment.rate ?? 0) - aligned / judged)).toBeLessThanOrEqual(0.01);
    expect(Object.values(flags).reduce((sum, count) => sum + count, 0)).toBe(
      alignment.coverage.visible + alignment.coverage.unknown,
    );
    expect(Object.values(alignment.shares).reduce((sum, share) => sum + share, 0)).toBe(100);
    expect(unaligned.length).toBe(alignment.totals.unaligned);
    for (const tool of ['jira', 'asana', 'trello'] as const) expect(tasks[tool]).toBeGreaterThan(0);
  });
});

function isOfThisCycle({ world, now }: LivedDemo, goal: SimGoal): boolean {
  const cycle = world.cycles.find((one) => one.name === goal.cycle);
  const today = new Date(now()).toISOString().slice(0, 10);
  return cycle === undefined || (cycle.startsOn <= today && today <= cycle.endsOn);
}

describe('a past week', () => {
  let demo: LivedDemo;
  beforeAll(async () => {
    demo = await liveDemo('weeks', 200);
  });
  afterAll(() => demo?.drop());

  it('has connections with names that people would give, and no addresses', async () => {
    const rows = await demo.db.selectFrom('connections').select(['id', 'name']).orderBy('id').execute();
    const name = demo.world.organisation.name;
    expect(rows).toEqual([
      { id: 'asana', name },
      { id: 'confluence', name: `${name} Confluence` },
      { id: 'jira', name: `${name} Jira` },
      { id: 'notion', name },
      { id: 'trello', name: 'Trello' },
    ]);
  });

  it('gives the same numbers for ever, whatever becomes of tasks, goals and people later', async () => {
    const later = { ...demo, now: () => demo.now() + 30 * DAY_MS };
    const lastSunday = '2026-11-15';
    const past = async (deps: typeof demo) => {
      const numbers: unknown[] = [];
      for (const weight of ['count', 'estimate', 'active-days']) {
        numbers.push(await readTrend(deps, OWNER, { weight, weeks: 8, asOf: lastSunday }));
        numbers.push(await readByTeam(deps, OWNER, { weight, asOf: lastSunday }));
      }
      return JSON.stringify(numbers);
    };
    const before = await past(demo);
    expect(new Set((await readTrend(demo, OWNER, { weeks: 8 })).weeks.map((week) => week.rate)).size).toBeGreaterThan(
      3,
    );

    await demo.db
      .updateTable('tasks')
      .set({ labels: [], assignee_external_id: null })
      .where('tool', '=', 'jira')
      .execute();
    await demo.db
      .updateTable('tasks')
      .set({ gone_at: new Date(later.now()), gone_how: 'deleted' })
      .where('tool', '=', 'trello')
      .execute();
    await demo.db.updateTable('people').set({ team_id: null }).execute();
    for (const goal of demo.world.goals) await closeGoal({ ...later, onStale: async () => {} }, goal.key, '2026-12-01');
    await demo.db.transaction().execute((tx) => markAllStale(tx, new Date(later.now())));
    const counts = await deriveStale({ ...later, notify: async () => {} }, AbortSignal.timeout(550_000));
    expect(counts.flagsChanged).toBeGreaterThan(50);

    expect(await past(later)).toBe(before);
  });
});
