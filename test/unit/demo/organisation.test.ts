import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/demo/organisation/import-files.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { makeRandom } from '../../../src/demo/organisation/random.ts';
import { planScopes } from '../../../src/demo/organisation/scopes.ts';
import { stateAt } from '../../../src/demo/state.ts';
import type { SimTask, World } from '../../../src/demo/world.ts';
import { makeReader } from './plain-reading.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const weekMs = 7 * 86_400_000;
const seeds = ['plumb', 'line', 'third'];
const worlds = new Map(seeds.map((seed) => [seed, makeWorld({ seed, now })]));
const one = worlds.get('plumb') as World;

const leaves = (world: World) => world.tasks.filter((task) => truthOf(world, task).is !== 'container');

function truthOf(world: World, task: SimTask) {
  const truth = world.truth.get(task.id);
  if (truth === undefined) throw new Error(`${task.id} has no truth`);
  return truth;
}

/** Share of the leaves that are so, in per cent. */
function share(world: World, is: (task: SimTask) => boolean): number {
  const all = leaves(world);
  return (100 * all.filter(is).length) / all.length;
}

const pastKeys = (world: World) =>
  new Set(
    world.goals
      .filter((goal) => goal.closedOn !== null || goal.cycle === world.cycles[0]?.name)
      .map((goal) => goal.key),
  );

describe('determinism', () => {
  it('makes the same world from the same seed', () => {
    expect(JSON.stringify(makeWorld({ seed: 'plumb', now }).tasks)).toBe(JSON.stringify(one.tasks));
    expect([...makeWorld({ seed: 'plumb', now }).truth]).toEqual([...one.truth]);
  });

  it('makes another world from another seed', () => {
    const titles = new Set(one.tasks.map((task) => task.initial.title));
    const same = (worlds.get('line') as World).tasks.filter((task) => titles.has(task.initial.title)).length;
    expect(same).toBeLessThan(one.tasks.length / 2);
  });

  it.each([1, 40, 333, 2_500])('holds exactly %i tasks when asked for them', (tasks) => {
    expect(makeWorld({ seed: 'count', tasks, now }).tasks).toHaveLength(tasks);
  });
});

