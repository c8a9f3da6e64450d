import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { printReport } from '../../../src/cli/print-report.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { loadMovedThresholds } from '../../../src/store/threshold-moves.ts';
import { decideLinkWords, type LinkWord, undoLinkWords } from '../../../src/usecases/decide-links.ts';
import { examineLinks } from '../../../src/usecases/examine-links.ts';
import { changeThreshold, moveThresholds } from '../../../src/usecases/move-thresholds.ts';
import { readPrecision } from '../../../src/usecases/read-precision.ts';
import { readReport } from '../../../src/usecases/read-report.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, addTeam, DAY_MS, linksOf, openStage, record, type Stage } from './stage.ts';

const OWNER = { personId: null, role: 'owner', teamIds: [] } as const;
const WARD = { personId: 'ines', role: 'manager', teamIds: ['ward'] } as const;
const ADA = { id: null as never, name: 'Ada' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('threshold_moves').execute();
  await stage.db.deleteFrom('linking_memory').execute();
  await addGoal(stage, 'O1');
  await addGoal(stage, 'O2');
  await addScope(stage, 'ONB');
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });
const verdictOf = async (id: number) => (await linksOf(stage, `jira.${id}`))[0]?.verdict;
const rowsOf = () => stage.db.selectFrom('threshold_moves').selectAll().orderBy('id').execute();

/** So many tasks whose title names the goal, which links them (0.95) at the usual threshold. */
async function tie(count: number, from = 1): Promise<number[]> {
  const ids = Array.from({ length: count }, (_, at) => from + at);
  stage.clock += 60_000;
  await stage.ingest(ids.map((id) => record(String(id), { title: `O1: tray ${id}`, updatedAt: stage.clock })));
  await stage.derive();
  return ids;
}

async function say(says: LinkWord['says'], ids: readonly number[], goalKey = 'O1'): Promise<number[]> {
  stage.clock += 60_000;
  const items = ids.map((id) => ({ taskId: `jira.${id}`, goalKey }));
  return (await decideLinkWords(deps(), OWNER, ADA, { says, items })).decisionIds;
}

const move = () => moveThresholds(deps());
const read = (viewer: Parameters<typeof readPrecision>[1] = OWNER, asOf?: string) =>
  readPrecision(deps(), viewer, { asOf });

describe('what was shown when people decided', () => {
  it('is read from the link that their word replaced', async () => {
    const ids = await tie(12);
    await say('accepted', ids.slice(0, 9));
    await say('rejected', ids.slice(9));
    const { decided, leftOut, measured } = await read();
    expect([decided, leftOut]).toEqual([12, 0]);
    expect(measured?.automatic).toMatchObject({ decided: 12, right: 9, precision: 0.75 });
    expect(measured?.bands.map(({ from, decided: of }) => [from, of])).toEqual([[0.95, 12]]);
    expect(measured?.kinds.map(({ kind }) => kind)).toEqual(['stated']);
    expect(measured?.months.map(({ month, all }) => [month, all.decided])).toEqual([['2026-11', 12]]);
  });

  it('leaves out and counts goals that were set by hand', async () => {
    const ids = await tie(10);
    await say('accepted', ids);
    await say('accepted', [1, 2], 'O2');
    expect(await read()).toMatchObject({ decided: 10, leftOut: 2, missing: 0 });
  });

  it('is nothing below ten decisions but how many are missing', async () => {
    await say('accepted', await tie(4));
    expect(await read()).toMatchObject({ decided: 4, missing: 6, measured: null });
  });

  it('counts one who changed their mind once, by their last word', async () => {
    const ids = await tie(10);
    await say('accepted', ids);
    await say('rejected', ids.slice(0, 2));
    const { decided, measured } = await read();
    expect([decided, measured?.all.right]).toEqual([10, 8]);
  });

  it('does not count a word that was taken back', async () => {
    const ids = await tie(11);
    await say('accepted', ids.slice(0, 10));
    const wrong = await say('rejected', ids.slice(10));
    expect((await read()).decided).toBe(11);
    await undoLinkWords(deps(), OWNER, wrong);
    expect((await read()).decided).toBe(10);
  });

  it('of a past day is what was decided by then', async () => {
    await say('accepted', await tie(10));
    const past = '2026-11-18';
    stage.clock += 3 * DAY_MS;
    await say('rejected', await tie(5, 100));
    expect((await read()).decided).toBe(15);
    expect((await read(OWNER, past)).decided).toBe(10);
  });

  it('counts only tasks that the viewer may see', async () => {
    await addTeam(stage, 'ward');
    await stage.db.updateTable('scopes').set({ team_id: 'ward' }).where('id', '=', 'jira.ONB').execute();
    await addScope(stage, 'HID', { isPrivate: true });
    const ids = await tie(10);
    stage.clock += 60_000;
    const hidden = record('99', { title: 'O1: hidden tray', updatedAt: stage.clock });
    const placements = [{ scopeExternalId: 'HID', groupExternalId: null, groupName: null }];
    await stage.ingest([{ ...hidden, placements }], { scope: 'HID' });
    await stage.derive();
    await say('accepted', [...ids, 99]);
    expect((await read()).decided).toBe(11);
    expect((await read(WARD)).decided).toBe(10);
    const elsewhere = { ...WARD, teamIds: ['lab'] };
    expect(await read(elsewhere)).toMatchObject({ decided: 0, leftOut: 0, missing: 10, measured: null });
  });
});

