import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepGoalPeriods, listGoalStates, listGoalsAt } from '../../../src/store/goal-periods.ts';
import { listGoals } from '../../../src/store/goals.ts';
import { closeGoal } from '../../../src/usecases/change-goals.ts';
import { acceptProposal, type Decider } from '../../../src/usecases/decide-proposal.ts';
import { lookAtProposal } from '../../../src/usecases/look-at-proposal.ts';
import { undoProposalDecision } from '../../../src/usecases/undo-proposal.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { AT, makeWikiGround, page, readPages } from './wiki-ground.ts';

const ID = 'page-confluence.77';
const LEA: Decider = { id: null, name: 'Lea Leader', role: 'leader' };
const MINUTE_MS = 60_000;

let database: TestDatabase;
let now: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = AT;
  await database.db.deleteFrom('goal_periods').execute();
  await database.db.deleteFrom('cycle_periods').execute();
  await makeWikiGround(database.db);
});

const deps = () => ({ db: database.db, now: () => now, onStale: async () => {} });
const states = async (key: string) => {
  const rows = await database.db.selectFrom('goal_periods').select(['goal_id', 'key']).execute();
  const id = rows.find((row) => row.key === key)?.goal_id ?? '';
  return listGoalStates(database.db, id, { before: null, limit: 20 });
};
const said = async (key: string) =>
  (await states(key)).map(({ change, goal }) => `${change?.through} ${change?.by}: ${goal.title}`);
const countChanges = async () => (await database.db.selectFrom('goal_changes').select('id').execute()).length;

async function accept(lines: readonly string[], does: 'add' | 'change') {
  await readPages(database.db, 'confluence', [page('77', 'OKRs 2026-Q4', lines)], now);
  const { items, seenHash } = await lookAtProposal(database.db, ID, now);
  const chosen = items.filter((item) => item.is !== 'same').map(({ id }) => ({ id, do: does }));
  return acceptProposal(deps(), { proposalId: ID, seenHash, items: chosen, parentKey: 'V1' }, LEA);
}

describe('the history of goals', () => {
  it('is kept of what comes from pages, and of what is taken back from them', async () => {
    await accept(['## O2: Interfaces never drop a message', '- KR2.1: Interface uptime from 99 to 99.9 %'], 'add');
    const first = new Date(now);
    now += MINUTE_MS;
    const { decisionId } = await accept(
      ['## O2: Interfaces never drop a message', '- KR2.1: Uptime of interfaces from 99 to 99.9 %'],
      'change',
    );
    expect(await said('KR2.1')).toEqual([
      'proposal Lea Leader: Uptime of interfaces',
      'proposal Lea Leader: Interface uptime',
    ]);
    now += MINUTE_MS;
    await undoProposalDecision(deps(), { proposalId: ID, decisionId }, LEA);
    expect(await said('KR2.1')).toHaveLength(3);
    expect((await listGoalsAt(database.db, first)).find(({ key }) => key === 'KR2.1')?.title).toBe('Interface uptime');
  });

  it('keeps a goal that went again, on the days it stood', async () => {
    const { decisionId } = await accept(['## O2: Interfaces never drop a message'], 'add');
    const stood = new Date(now);
    now += MINUTE_MS;
    await undoProposalDecision(deps(), { proposalId: ID, decisionId }, LEA);
    expect((await listGoals(database.db)).some(({ key }) => key === 'O2')).toBe(false);
    expect((await listGoalsAt(database.db, stood)).some(({ key }) => key === 'O2')).toBe(true);
    expect((await listGoalsAt(database.db, new Date(now))).some(({ key }) => key === 'O2')).toBe(false);
  });

  it('says the same as the goals themselves at any moment, and nothing is kept of what changed nothing', async () => {
    for (const isSecond of [false, true]) {
      now += MINUTE_MS;
      const before = await countChanges();
      await closeGoal(deps(), 'KR1.1', '2026-11-17');
      expect((await countChanges()) - before).toBe(isSecond ? 0 : 1);
      expect(await listGoalsAt(database.db, new Date(now))).toEqual(await listGoals(database.db));
    }
  });

  it('finds what was written past it with the next change, so that a past day never shows what nobody sees', async () => {
    await closeGoal(deps(), 'KR1.1', '2026-11-17');
    await database.db.updateTable('goals').set({ title: 'By hand' }).where('key', '=', 'KR1.1').execute();
    const act = { by: { id: null, name: 'Somebody' }, through: 'command' } as const;
    const keep = (at: Date) => database.db.transaction().execute((tx) => keepGoalPeriods(tx, act, at));
    const kept = await keep(new Date(now + MINUTE_MS));
    expect(kept?.isRead).toBe(true);
    expect(await keep(new Date(now + 2 * MINUTE_MS))).toBeNull();
    expect((await states('KR1.1'))[0]?.goal.title).toBe('By hand');
  });
});
