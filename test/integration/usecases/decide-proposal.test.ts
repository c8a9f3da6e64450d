import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProposalChoice } from '../../../src/domain/proposal-choice.ts';
import { listGoals } from '../../../src/store/goals.ts';
import {
  type Acceptance,
  acceptProposal,
  type Decider,
  dismissProposal,
} from '../../../src/usecases/decide-proposal.ts';
import { lookAtProposal } from '../../../src/usecases/look-at-proposal.ts';
import { undoProposalDecision } from '../../../src/usecases/undo-proposal.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { AT, losePages, makeWikiGround, page, readPages, row } from './wiki-ground.ts';

let database: TestDatabase;
let stales: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  stales = 0;
  await makeWikiGround(database.db);
});

const ID = 'page-confluence.77';
const OLGA: Decider = { id: null, name: 'Olga Owner', role: 'owner' };
const LEA: Decider = { id: null, name: 'Lea Leader', role: 'leader' };
const UPTIME = '- KR2.1: Interface uptime from 99 to 99.9 % by 2026-12-31, owner: Ada Manager';
const FAXES = '- KR2.2: Faxes retired from 0 to 100 %';
const LINES = ['## O2: Interfaces never drop a message', UPTIME, FAXES];
const TITLE = 'OKRs 2026-Q4';

const read = (lines: readonly string[], at = AT) =>
  readPages(database.db, 'confluence', [page('77', TITLE, lines)], at);
const onStale = async () => {
  stales += 1;
};
const deps = () => ({ db: database.db, now: () => AT, onStale });
const look = (id = ID) => lookAtProposal(database.db, id, AT);
const goals = async () => new Map((await listGoals(database.db)).map((goal) => [goal.key, goal]));
const sources = () => database.db.selectFrom('goal_sources').selectAll().orderBy('known_as').execute();
const stateNow = async (id = ID) => (await look(id)).proposal.state;

async function accept(items: readonly ProposalChoice[], given: Partial<Acceptance> = {}, by = OLGA) {
  const proposalId = given.proposalId ?? ID;
  const { seenHash } = await look(proposalId);
  return acceptProposal(deps(), { proposalId, seenHash, items, parentKey: 'V1', ...given }, by);
}

const ALL: readonly ProposalChoice[] = ['o2', 'kr2.1', 'kr2.2'].map((id) => ({ id, do: 'add' }));

