import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { loadReadingKnowledge } from '../../../src/store/reading.ts';
import { addEntry, changeGlossaryEntry, undoGlossaryChange } from '../../../src/usecases/change-glossary.ts';
import { readGlossary, readGlossaryChanges } from '../../../src/usecases/read-glossary.ts';
import { studyTexts } from '../../../src/usecases/study-texts.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, addTeam, openStage, placed, record, type Stage, stateOf } from './stage.ts';

const ADA = { id: null as never, name: 'Ada' };
const LEADER: Viewer = { personId: 'lea', role: 'leader', teamIds: ['ward'] };
const MEMBER: Viewer = { personId: 'max', role: 'member', teamIds: [] };
const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const SSO = { short: 'SSO', long: 'single sign-on' };
const TEMPLATE = 'h2. Steps to reproduce it\nAs a … I want …';

let stage: Stage;
let wakes = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('glossary_entries').execute();
  await stage.db.deleteFrom('boilerplate').execute();
  wakes = 0;
});

const deps = () => ({
  db: stage.db,
  now: () => stage.clock,
  onStale: async () => {
    wakes += 1;
  },
});
const study = () => studyTexts(deps(), AbortSignal.timeout(30_000));
const shelf = async (state: 'proposed' | 'kept' | 'dismissed', viewer = LEADER) =>
  (await readGlossary(deps(), viewer, { state, limit: 50 })).items;