describe('a broken promise', () => {
  it('moves the threshold, says why, and asks about links that stood; a second run changes nothing', async () => {
    await stage.db.updateTable('settings').set({ automatic_threshold: 0.94 }).execute();
    const ids = await tie(14);
    await say('accepted', ids.slice(0, 4));
    await say('rejected', ids.slice(4, 12));
    expect(await verdictOf(13)).toBe('automatic');
    expect(await move()).toBe(1);
    const [row, ...others] = await rowsOf();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      name: 'structural',
      moved_to: 0.96,
      decided: 12,
      right_ones: 4,
      by_name: 'the service',
    });
    expect(row?.because).toMatch(/^Of 12 links .* 4 were right, fewer than the 95 % that is promised/);
    await stage.derive();
    expect(await verdictOf(13)).toBe('suggested');
    expect(await verdictOf(1)).toBe('accepted');
    expect(await move()).toBe(0);
    expect(await rowsOf()).toEqual([row]);
    expect((await read()).thresholds).toEqual([
      {
        ...{ name: 'structural', set: 0.94, inForce: 0.96, isMoved: true },
        ...{ movedAt: new Date(stage.clock).toISOString(), movedBy: 'the service', because: row?.because },
      },
    ]);
  });

  it('shows its numbers to owners alone', async () => {
    await say('rejected', await tie(12));
    await move();
    const [threshold] = (await read(WARD)).thresholds;
    expect(threshold?.because).toBe(
      'Links from labels, fields, parents and rules stand without asking from a likelihood of 0.72 on: 0.70 was set, and too few of them were right.',
    );
  });

  it('is mended by links that are asked about and right: the threshold comes down as slowly as it was kept', async () => {
    await stage.db.updateTable('settings').set({ automatic_threshold: 0.94 }).execute();
    await say('rejected', await tie(12));
    await move();
    stage.clock += 91 * DAY_MS;
    await stage.derive();
    await say('accepted', await tie(12, 100));
    expect(await move()).toBe(1);
    expect((await loadMovedThresholds(stage.db)).structural).toBe(0.95);
    await stage.derive();
    stage.clock += DAY_MS;
    expect(await move()).toBe(0);
    stage.clock += 7 * DAY_MS;
    expect(await move()).toBe(1);
    expect((await loadMovedThresholds(stage.db)).structural).toBeNull();
    expect((await rowsOf()).map(({ moved_to: to }) => to)).toEqual([0.96, 0.95, null]);
  });

  it('put back by a person stays so until people decide otherwise again', async () => {
    await stage.db.updateTable('settings').set({ automatic_threshold: 0.94 }).execute();
    await say('rejected', await tie(12));
    await tie(1, 50);
    await move();
    await stage.derive();
    stage.clock += DAY_MS;
    await changeThreshold(deps(), ADA, { name: 'structural', to: null });
    await stage.derive();
    expect(await verdictOf(50)).toBe('automatic');
    stage.clock += DAY_MS;
    expect(await move()).toBe(0);
    const [threshold] = (await read()).thresholds;
    expect(threshold).toMatchObject({ inForce: 0.94, isMoved: false, movedBy: 'Ada' });
    await say('rejected', await tie(12, 200));
    expect(await move()).toBe(1);
  });

  it('is told by the report and by the doctor, with how good the links are', async () => {
    const ids = await tie(12);
    await say('rejected', ids.slice(0, 9));
    await say('accepted', ids.slice(9));
    const sentence =
      'Of 12 links that people decided on in twelve months 3 were right, 25 % (9 to 53 %); of those linked without asking 3 of 12, 25 % (9 to 53 %).';
    expect(await examineLinks(deps(), OWNER)).toEqual([{ part: 'links', verdict: 'good', says: sentence, todo: null }]);
    await move();
    const [, moved] = await examineLinks(deps(), OWNER);
    expect(moved).toMatchObject({ part: 'links', verdict: 'warning' });
    expect(moved?.says).toMatch(/now needs a likelihood of 0.72. Moved by the service at 2026-11-18T/);
    const lines: string[] = [];
    printReport({ print: (line = '') => void lines.push(line) } as Terminal, await readReport(deps(), OWNER));
    const from = lines.indexOf('How good the links are');
    expect(lines.slice(from + 1, from + 4).map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
      sentence,
      'Nov 2026 3 of 12 25 % (9 to 53 %)',
      'likelihood 0.95 to 1.00 3 of 12 25 % (9 to 53 %)',
    ]);
    expect(lines[from + 4]).toMatch(/^ {2}! Of 12 links from labels, .* now needs a likelihood of 0.72\.$/);
  });

  it('cannot be put below what was set', async () => {
    await expect(changeThreshold(deps(), ADA, { name: 'structural', to: 0.6 })).rejects.toMatchObject({
      code: 'below-set',
    });
    await expect(changeThreshold(deps(), ADA, { name: 'learned', to: 0.99 })).rejects.toMatchObject({
      code: 'below-set',
    });
    expect(await rowsOf()).toEqual([]);
  });
});

