import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { flagToday } from '../../../src/usecases/flag-today.ts';
import { type AllowanceWord, changeAllowance, readAllowances } from '../../../src/usecases/set-allowance.ts';
import { emptyTables } from './empty-tables.ts';
import { addCycle, addRule, addScope, addTeam, openStage, record, type Stage, stateOf } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const ADA = { id: null as never, name: 'Ada' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addTeam(stage, 'ops');
  await addTeam(stage, 'lab');
  await addCycle(stage, 'q4', '2026-10-01', '2026-12-31');
  await addCycle(stage, 'q1', '2027-01-01', '2027-03-31');
  await addScope(stage, 'ONB', { teamId: 'ops' });
  await addRule(stage, { label: 'patching' }, 'ktlo');
  await stage.ingest([record('1', { labels: ['patching'] }), record('2')]);
  await stage.derive();
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });

function set(word: AllowanceWord, viewer = OWNER) {
  stage.clock += 60_000;
  return changeAllowance(deps(), viewer, ADA, word);
}

describe('an allowance', () => {
  it('shows in the flags at once, and so does one that is taken away', async () => {
    expect(await stateOf(stage, 'jira.1')).toBe('ktlo');
    await set({ teamId: 'ops', cycleId: null, share: 0.25 });
    expect(await stateOf(stage, 'jira.1')).toBe('over-allowance');
    await set({ teamId: 'ops', cycleId: null, share: null });
    expect(await stateOf(stage, 'jira.1')).toBe('ktlo');
  });

  it('of a cycle holds from its first day to its last', async () => {
    await set({ teamId: 'ops', cycleId: null, share: 0.5 });
    await set({ teamId: 'ops', cycleId: 'q1', share: 0 });
    expect(await stateOf(stage, 'jira.1')).toBe('ktlo');
    stage.clock = Date.parse('2027-01-01T11:00:00Z');
    await flagToday(deps());
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('over-allowance');
    stage.clock = Date.parse('2027-04-01T11:00:00Z');
    await flagToday(deps());
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('ktlo');
  });

  it('set anew leaves the one before as history; the same set again changes nothing', async () => {
    await set({ teamId: null, cycleId: null, share: 0.5 });
    await set({ teamId: null, cycleId: null, share: 0.3 });
    await set({ teamId: null, cycleId: null, share: 0.3 });
    await set({ teamId: 'ops', cycleId: 'q4', share: 0.2 });
    const read = await readAllowances(deps());
    expect(
      read.items.map(({ team, cycle, share, by, endedAt }) => [team?.id, cycle?.id, share, by, endedAt !== null]),
    ).toEqual([
      ['ops', 'q4', 0.2, 'Ada', false],
      [undefined, undefined, 0.3, 'Ada', false],
      [undefined, undefined, 0.5, 'Ada', true],
    ]);
    expect(read.common).toBe(0.3);
    expect(read.teams.map(({ team, share }) => [team.id, share])).toEqual([
      ['lab', 0.3],
      ['ops', 0.2],
    ]);
  });

  it('is set by a leader for the teams below them, by an owner for all, and for nothing that is not there', async () => {
    const code = (word: AllowanceWord, viewer?: Viewer) => set(word, viewer).catch((error) => error.code);
    const lea: Viewer = { personId: 'lea', role: 'leader', teamIds: ['ops'] };
    expect(await code({ teamId: 'ops', cycleId: null, share: 0.2 }, lea)).toBeUndefined();
    expect(await code({ teamId: 'lab', cycleId: null, share: 0.2 }, lea)).toBe('not-your-team');
    expect(await code({ teamId: null, cycleId: null, share: 0.2 }, lea)).toBe('not-your-team');
    expect(await code({ teamId: 'nobody', cycleId: null, share: 0.2 })).toBe('unknown-team');
    expect(await code({ teamId: 'ops', cycleId: 'q9', share: 0.2 })).toBe('unknown-cycle');
  });

  it('set by two people at once is one of the two', async () => {
    await Promise.all([
      set({ teamId: 'ops', cycleId: null, share: 0.2 }),
      set({ teamId: 'ops', cycleId: null, share: 0.4 }),
    ]);
    const { items } = await readAllowances(deps());
    expect(items).toHaveLength(2);
    expect(items.filter(({ endedAt }) => endedAt === null)).toHaveLength(1);
  });
});