const kept = async () => (await loadReadingKnowledge(stage.db)).glossary;
const stale = async () => {
  const rows = await stage.db
    .selectFrom('tasks')
    .select('id')
    .where('stale_at', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
};

describe('the glossary', () => {
  it('keeps what a person enters, rewords it, dismisses it and brings it back, each change taken back in turn', async () => {
    const { entryId, changeId } = await addEntry(deps(), ADA, { short: ' SSO ', long: 'single  sign-on' });
    expect(await kept()).toEqual([SSO]);
    const reworded = await changeGlossaryEntry(deps(), ADA, entryId, { long: 'Single Sign-On Service' });
    const dismissed = await changeGlossaryEntry(deps(), ADA, entryId, { state: 'dismissed' });
    expect(await kept()).toEqual([]);
    const restored = await changeGlossaryEntry(deps(), ADA, entryId, { state: 'kept' });
    expect(await kept()).toEqual([{ short: 'SSO', long: 'Single Sign-On Service' }]);

    await expect(undoGlossaryChange(deps(), ADA, changeId)).rejects.toMatchObject({ code: 'changed-since' });
    for (const { changeId: last } of [restored, dismissed, reworded]) {
      expect(await undoGlossaryChange(deps(), ADA, last)).toEqual({ undone: 1 });
    }
    expect(await kept()).toEqual([SSO]);
    expect(await undoGlossaryChange(deps(), ADA, reworded.changeId)).toEqual({ undone: 0 });
    await undoGlossaryChange(deps(), ADA, changeId);
    expect(await kept()).toEqual([]);

    const { items } = await readGlossaryChanges(deps(), LEADER, entryId);
    expect(items.map(({ after, by, undoneAt }) => [after.state, by, undoneAt !== null])).toEqual([
      ['kept', 'Ada', true],
      ['dismissed', 'Ada', true],
      ['kept', 'Ada', true],
      ['kept', 'Ada', true],
    ]);
  });

  it('takes no entry twice, whatever its spelling, and none that no text could hold', async () => {
    const { entryId } = await addEntry(deps(), ADA, SSO);
    const refused = (given: { short: string; long: string }) =>
      expect(addEntry(deps(), ADA, given)).rejects.toMatchObject({
        code: given.short === 'sso' ? 'already-kept' : 'bad-wording',
      });
    await refused({ short: 'sso', long: 'Single Sign On' });
    for (const short of ['', 'S', 'S S', 'S-S', 'x'.repeat(21)]) await refused({ short, long: 'words' });
    for (const long of ['', ' — ', 'y'.repeat(121), 'DRA']) await refused({ short: 'DRA', long });
    const other = await addEntry(deps(), ADA, { short: 'DRA', long: 'device assignment' });
    await expect(changeGlossaryEntry(deps(), ADA, other.entryId, SSO)).rejects.toMatchObject({ code: 'already-kept' });
    await expect(changeGlossaryEntry(deps(), ADA, 999_999, SSO)).rejects.toMatchObject({ code: 'no-such-entry' });
    await expect(undoGlossaryChange(deps(), ADA, 999_999)).rejects.toMatchObject({ code: 'no-such-change' });
    // A dismissed one is entered again as the same.
    await changeGlossaryEntry(deps(), ADA, entryId, { state: 'dismissed' });
    expect((await addEntry(deps(), ADA, SSO)).entryId).toBe(entryId);
  });

  it('has tasks that hang on no goal read again when what is kept changes, and no others', async () => {
    await addGoal(stage, 'O1');
    await stage.ingest([record('1'), record('2', { labels: ['O1'] })]);
    await stage.derive();
    const before = await loadReadingKnowledge(stage.db);
    const { changeId } = await addEntry(deps(), ADA, SSO);
    expect(await stale()).toEqual(['jira.1']);
    expect(wakes).toBe(1);
    expect((await loadReadingKnowledge(stage.db)).version).not.toBe(before.version);
    await stage.derive();
    await undoGlossaryChange(deps(), ADA, changeId);
    expect(await stale()).toEqual(['jira.1']);
    expect(await loadReadingKnowledge(stage.db)).toEqual(before);
  });

  it('brings a task that says the short form to the goal that says the long one, and takes it away again', async () => {
    await addGoal(stage, 'O1', { title: 'Every ward has single sign-on' });
    await addGoal(stage, 'O2', { title: 'Theatre trays are sterile in time' });
    await addGoal(stage, 'O3', { title: 'Pharmacy orders arrive within the hour' });
    await stage.ingest([record('1', { title: 'SSO' })]);
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
    const { changeId } = await addEntry(deps(), ADA, SSO);
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('suggested');
    await undoGlossaryChange(deps(), ADA, changeId);
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
  });

  it('changes no task where a proposal is dismissed that was never kept', async () => {
    await stage.ingest([record('1', { title: 'Single sign-on (SSO) for wards' })]);
    await study();
    await stage.derive();
    const [found] = await shelf('proposed');
    await changeGlossaryEntry(deps(), ADA, found?.id ?? 0, { state: 'dismissed' });
    expect([await stale(), wakes]).toEqual([[], 0]);
  });

  it('comes page by page, what most texts use first', async () => {
    for (const [at, short] of ['AAB', 'BBC', 'CCD'].entries()) {
      const { entryId } = await addEntry(deps(), ADA, { short, long: 'some words' });
      await stage.db
        .updateTable('glossary_entries')
        .set({ used_in: at === 1 ? 5 : 0 })
        .where('id', '=', entryId)
        .execute();
    }
    const pages: string[][] = [];
    for (let cursor: string | undefined, at = 0; at < 4; at++) {
      const { items, nextCursor } = await readGlossary(deps(), MEMBER, { state: 'kept', cursor, limit: 1 });
      pages.push(items.map(({ short }) => short));
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    expect(pages).toEqual([['BBC'], ['AAB'], ['CCD']]);
  });
});

describe('studyTexts', () => {
  const explaining = (id: string) => record(id, { title: 'Roll out single sign-on (SSO)', text: 'Then SSO is on' });

  it('proposes what texts explain to those who decide, once, and finds nothing to do a second time', async () => {
    await addGoal(stage, 'O1', { title: 'Median Days to Recovery (MDR)' });
    await stage.ingest([explaining('1'), record('2', { text: 'SSO fails' })]);
    await study();
    const found = (await shelf('proposed')).map(({ short, long, ground, seenIn, usedIn }) => [
      short,
      long,
      ground,
      seenIn,
      usedIn,
    ]);
    expect(found).toEqual([
      ['SSO', 'single sign-on', 'stated', 1, 2],
      ['MDR', 'Median Days to Recovery', 'stated', 1, 1],
    ]);
    const first = await stage.db.selectFrom('glossary_entries').selectAll().orderBy('id').execute();
    expect((await study()).isChanged).toBe(false);
    expect(await stage.db.selectFrom('glossary_entries').selectAll().orderBy('id').execute()).toEqual(first);
    expect(await readGlossary(deps(), MEMBER, { state: 'proposed', limit: 50 })).toEqual({
      items: [],
      nextCursor: null,
      counts: { kept: 0, proposed: 0, dismissed: 0 },
    });
    await expect(readGlossaryChanges(deps(), MEMBER, first[0]?.id ?? 0)).rejects.toMatchObject({
      code: 'no-such-entry',
    });
    expect(await kept()).toEqual([]);
  });

  it('lets people’s words stand: what is kept, dismissed or reworded is not proposed again, what no text says any more is', async () => {
    const texts = [
      'single sign-on (SSO)',
      'days in recovery (DIR)',
      'mean time to triage (MTTT)',
      'ward round app (WRA)',
    ];
    await stage.ingest(texts.map((title, at) => record(String(at + 1), { title })));
    await study();
    const id = async (short: string) => (await shelf('proposed')).find((one) => one.short === short)?.id ?? 0;
    await changeGlossaryEntry(deps(), ADA, await id('SSO'), { state: 'kept' });
    await changeGlossaryEntry(deps(), ADA, await id('DIR'), { state: 'dismissed' });
    await changeGlossaryEntry(deps(), ADA, await id('MTTT'), { long: 'mean time to first triage' });
    await stage.ingest([record('4', { title: 'nothing to explain', updatedAt: stage.clock + 1 })]);
    await study();
    expect(await shelf('proposed')).toEqual([]);
    expect((await shelf('kept')).map(({ short, long }) => `${short} ${long}`).sort()).toEqual([
      'MTTT mean time to first triage',
      'SSO single sign-on',
    ]);
    expect((await shelf('dismissed')).map(({ short }) => short)).toEqual(['DIR']);
  });

  it('says where it was found, up to three places, and counts those its reader may not see', async () => {
    await addTeam(stage, 'ward');
    await addScope(stage, 'WARD', { teamId: 'ward' });
    await addGoal(stage, 'O1', { title: 'One single sign-on (SSO)' });
    await stage.ingest([explaining('1'), explaining('3')]);
    await stage.ingest([{ ...explaining('2'), placements: [placed('WARD')] }], { scope: 'WARD' });
    await stage.derive();
    await study();
    const [found] = await shelf('proposed');
    expect(found?.foundIn).toEqual({
      places: [
        { kind: 'goal', id: 'o1', key: 'O1', title: 'One single sign-on (SSO)' },
        { kind: 'task', id: 'jira.2', key: 'ONB-2', title: 'Roll out single sign-on (SSO)' },
      ],
      hidden: 1,
    });
    const { items } = await readGlossary(deps(), OWNER, { state: 'proposed', limit: 50 });
    expect(items[0]?.foundIn).toMatchObject({ places: { length: 3 }, hidden: 0 });
  });

  it('proposes nothing that stands only in a private scope, or in a task that is gone', async () => {
    await addScope(stage, 'SEC');
    await stage.db.updateTable('scopes').set({ is_private: true }).where('id', '=', 'jira.SEC').execute();
    await stage.ingest([{ ...explaining('1'), placements: [placed('SEC')] }], { scope: 'SEC' });
    await stage.ingest([explaining('2')]);
    await stage.db
      .updateTable('tasks')
      .set({ gone_at: new Date(stage.clock), gone_how: 'deleted' })
      .where('id', '=', 'jira.2')
      .execute();
    await study();
    expect(await shelf('proposed')).toEqual([]);
  });

  it('learns the lines of ticket templates, and has tasks read again only where they changed', async () => {
    const own = ['wards', 'trays', 'lifts', 'pumps', 'scans', 'carts'];
    await stage.ingest(own.map((word, at) => record(String(at + 1), { text: `${TEMPLATE}\nShow all ${word}` })));
    await stage.derive();
    expect(await study()).toEqual({ read: 6, lines: 2, isChanged: true });
    expect(await stale()).toHaveLength(6);
    await stage.derive();
    const { version, boilerplate } = await loadReadingKnowledge(stage.db);
    expect(boilerplate).toHaveLength(2);
    expect(await study()).toEqual({ read: 6, lines: 2, isChanged: false });
    expect([await stale(), (await loadReadingKnowledge(stage.db)).version]).toEqual([[], version]);
  });

  it('reads more tasks than fit into one go, each once, the same ones every time', async () => {
    await stage.ingest(Array.from({ length: 230 }, (_, at) => record(String(at + 1))));
    expect((await study()).read).toBe(230);
  });

  it('leaves when it is told to', async () => {
    await expect(studyTexts(deps(), AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
  });
});
