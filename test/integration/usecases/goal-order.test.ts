import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person, Viewer } from '../../../src/domain/person.ts';
import { orderGoals } from '../../../src/usecases/change-goals.ts';
import { decideLinkWords } from '../../../src/usecases/decide-links.ts';
import { readChanges } from '../../../src/usecases/read-changes.ts';
import { readDigest } from '../../../src/usecases/read-digest.ts';
import { readGoals } from '../../../src/usecases/read-goals.ts';
import { readStrategyMap } from '../../../src/usecases/read-strategy-map.ts';
import { readGoalWork } from '../../../src/usecases/read-team.ts';
import { addGoal, DAY_MS, inStatus, openStage, record, type Stage } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const ADA = { id: null as never, name: 'Ada' };
const READER = { id: 'ada', name: 'Ada', role: 'owner', teamId: null, managerId: null } as Person;

let stage: Stage;
const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });
const PLACED = ['O2', 'KR2.2', 'KR2.1', 'O1', 'KR1.1'];
const WORKED_ON = ['KR1.1', 'KR2.1', 'KR2.2'];

/** Two objectives, the second put before the first, and its second key result before its first; a task for each key result. */
beforeAll(async () => {
  stage = await openStage();
  for (const key of ['O1', 'O2']) await addGoal(stage, key);
  for (const key of WORKED_ON) await addGoal(stage, key, { parentId: `o${key[2]}` });
  await stage.ingest(WORKED_ON.map((_, n) => record(String(n))));
  await stage.derive();
  const items = WORKED_ON.map((goalKey, n) => ({ taskId: `jira.${n}`, goalKey }));
  await decideLinkWords(deps(), OWNER, ADA, { says: 'accepted', items });
  await stage.derive();
  await orderGoals(deps(), OWNER, ADA, { parentKey: null, keys: ['O2', 'O1'] });
  await orderGoals(deps(), OWNER, ADA, { parentKey: 'O2', keys: ['KR2.2', 'KR2.1'] });
});
afterAll(() => stage.drop());

const keysOf = (items: readonly { readonly key: string | null }[]) => items.flatMap(({ key }) => key ?? []);

it('is that of the goals page on the map, in its table and where a team’s work is listed', async () => {
  expect(keysOf((await readGoals(deps(), OWNER, {})).items)).toEqual(PLACED);
  const { nodes, flows } = await readStrategyMap(deps(), OWNER, {});
  expect(keysOf(nodes)).toEqual(PLACED);
  const from = flows.map((flow) => flow.from);
  const shown = nodes.map(({ id }) => id).filter((id) => from.includes(id));
  expect([...new Set(from)]).toEqual(shown);
  expect(keysOf(await readGoalWork(deps(), OWNER, {}))).toEqual(PLACED);
});

it('is that of the goals page in a digest and where goals lost their last work, where nothing else tells them apart', async () => {
  const since = stage.clock + 3_600_000;
  stage.clock += DAY_MS;
  const finishedAt = stage.clock;
  const done = { status: inStatus('Done'), updatedAt: finishedAt, finishedAt };
  await stage.ingest(WORKED_ON.map((_, n) => record(String(n), done)));
  await stage.derive();
  expect(keysOf((await readChanges(deps(), OWNER, { since: new Date(since).toISOString() })).goalsLost)).toEqual(
    PLACED,
  );
  const digest = await readDigest(deps(), READER, { week: '2026-W47' });
  expect(keysOf(digest.moved)).toEqual(['KR2.2', 'KR2.1', 'KR1.1']);
  expect(keysOf(digest.unstaffed)).toEqual(PLACED);
});