describe.each(seeds)('the organisation of seed %s', (seed) => {
  const world = worlds.get(seed) as World;

  it('has sixty people in nine teams under four managers of managers and one leader', () => {
    expect(world.people).toHaveLength(60);
    expect(world.teams).toHaveLength(9);
    const leaders = world.people.filter((person) => person.managerId === null);
    expect(leaders).toHaveLength(1);
    const middle = world.people.filter((person) => person.managerId === leaders[0]?.id);
    expect(middle).toHaveLength(4);
    for (const team of world.teams) {
      const lead = world.people.find((person) => person.id === team.leadId);
      expect(middle.map((person) => person.id)).toContain(lead?.managerId);
    }
    expect(new Set(world.people.map((person) => person.email)).size).toBe(60);
  });

  it('wants one vision, five objectives and fourteen key results in two cycles', () => {
    const count = (kind: string) => world.goals.filter((goal) => goal.kind === kind).length;
    expect([count('vision'), count('objective'), count('key-result')]).toEqual([1, 5, 14]);
    expect(world.cycles.map((cycle) => cycle.name)).toEqual(['2026-H1', '2026-H2']);
    expect(new Set(world.goals.map((goal) => goal.commitment))).toEqual(new Set([null, 'committed', 'aspirational']));
    const keys = new Set(world.goals.map((goal) => goal.key));
    for (const goal of world.goals) if (goal.parent !== null) expect(keys).toContain(goal.parent);
  });

  it('spreads its work over the three tools as planned', () => {
    const count = (tool: string) => world.tasks.filter((task) => task.tool === tool).length;
    expect([count('jira'), count('asana'), count('trello')]).toEqual([660, 300, 240]);
  });

  it('keeps the shares of what is true in their bands', () => {
    const clue = (name: string) =>
      share(world, (task) => {
        const truth = truthOf(world, task);
        return truth.is === 'serves' && truth.clue === name;
      });
    const is = (name: string) => share(world, (task) => truthOf(world, task).is === name);
    const bands: [number, number, number][] = [
      [clue('stated'), 14, 24],
      [clue('inherited'), 20, 32],
      [clue('rule'), 4, 9],
      [clue('text'), 5, 12],
      [clue('nothing'), 2, 7],
      [is('ktlo'), 9, 15],
      [is('none'), 16, 25],
      [is('closed-goal'), 2, 7],
    ];
    for (const [value, low, high] of bands) {
      expect(value).toBeGreaterThan(low);
      expect(value).toBeLessThan(high);
    }
  });

  it('has the mess that real ones have', () => {
    const has = (is: (task: SimTask) => boolean) => expect(world.tasks.filter(is).length).toBeGreaterThan(0);
    has((task) => task.kind === 'epic' && task.initial.title === 'Unassociated tickets');
    has((task) => task.kind === 'initiative');
    has((task) => task.kind === 'subtask' && task.tool === 'jira');
    has((task) => task.kind === 'subtask' && task.tool === 'asana');
    has((task) => task.alsoIn.length > 0);
    has((task) => task.mirrorOf !== null);
    has((task) => task.initial.attachments.length > 0);
    const archived = new Set(
      world.scopes.flatMap((scope) =>
        scope.groups.filter((group) => group.archivedAt !== null).map((group) => group.vendorId),
      ),
    );
    has((task) => archived.has(task.initial.status) && stateAt(task, now)?.archived === false);
    expect(world.people.some((person) => person.accounts.jira?.email === null)).toBe(true);
    expect(
      world.people.some(
        (person) => person.accounts.trello !== undefined && person.accounts.trello.name !== person.name,
      ),
    ).toBe(true);
  });

  it('has a few tasks that name one goal under an epic that names another, open ones', () => {
    const read = makeReader(world);
    const told = leaves(world).flatMap((task) => {
      const truth = truthOf(world, task);
      return truth.is === 'serves' && truth.told ? [{ task, goals: truth.goals, told: truth.told }] : [];
    });
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(3);
    for (const { task, goals, told: elsewhere } of told) {
      expect(read(task, now)).toMatchObject({ stated: expect.arrayContaining([...goals]), inherited: elsewhere });
      expect(stateAt(task, now)?.completed).toBe(false);
    }
  });

  it('gives every clue that its truth speaks of, and none where there is none', () => {
    const read = makeReader(world);
    const past = pastKeys(world);
    const faults: string[] = [];
    for (const task of leaves(world)) {
      const truth = truthOf(world, task);
      const seen = read(task, now);
      // “O2” is oxygen as well as an objective, here as in any hospital: the one false clue that is meant to be there.
      const open = (keys: readonly string[]) => keys.filter((key) => !past.has(key) && key !== 'O2');
      const live = [...open(seen.stated), ...open(seen.inherited)];
      const fault = (what: string) => faults.push(`${task.id} ${what}: ${task.initial.title}`);
      if (truth.is === 'serves') {
        if (truth.clue === 'stated' && !truth.goals.every((goal) => seen.stated.includes(goal)))
          fault('states less than its goals');
        if (truth.clue === 'inherited' && !truth.goals.some((goal) => seen.inherited.includes(goal)))
          fault('inherits nothing');
        if (truth.clue === 'rule' && !truth.goals.includes(seen.rule ?? '')) fault('meets no rule');
        if ((truth.clue === 'text' || truth.clue === 'nothing') && (live.length > 0 || seen.rule !== null))
          fault('betrays its goal');
        const told = [...truth.goals, ...(truth.told ?? [])];
        if (live.some((key) => !told.includes(key)) || seen.rule === 'ktlo') fault('points elsewhere');
      } else if (truth.is === 'closed-goal') {
        if (![...seen.stated, ...seen.inherited].some((key) => past.has(key)) || live.length > 0)
          fault('names no past goal, or a live one');
      } else if (live.length > 0) fault('names a goal it does not serve');
      if (truth.is === 'none' && seen.rule !== null) fault('meets a rule');
    }
    expect(faults).toEqual([]);
    const ktlo = leaves(world).filter((task) => truthOf(world, task).is === 'ktlo');
    const caught = ktlo.filter((task) => read(task, now).rule === 'ktlo').length / ktlo.length;
    expect(caught).toBeGreaterThan(0.9);
  });
});

