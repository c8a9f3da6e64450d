import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { AT, losePages, makeWikiGround, page, readPages, row } from './wiki-ground.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => makeWikiGround(database.db));

const stored = () => database.db.selectFrom('proposals').selectAll().orderBy('id').execute();
const PAGE = page('77', 'OKRs 2026-Q4', [
  '## O2: Interfaces never drop a message',
  '- KR2.1: Interface uptime from 99 to 99.9 % by 2026-12-31',
]);

describe('what a read page becomes', () => {
  it('is one open proposal of the goals it states, and none for a page that states none', async () => {
    await readPages(database.db, 'confluence', [PAGE, page('78', 'Lunch menu', ['Soup on Monday.'])]);
    const [only, ...others] = await stored();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ id: 'page-confluence.77', state: 'open', title: 'OKRs 2026-Q4', decided_hash: null });
    expect(only?.goals.map(({ key, parent }) => [key, parent])).toEqual([
      ['O2', null],
      ['KR2.1', 0],
    ]);
  });

  it('changes nothing when it is read twice, nor when a section moves', async () => {
    await readPages(database.db, 'confluence', [PAGE]);
    const [first] = await stored();
    await readPages(database.db, 'confluence', [PAGE], AT + 1_000);
    await readPages(
      database.db,
      'confluence',
      [{ ...PAGE, blocks: [{ type: 'heading', level: 1, text: 'Autumn' }, ...(PAGE.blocks ?? [])] }],
      AT + 2_000,
    );
    const [second] = await stored();
    expect(second).toMatchObject({ goals_hash: first?.goals_hash, changed_at: first?.changed_at, state: 'open' });
    expect(second?.goals[0]?.place.path).toEqual(['Autumn', 'O2: Interfaces never drop a message']);
  });

  it('keeps what a page stated when it cannot be read any more', async () => {
    await readPages(database.db, 'confluence', [PAGE]);
    const before = await stored();
    await losePages(database.db, 'confluence', ['77']);
    expect(await stored()).toEqual(before);
  });
});

const ROWS = [
  row('r1', 'Interfaces never drop a message', { Type: 'Objective', Key: 'O2' }),
  row('r2', 'Interface uptime', {
    Type: 'Key result',
    Objective: 'Interfaces never drop a message',
    From: '99',
    To: '99.9',
  }),
  row('r3', 'Faxes retired', { Type: 'Key result', Objective: 'O2', From: '0', To: '100' }),
];

describe('the rows of a data source', () => {
  it('are one proposal, each key result under the objective its column names', async () => {
    await readPages(database.db, 'notion', ROWS);
    const [only, ...others] = await stored();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ id: 'source-notion.okrs', scope_id: 'notion.okrs', title: 'OKRs 2026-Q4' });
    expect(only?.goals.map(({ key, title, parent }) => [key, title, parent])).toEqual([
      ['O2', 'Interfaces never drop a message', null],
      [null, 'Faxes retired', 0],
      [null, 'Interface uptime', 0],
    ]);
  });

  it('stand under the row that their relation names', async () => {
    const objective = '3f1c2b8e-5d07-4f0e-9a52-0c6b1d2e4f80';
    const stranger = '3f1c2b8e-5d07-4f0e-9a52-0c6b1d2e4f81';
    await readPages(database.db, 'notion', [
      row(objective, 'Calm mornings', { Type: 'Objective' }),
      row('r2', 'Alarms a night', { Type: 'Key result', Objective: objective, From: '9', To: '2' }),
      row('r3', 'Calls answered', { Type: 'Key result', Objective: stranger, From: '1', To: '2' }),
    ]);
    const [only] = await stored();
    expect(only?.goals.map(({ title, parent }) => [title, parent])).toEqual([
      ['Calm mornings', null],
      ['Alarms a night', 0],
      ['Calls answered', null],
    ]);
    const named = { ...page(stranger, 'Reach', []), scopeExternalId: null };
    await readPages(database.db, 'notion', [named], AT + 1_000);
    const [later] = await stored();
    expect(later?.goals.map(({ title, parent }) => [title, parent])).toEqual([
      ['Calm mornings', null],
      ['Alarms a night', 0],
      ['Reach', null],
      ['Calls answered', 2],
    ]);
  });

  it('read the same in whatever order and in however many parts they come', async () => {
    await readPages(database.db, 'notion', ROWS);
    const [whole] = await stored();
    await database.db.deleteFrom('proposals').execute();
    await database.db.deleteFrom('documents').execute();
    for (const one of [...ROWS].reverse()) await readPages(database.db, 'notion', [one]);
    const [parts] = await stored();
    expect(parts?.goals).toEqual(whole?.goals);
    expect(parts?.goals_hash).toEqual(whole?.goals_hash);
  });

  it('follow a row that left for another place', async () => {
    await readPages(database.db, 'notion', ROWS);
    await readPages(
      database.db,
      'notion',
      [{ ...(ROWS[2] as (typeof ROWS)[0]), scopeExternalId: 'elsewhere' }],
      AT + 1_000,
    );
    const [only] = await stored();
    expect(only?.goals.map(({ title }) => title)).toEqual(['Interfaces never drop a message', 'Interface uptime']);
  });
});