describe('accepting a page', () => {
  beforeEach(() => read(LINES));

  it('adds its goals under what was chosen, with measure, owner, cycle and the page they are written in', async () => {
    expect(await accept(ALL)).toMatchObject({ added: 3, changed: 0, closed: 0 });
    const all = await goals();
    const owner = await database.db
      .selectFrom('people')
      .select('id')
      .where('name', '=', 'Ada Manager')
      .executeTakeFirst();
    expect(all.get('O2')).toMatchObject({ kind: 'objective', parentId: all.get('V1')?.id, cycleId: '2026-q4' });
    expect(all.get('KR2.1')).toMatchObject({
      title: 'Interface uptime',
      parentId: all.get('O2')?.id,
      from: 99,
      to: 99.9,
      unit: '%',
      by: '2026-12-31',
      ownerId: owner?.id,
      team: 'Atlas',
      urls: ['https://confluence.example/wiki/spaces/STRAT/pages/77'],
    });
    expect(await sources()).toMatchObject([
      {
        known_as: 'kr2.1',
        document_id: 'confluence.77',
        path: ['O2: Interfaces never drop a message'],
        is_missing: false,
      },
      { known_as: 'kr2.2' },
      { known_as: 'o2' },
    ]);
    expect([await stateNow(), stales]).toEqual(['settled', 1]);
  });

  it('does all of it or nothing', async () => {
    const before = [...(await goals()).keys()];
    await expect(accept([...ALL, { id: 'o9', do: 'add' }])).rejects.toMatchObject({ code: 'no-such-item' });
    await expect(accept([{ id: 'kr2.1', do: 'add' }])).rejects.toMatchObject({ code: 'parent-left-out' });
    await expect(accept(ALL, { team: 'nobody' })).rejects.toMatchObject({ code: 'no-such-team' });
    await expect(accept(ALL, { parentKey: 'KR1.1' })).rejects.toMatchObject({ code: 'bad-parent' });
    expect([...(await goals()).keys()]).toEqual(before);
    expect([await stateNow(), stales]).toEqual(['open', 0]);
  });

  it('is refused where the page changed since it was looked at', async () => {
    const { seenHash } = await look();
    await read([...LINES, '- KR2.3: Partners live from 2 to 9'], AT + 1_000);
    const late = accept(ALL, { seenHash });
    await expect(late).rejects.toMatchObject({ code: 'seen-changed' });
    expect((await goals()).has('O2')).toBe(false);
  });

  it('lets one of two who accept at once win, and tells the other', async () => {
    const { seenHash } = await look();
    const both = await Promise.allSettled([accept(ALL, { seenHash }), accept(ALL, { seenHash }, LEA)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const told = both.find((one) => one.status === 'rejected');
    expect(told?.reason).toMatchObject({ code: 'seen-changed' });
    expect((await sources()).length).toBe(3);
  });

  it('changes nothing the second time', async () => {
    const { seenHash } = await look();
    await accept(ALL, { seenHash });
    const once = [await goals(), await sources()];
    await expect(accept(ALL, { seenHash })).rejects.toMatchObject({ code: 'seen-changed' });
    expect([await goals(), await sources()]).toEqual(once);
  });

  it('is for owners and leaders alone', async () => {
    const manager = { id: null, name: 'Max', role: 'manager' } as const;
    await expect(accept(ALL, {}, manager)).rejects.toMatchObject({ code: 'leaders-only' });
    await expect(accept(ALL, {}, LEA)).resolves.toMatchObject({ added: 3 });
  });

  it('takes an item for a goal of ours that a person names', async () => {
    await accept([{ id: 'kr2.2', do: 'link', goalKey: 'KR1.1' }]);
    const linked = await sources();
    expect(linked).toMatchObject([{ known_as: 'kr2.2' }]);
    const ours = (await goals()).get('KR1.1');
    expect([linked[0]?.goal_id, ours?.title]).toEqual([ours?.id, 'Median days to go-live']);
  });
});

describe('a page that was accepted and then changes', () => {
  beforeEach(async () => {
    await read(LINES);
    await accept(ALL);
  });

  it('stays settled while it states the same, and our goals change only when a person says so', async () => {
    await read(['# Autumn', ...LINES], AT + 1_000);
    expect(await stateNow()).toBe('settled');
    expect((await sources())[0]?.path).toEqual(['Autumn', 'O2: Interfaces never drop a message']);
    await read([...LINES.slice(0, 2), '- KR2.2: Faxes retired from 0 to 90 %'], AT + 2_000);
    expect([await stateNow(), (await goals()).get('KR2.2')?.to]).toEqual(['open', 100]);
    await accept([{ id: 'kr2.2', do: 'change' }]);
    expect([await stateNow(), (await goals()).get('KR2.2')?.to]).toEqual(['settled', 90]);
  });

  it('overwrites what a person changed here only where that field is chosen', async () => {
    await database.db.updateTable('goals').set({ to_value: 80 }).where('key', '=', 'KR2.2').execute();
    await read([...LINES.slice(0, 2), '- KR2.2: Faxes retired from 0 to 90 %'], AT + 1_000);
    await accept([{ id: 'kr2.2', do: 'change' }]);
    expect((await goals()).get('KR2.2')?.to).toBe(80);
    await read([...LINES.slice(0, 2), '- KR2.2: Faxes retired from 0 to 95 %'], AT + 2_000);
    await accept([{ id: 'kr2.2', do: 'change', fields: ['to'] }]);
    expect((await goals()).get('KR2.2')?.to).toBe(95);
  });

  it('closes what it states no longer only when that is chosen', async () => {
    await read(LINES.slice(0, 2), AT + 1_000);
    expect((await sources()).map((one) => [one.known_as, one.is_missing])).toEqual([
      ['kr2.1', false],
      ['kr2.2', true],
      ['o2', false],
    ]);
    await accept([]);
    expect([await stateNow(), (await goals()).get('KR2.2')?.closedOn]).toEqual(['settled', null]);
    await accept([{ id: 'kr2.2', do: 'close' }]);
    expect((await goals()).get('KR2.2')?.closedOn).toBe('2026-11-18');
  });

  it('proposes nothing when it cannot be read any more, and nothing is taken over from it', async () => {
    await losePages(database.db, 'confluence', ['77']);
    expect(await look()).toMatchObject({ page: 'unreadable', proposal: { state: 'settled' } });
    expect((await sources()).every((one) => !one.is_missing)).toBe(true);
    await expect(accept([])).rejects.toMatchObject({ code: 'page-gone' });
  });
});

describe('the rows of a data source', () => {
  const OKRS = 'source-notion.okrs';
  const ROWS = [
    row('r1', 'Interfaces never drop a message', { Type: 'Objective', Key: 'O2' }),
    row('r2', 'Interface uptime', { Type: 'Key result', Objective: 'O2', From: '99', To: '99.9' }),
  ];

  it('are accepted as a page is, and a row that cannot be read any more closes nothing', async () => {
    await readPages(database.db, 'notion', ROWS);
    const items = (await look(OKRS)).items.map(({ id }): ProposalChoice => ({ id, do: 'add' }));
    await accept(items, { proposalId: OKRS });
    expect((await goals()).get('KR2.1')?.urls).toEqual(['https://www.notion.so/r2']);
    await losePages(database.db, 'notion', ['r2']);
    const after = await look(OKRS);
    expect([after.proposal.state, after.items.map((item) => item.is)]).toEqual(['settled', ['same', 'same']]);
  });
});

describe('a dismissed page', () => {
  it('stays dismissed until it states something else', async () => {
    await read(LINES);
    const { seenHash } = await look();
    await dismissProposal(deps(), { proposalId: ID, seenHash }, OLGA);
    await read(['# Moved', ...LINES], AT + 1_000);
    expect(await stateNow()).toBe('dismissed');
    await read(LINES.slice(0, 2), AT + 2_000);
    expect(await stateNow()).toBe('open');
    await read(LINES, AT + 3_000);
    expect(await stateNow()).toBe('dismissed');
  });
});

describe('taking a decision back', () => {
  it('leaves everything as it was before', async () => {
    await read(LINES);
    const before = [await goals(), await sources(), (await look()).seenHash];
    const { decisionId } = await accept([...ALL]);
    expect(await undoProposalDecision(deps(), { proposalId: ID, decisionId }, OLGA)).toEqual({ kept: [] });
    expect([await goals(), await sources(), (await look()).seenHash]).toEqual(before);
    const again = undoProposalDecision(deps(), { proposalId: ID, decisionId }, OLGA);
    await expect(again).rejects.toMatchObject({ code: 'not-the-last' });
  });

  it('gives changed fields back, but not those that were changed again since', async () => {
    await read(LINES);
    await accept(ALL);
    await read([LINES[0] ?? '', UPTIME.replace('99.9', '99.5'), FAXES.replace('100', '90')], AT + 1_000);
    const { decisionId } = await accept([
      { id: 'kr2.1', do: 'change' },
      { id: 'kr2.2', do: 'change' },
    ]);
    await database.db.updateTable('goals').set({ to_value: 50 }).where('key', '=', 'KR2.2').execute();
    const { kept } = await undoProposalDecision(deps(), { proposalId: ID, decisionId }, OLGA);
    expect(kept).toEqual([{ key: 'KR2.2', because: 'its target was changed again since' }]);
    const all = await goals();
    expect([all.get('KR2.1')?.to, all.get('KR2.2')?.to]).toEqual([99.9, 50]);
    expect(await stateNow()).toBe('open');
  });

  it('keeps a goal that people built on, and says so', async () => {
    await read(LINES);
    const { decisionId } = await accept(ALL);
    const id = (await goals()).get('KR2.2')?.id ?? '';
    await database.db
      .insertInto('rules')
      .values({ id: 'r1', position: 1, conditions: '{"label":"fax"}', goal_id: id, is_ktlo: false })
      .execute();
    const { kept } = await undoProposalDecision(deps(), { proposalId: ID, decisionId }, OLGA);
    expect(kept.map(({ key }) => key)).toEqual(['KR2.2', 'O2']);
    expect([...(await goals()).keys()]).toEqual(['KR1.1', 'KR2.2', 'O1', 'O2', 'V1']);
  });
});