describe('history', () => {
  it('tells a story: more of the live work names its goal at the end than eight weeks before', () => {
    for (const world of worlds.values()) {
      const rates = [0, 4, 8].map((week) => alignedShare(world, world.startsAt + week * weekMs));
      expect(rates[1]).toBeGreaterThan((rates[0] as number) + 2);
      expect(rates[2]).toBeGreaterThan((rates[1] as number) + 2);
      expect(rates[2]).toBeLessThan(75);
    }
  });

  it('lets new work arrive and old work be finished in every week', () => {
    for (let week = 0; week < 8; week += 1) {
      const from = one.startsAt + week * weekMs;
      const isIn = (at: number) => at >= from && at < from + weekMs;
      expect(one.tasks.filter((task) => isIn(task.createdAt)).length).toBeGreaterThan(20);
      expect(
        one.tasks.filter((task) => task.events.some((event) => event.set.completed && isIn(event.at))).length,
      ).toBeGreaterThan(5);
    }
  });

  it('keeps every task in order: parents first, ids and keys up with time, nothing after the end', () => {
    const byId = new Map(one.tasks.map((task) => [task.id, task]));
    for (const task of one.tasks) {
      const times = [task.createdAt, ...task.events.map((event) => event.at)];
      expect(times).toEqual([...times].sort((left, right) => left - right));
      expect(times.at(-1)).toBeLessThanOrEqual(one.endsAt);
      if (task.parentId !== null) expect(byId.get(task.parentId)?.createdAt).toBeLessThan(task.createdAt);
    }
    const jira = one.tasks.filter((task) => task.tool === 'jira').map((task) => Number(task.vendorId));
    expect(jira).toEqual([...jira].sort((left, right) => left - right));
    expect(new Set(one.tasks.map((task) => `${task.tool}/${task.vendorId}`)).size).toBe(one.tasks.length);
    for (const task of one.tasks)
      if (task.tool === 'trello')
        expect(Number.parseInt(task.vendorId.slice(0, 8), 16)).toBe(Math.floor(task.createdAt / 1000));
  });

  it('writes titles without holes or lost slots', () => {
    for (const task of one.tasks) {
      expect(task.initial.title).not.toMatch(/[{}]|undefined|^\s|\s$|\s{2}/);
      expect(task.initial.title.length).toBeGreaterThan(3);
    }
    expect(new Set(one.tasks.map((task) => task.initial.title)).size).toBeGreaterThan(one.tasks.length * 0.7);
  });
});

/** Per cent of the live work, without what keeps the lights on, that a plain reader can tie to an open goal. */
function alignedShare(world: World, at: number): number {
  const read = makeReader(world);
  const past = pastKeys(world);
  let aligned = 0;
  let unaligned = 0;
  for (const task of leaves(world)) {
    const state = stateAt(task, at);
    if (state === null || state.completed || state.archived) continue;
    const seen = read(task, at);
    if ([...seen.stated, ...seen.inherited].some((key) => !past.has(key)) || (seen.rule ?? 'ktlo') !== 'ktlo')
      aligned += 1;
    else if (seen.rule === null) unaligned += 1;
  }
  return (100 * aligned) / (aligned + unaligned);
}

describe('a large organisation', () => {
  it('splits scopes before they outgrow their tools', () => {
    const planned = planScopes(makeRandom('large'), 400_000, now);
    expect(planned.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(400_000);
    for (const { scope, tasks } of planned) expect(tasks).toBeLessThanOrEqual(scope.tool === 'trello' ? 5_000 : 10_000);
    const names = planned.map(({ scope }) => `${scope.tool}/${scope.key ?? scope.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(planned.map(({ scope }) => `${scope.tool}/${scope.vendorId}`)).size).toBe(names.length);
  });
});

describe('import files', () => {
  const files = importFiles(one);

  it('carry the columns the import reads, and every goal', () => {
    const lines = files.goals.trim().split('\n');
    expect(lines[0]).toBe('key,kind,title,description,parent,cycle,from,to,unit,by,owner,team,commitment,weight');
    expect(lines).toHaveLength(1 + one.goals.length);
  });

  it('name an account only where the tool hides the e-mail, and leave the contractors out', () => {
    const [head, ...rows] = files.people
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(head).toEqual(['email', 'name', 'manager', 'team', 'jira', 'asana', 'trello']);
    expect(rows).toHaveLength(58);
    for (const row of rows) {
      const person = one.people.find((candidate) => candidate.email === row[0]);
      for (const [at, tool] of (['jira', 'asana', 'trello'] as const).entries()) {
        const account = person?.accounts[tool];
        expect(row[4 + at]).toBe(account?.email === null ? account.id : '');
      }
    }
  });

  it('write each rule with its goal', () => {
    expect(files.rules.match(/^- when:/gm)).toHaveLength(one.rules.length);
    expect(files.rules).toContain('- when: { tool: "asana", scope: "Go-live programme" }\n  then: KR2.1');
  });
});
