import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listGoals, listRules } from '../../../src/store/goals.ts';
import { listPeople } from '../../../src/store/people.ts';
import { importGoals } from '../../../src/usecases/import-goals.ts';
import { importPeople } from '../../../src/usecases/import-people.ts';
import { importRules } from '../../../src/usecases/import-rules.ts';
import { formatOf, readRows } from '../../../src/usecases/read-rows.ts';
import { emptyTables } from './empty-tables.ts';
import { openStage, record, type Stage, stateOf } from './stage.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../../config/examples');
const importers = { goals: importGoals, people: importPeople, rules: importRules } as const;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(() => emptyTables(stage));

const load = (what: keyof typeof importers, text: string, format: 'csv' | 'yaml') =>
  importers[what]({ db: stage.db, now: () => stage.clock, onStale: async () => {} }, readRows(text, format));
const example = (name: string) =>
  load(name.split('.')[0] as keyof typeof importers, readFileSync(join(EXAMPLES, name), 'utf8'), formatOf(name));

describe('the examples', () => {
  it('import without a fault, and a second time change nothing', async () => {
    for (const isSecond of [false, true]) {
      for (const name of ['people.csv', 'goals.csv', 'rules.yaml']) {
        const plan = await example(name);
        expect([name, plan.errors, plan.isApplied]).toEqual([name, [], !isSecond]);
      }
    }
    expect((await listPeople(stage.db)).map((person) => person.role)).toContain('manager');
    expect(await listGoals(stage.db)).toHaveLength(6);
    expect(await listRules(stage.db)).toHaveLength(4);
  });

  it('of goals say the same as CSV and as YAML', async () => {
    await example('people.csv');
    await example('goals.csv');
    expect(await example('goals.yaml')).toMatchObject({
      errors: [],
      isApplied: false,
      difference: { unchangedCount: 6 },
    });
  });
});

describe('a file', () => {
  const heading = 'key,kind,title,parent,from,to,by';

  it('with faults names each by row and column, and changes nothing at all', async () => {
    const text = [
      heading,
      'O1,objective,Beds free by noon,,,,',
      'O2,wish,Quiet nights,,,,',
      'KR1,key-result,Letters out,O9,few,5,2026-13-01',
    ].join('\n');
    const plan = await load('goals', text, 'csv');
    expect(plan.errors.map(({ row, column }) => `${row} ${column}`).sort()).toEqual([
      '3 kind',
      '4 by',
      '4 from',
      '4 parent',
    ]);
    expect(await listGoals(stage.db)).toEqual([]);
  });

  it('in YAML is told by the lines of its editor', async () => {
    const text =
      '# ours\n- key: O1\n  kind: objective\n  title: Beds free by noon\n\n- key: O2\n  kind: wish\n  title: Quiet nights\n';
    const { errors } = await load('goals', text, 'yaml');
    expect(errors).toMatchObject([{ row: 6, column: 'kind' }]);
  });

  it('from a spreadsheet with semicolons, a mark at its beginning and commas in its titles is read as meant', async () => {
    const text =
      '\ufeffkey;kind;title;from;to\r\nO1;objective;Beds free, by noon;;\r\nKR1.1;key-result;Letters, out;15;20\r\n';
    expect((await load('goals', text, 'csv')).errors).toEqual([]);
    expect(await listGoals(stage.db)).toMatchObject([
      { key: 'KR1.1', title: 'Letters, out', from: 15, to: 20 },
      { key: 'O1', title: 'Beds free, by noon' },
    ]);
  });

  it.each([
    ['a CSV with a quote left open', 'csv', `${heading}\nO1,objective,"Beds`],
    ['a CSV row with too many columns', 'csv', 'key,kind\nO1,objective,Beds'],
    ['YAML that is none', 'yaml', '- key: [O1\n'],
    ['YAML that is no list', 'yaml', 'key: O1\n'],
    ['a YAML record that is no map', 'yaml', '- O1\n'],
  ] as const)('that cannot be read says so in one sentence: %s', (_title, format, text) => {
    expect(() => readRows(text, format)).toThrow(expect.objectContaining({ code: 'unreadable-file' }));
  });
});

describe('imported goals and rules', () => {
  const rule = (label: string, goal: string) => `- when:\n    label: ${label}\n  then: ${goal}\n`;
  beforeEach(async () => {
    await load('goals', 'key,kind,title\nO1,objective,Beds free by noon\nO2,objective,Quiet nights\n', 'csv');
  });

  it('reach tasks that were there before them', async () => {
    await stage.ingest([record('1', { labels: ['beds'] })]);
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
    await load('rules', rule('beds', 'O1'), 'yaml');
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
  });

  it('keep what a goals file leaves out; a rules file is all the rules there are', async () => {
    await load('rules', rule('beds', 'O1') + rule('rota', 'ktlo'), 'yaml');
    expect((await load('rules', rule('rota', 'ktlo'), 'yaml')).isApplied).toBe(true);
    expect((await listRules(stage.db)).map(({ when }) => when)).toEqual([{ label: 'rota' }]);
    await load('goals', 'key,kind,title\nO1,objective,Beds free by ten\n', 'csv');
    expect((await listGoals(stage.db)).map((goal) => goal.title)).toEqual(['Beds free by ten', 'Quiet nights']);
  });

  it('are left as they were when the person says no', async () => {
    const deps = { db: stage.db, now: () => stage.clock, onStale: async () => {}, confirm: async () => false };
    const plan = await importGoals(deps, readRows('key,kind,title\nO3,objective,More\n', 'csv'));
    expect(plan).toMatchObject({ isApplied: false, difference: { added: [{ key: 'O3' }] } });
    expect(await listGoals(stage.db)).toHaveLength(2);
  });
});
