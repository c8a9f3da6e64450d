import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { decideLinkWords } from '../../../src/usecases/decide-links.ts';
import { readAlignment } from '../../../src/usecases/read-alignment.ts';
import { readStrategyMap } from '../../../src/usecases/read-strategy-map.ts';
import { addGoal, addScope, addTeam, openStage, placed, record, type Stage } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const OPS: Viewer = { personId: 'ida', role: 'manager', teamIds: ['ops'] };

let stage: Stage;
const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });

/** Three tasks of the ward and one of ops: one serves two key results, one another of them, the others nothing. */
beforeAll(async () => {
  stage = await openStage();
  await addGoal(stage, 'V');
  await addGoal(stage, 'O1', { parentId: 'v' });
  for (const key of ['KR1.1', 'KR1.2', 'KR1.3']) await addGoal(stage, key, { parentId: 'o1' });
  for (const team of ['ward', 'ops']) await addTeam(stage, team);
  await addScope(stage, 'WARD', { teamId: 'ward' });
  await addScope(stage, 'OPS', { teamId: 'ops' });
  const at = (scope: string) => ({ placements: [placed(scope)] });
  await stage.ingest([record('1', at('WARD')), record('2', at('WARD')), record('3', at('WARD'))], { scope: 'WARD' });
  await stage.ingest([record('4', at('OPS'))], { scope: 'OPS' });
  await stage.derive();
  const items = [
    { taskId: 'jira.1', goalKey: 'KR1.1' },
    { taskId: 'jira.1', goalKey: 'KR1.2' },
    { taskId: 'jira.4', goalKey: 'KR1.2' },
  ];
  await decideLinkWords(deps(), OWNER, { id: null as never, name: 'Ada' }, { says: 'accepted', items });
});
afterAll(() => stage.drop());

const flowsOf = async (viewer: Viewer, query: { goal?: string } = {}) => {
  const { flows } = await readStrategyMap(deps(), viewer, query);
  return Object.fromEntries(flows.map(({ from, to, amount }) => [`${from} → ${to}`, amount]));
};

it('lets each task flow once, shared by the goals it serves, from the vision to its team', async () => {
  const flows = await flowsOf(OWNER);
  expect(flows).toMatchObject({
    'goal v → goal o1': 2,
    'goal o1 → goal kr1.1': 0.5,
    'goal o1 → goal kr1.2': 1.5,
    'goal kr1.1 → team ward': 0.5,
    'goal kr1.2 → team ward': 0.5,
    'goal kr1.2 → team ops': 1,
    'nothing unaligned → team ward': 2,
  });
  const { totals } = await readAlignment(deps(), OWNER, {});
  const into = (prefix: string) =>
    Object.entries(flows).reduce(
      (sum, [path, n]) => sum + (path.includes('→ team') && path.startsWith(prefix) ? n : 0),
      0,
    );
  expect([into('goal'), into('nothing')]).toEqual([totals.aligned, totals.unaligned]);
});

it('shows an open goal nobody works on, and of others’ work nothing', async () => {
  const { nodes } = await readStrategyMap(deps(), OPS, {});
  expect(nodes.map(({ id }) => id)).toContain('goal kr1.3');
  expect(nodes.map(({ id }) => id)).not.toContain('team ward');
  expect(await flowsOf(OPS)).not.toHaveProperty('goal kr1.1 → team ward');
});

it('says which places have a page that the viewer may open', async () => {
  const pages = async (viewer: Viewer, query: { team?: string } = {}) => {
    const { nodes, opens } = await readStrategyMap(deps(), viewer, query);
    const teams = nodes.filter(({ kind }) => kind === 'team').map(({ of, page }) => [of, page]);
    return { teams: Object.fromEntries(teams), opens };
  };
  expect((await pages(OWNER)).teams).toEqual({ ward: 'team', ops: 'team' });
  expect(await pages(OWNER, { team: 'ward' })).toMatchObject({ opens: { team: { id: 'ward' }, manager: null } });
  expect(await pages(OPS, { team: 'ops' })).toMatchObject({ teams: { ops: 'team' }, opens: { team: { id: 'ops' } } });
  expect((await pages(OPS, { team: 'ward' })).opens.team).toBeNull();
});

it('walks down to one goal', async () => {
  const { nodes } = await readStrategyMap(deps(), OWNER, { goal: 'KR1.1' });
  expect(nodes.filter(({ kind }) => kind === 'key-result').map(({ key }) => key)).toContain('KR1.1');
  expect(nodes.map(({ id }) => id)).not.toContain('goal kr1.3');
  expect(nodes.map(({ id }) => id)).not.toContain('team ops');
});

it('folds key results into their objectives and teams under whoever leads them where there are many of them', async () => {
  const { db } = stage;
  const people = [
    ['head', null, null],
    ...['a', 'b'].flatMap((head) => [
      [head, 'head', null],
      ...Array.from({ length: 10 }, (_, n) => [`of-${head}${n}`, head, `many-${head}${n}`]),
    ]),
  ];
  for (let n = 0; n < 20; n += 1) await addGoal(stage, `KR2.${n}`, { parentId: 'o1' });
  for (const [id, managerId, teamId] of people) {
    if (teamId) await addTeam(stage, teamId);
    const person = {
      id,
      email: `${id}@example.org`,
      name: id,
      role: 'manager',
      manager_id: managerId,
      team_id: teamId,
    };
    await db
      .insertInto('people')
      .values(person as never)
      .execute();
  }
  for (const [, , teamId] of people.filter(([, , team]) => team)) {
    await addScope(stage, `S-${teamId}`, { teamId: teamId as string });
    await stage.ingest([record(`9-${teamId}`, { placements: [placed(`S-${teamId}`)] })], { scope: `S-${teamId}` });
  }
  await stage.derive();
  const map = await readStrategyMap(deps(), OWNER, {});
  expect(map.keyResultsFolded).toBeGreaterThan(16);
  expect(map.nodes.filter(({ kind }) => kind === 'key-result')).toEqual([]);
  expect(map.nodes.filter(({ kind }) => kind === 'group').map(({ of, teams }) => [of, teams])).toEqual([
    ['a', 10],
    ['b', 10],
  ]);
  const into = ({ nodes, flows }: typeof map) => {
    const places = new Set(nodes.filter(({ kind }) => ['team', 'group', 'rest'].includes(kind)).map(({ id }) => id));
    return flows.reduce((sum, { to, amount }) => sum + (places.has(to) ? amount : 0), 0);
  };
  const whole = await readStrategyMap(deps(), OWNER, { teams: 'all' });
  expect(whole.nodes.filter(({ kind }) => kind === 'team')).toHaveLength(22);
  expect(into(map)).toBe(into(whole));
  const walked = await readStrategyMap(deps(), OWNER, { goal: 'O1', manager: 'a' });
  expect(walked.keyResultsFolded).toBe(0);
  expect(walked.opens.manager).toEqual({ id: 'a', name: 'a' });
  expect(map.nodes.filter(({ kind }) => kind === 'group').map(({ page }) => page)).toEqual(['manager', 'manager']);
  expect(walked.nodes.filter(({ kind }) => kind === 'key-result').length).toBeGreaterThan(16);
});
