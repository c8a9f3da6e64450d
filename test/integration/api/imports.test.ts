import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { ImportAnswer } from '../../../src/api/schemas/imports.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { ensureOwner } from '../../../src/usecases/sign-in.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, cookieOf } from './helpers/api.ts';

let database: TestDatabase;
let app: App;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  app = await buildApp(apiDeps(database.db));
  cookie = await cookieOf(database.db, (await ensureOwner(database.db)).id);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.db.deleteFrom('goals').execute();
  await database.db.deleteFrom('people').where('email', '!=', 'owner@localhost').execute();
});

const HEADING = 'key,kind,title,parent,cycle,from,to,unit,by';
const GOALS = `${HEADING}
O1,objective,Beds free by noon,,2026-Q4,,,,
KR1.1,key-result,Letters out before ten,O1,2026-Q4,20,80,%,2026-12-31
`;

const send = (kind: string, body: object) =>
  call(app, { method: 'POST', url: `/api/v1/imports/${kind}`, body, cookie });
const show = async (kind: string, text: string): Promise<ImportAnswer> =>
  (await send(kind, { text, format: 'csv' })).json;
const countGoals = async () => (await database.db.selectFrom('goals').select('key').execute()).length;

describe('a file of goals', () => {
  it('is only shown at first: what it adds, and nothing is stored', async () => {
    const shown = await show('goals', GOALS);
    expect(shown).toMatchObject({ isApplied: false, added: 2, changed: 0, unchanged: 0, missing: 0 });
    expect(shown.lines.map(({ is, name }) => [is, name])).toEqual([
      ['added', 'O1  Beds free by noon'],
      ['added', 'KR1.1  Letters out before ten'],
    ]);
    expect(await countGoals()).toBe(0);
  });

  it('is applied as it was shown, and a second time changes nothing', async () => {
    const { seen } = await show('goals', GOALS);
    const body = { text: GOALS, format: 'csv', seen };
    expect((await send('goals', body)).json).toMatchObject({ isApplied: true, added: 2 });
    expect((await send('goals', body)).json).toMatchObject({ isApplied: false, added: 0, unchanged: 2 });
    expect(await countGoals()).toBe(2);
  });

  it('says of each change from what to what', async () => {
    const { seen } = await show('goals', GOALS);
    await send('goals', { text: GOALS, format: 'csv', seen });
    const { lines } = await show('goals', GOALS.replace('Letters out before ten', 'Letters out before nine'));
    expect(lines).toEqual([
      {
        is: 'changed',
        name: 'KR1.1',
        fields: [{ name: 'title', from: 'Letters out before ten', to: 'Letters out before nine' }],
      },
    ]);
  });

  it('is not applied where what stands here changed since it was shown', async () => {
    const { seen } = await show('goals', GOALS);
    const other = `${HEADING}\nO1,objective,Quiet nights,,,,,,\n`;
    await send('goals', { text: other, format: 'csv', seen: (await show('goals', other)).seen });
    const late = await send('goals', { text: GOALS, format: 'csv', seen });
    expect([late.status, late.json.code]).toEqual([422, 'difference-changed']);
    expect(await countGoals()).toBe(1);
  });

  it('with faults is refused, each named by row and column, and nothing is changed', async () => {
    const text = `${HEADING}\nO1,objective,Beds free by noon,,,,,,\nO2,wish,,O9,2026-Q9,few,5,,\n`;
    for (const seen of [undefined, 'whatever was seen']) {
      const { status, json } = await send('goals', { text, format: 'csv', seen });
      expect([status, json.code]).toEqual([422, 'import-refused']);
      expect(json.detail).toBe('Nothing was changed: 5 places have to be mended first.');
      expect(json.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
        'row 3, cycle',
        'row 3, from',
        'row 3, kind',
        'row 3, parent',
        'row 3, title',
      ]);
      expect(await countGoals()).toBe(0);
    }
  });

  it.each([
    ['csv', 'key,kind\n"O1,objective\n', /CSV cannot be read at line/],
    ['yaml', '- key: O1\n  title: "open\n', /YAML cannot be read at line/],
    ['yaml', 'key: O1\n', /must be a list of records/],
    ['yaml', '['.repeat(20_000), /cannot be read/],
  ])('that is no %s is refused in a sentence: %s', async (format, text, message) => {
    const { status, json } = await send('goals', { text, format });
    expect([status, json.code]).toEqual([422, 'unreadable-file']);
    expect(json.detail).toMatch(message);
  });

  it('larger than a megabyte is refused, and so is a kind nobody knows', async () => {
    expect((await send('goals', { text: 'x'.repeat(1_000_001), format: 'csv' })).status).toBe(400);
    expect((await send('goals', { text: 'x'.repeat(1_100_000), format: 'csv' })).status).toBe(413);
    expect((await send('wishes', { text: '', format: 'csv' })).status).toBe(400);
  });
});

describe('a file of people', () => {
  const PEOPLE =
    'email,name,manager,team\nada@larkfield.example,Ada Lind,,Wards\nbo@larkfield.example,Bo Sund,ada@larkfield.example,Wards\n';

  it('adds them, leaves the owner what they are, and stands in the audit trail once', async () => {
    const { seen } = await show('people', PEOPLE);
    for (const isApplied of [true, false])
      expect((await send('people', { text: PEOPLE, format: 'csv', seen })).json).toMatchObject({ isApplied });
    const people = await database.db.selectFrom('people').select(['email', 'role']).orderBy('email').execute();
    expect(people).toEqual([
      { email: 'ada@larkfield.example', role: 'manager' },
      { email: 'bo@larkfield.example', role: 'member' },
      { email: 'owner@localhost', role: 'owner' },
    ]);
    const { json } = await call(app, { url: '/api/v1/audit', cookie });
    const said = json.items.map((one: { says: string; by: string }) => `${one.by}: ${one.says}`);
    expect(said.filter((one: string) => one.includes('people'))).toEqual([
      'Owner: Imported people: 2 added, 0 changed.',
    ]);
  });
});