describe('links that were learned', () => {
  const fromLearned = (likelihood: number) =>
    stage.db
      .insertInto('links')
      .values(
        Array.from({ length: 12 }, (_, at) => ({
          ...{ task_id: `jira.${at + 1}`, goal_id: 'o2', verdict: 'automatic', likelihood, weight: 1 },
          evidence: JSON.stringify([
            { kind: 'learned', goalId: 'o2', likelihood, hops: [], fingerprint: `f${at}`, weight: null },
          ]),
          valid_from: new Date(stage.clock),
        })) as never,
      )
      .execute();

  it('have a threshold of their own, from what their examples promise on', async () => {
    stage.clock += 60_000;
    const trust = { automatic: { from: 0.91, examples: 20, right: 20 } };
    await stage.db
      .insertInto('linking_memory')
      .values({ version: 'one', trust: JSON.stringify(trust) })
      .execute();
    await stage.ingest(Array.from({ length: 12 }, (_, at) => record(String(at + 1), { updatedAt: stage.clock })));
    await fromLearned(0.93);
    const at = new Date(stage.clock + 60_000);
    await stage.db
      .insertInto('link_decisions')
      .values(
        Array.from({ length: 12 }, (_, n) => ({
          ...{ task_id: `jira.${n + 1}`, goal_id: 'o2', seen_fingerprints: [] as string[], by_person_id: null, at },
          ...{ says: n < 3 ? ('accepted' as const) : ('rejected' as const), by_name: 'Ada' },
        })),
      )
      .execute();
    stage.clock += DAY_MS;
    expect(await move()).toBe(1);
    expect(await loadMovedThresholds(stage.db)).toEqual({ structural: null, learned: 0.93 });
    const { thresholds, measured } = await read();
    expect(thresholds.map(({ name, set, inForce }) => [name, set, inForce])).toEqual([
      ['structural', 0.7, 0.7],
      ['learned', 0.91, 0.93],
    ]);
    expect(measured?.kinds).toMatchObject([{ kind: 'learned', decided: 12, right: 3 }]);
  });
});
