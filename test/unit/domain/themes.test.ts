import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepThemeIds } from '../../../src/domain/theme-ids.ts';
import { nameTheme } from '../../../src/domain/theme-name.ts';
import { findThemes, THEME_TASKS_MIN, type ThemeTask } from '../../../src/domain/themes.ts';

const CSV = [
  'CSV import fails on empty headers',
  'Validate headers of the CSV import',
  'CSV import: show which headers are unknown',
  'Document the CSV import for hospitals',
  'CSV import loses umlauts in headers',
  'Speed up the CSV import of large files',
];
const PRINTERS = [
  'Badge printer in the lobby jams',
  'Order paper for the badge printer',
  'Badge printer prints blank cards',
  'New driver for the badge printer',
  'Badge printer offline after the power cut',
];
const ALONE = [
  'Renew the lease of the Lisbon office',
  'Photos of new colleagues',
  'Dark theme for the console',
  'Weather widget',
  'Quarterly tax statement',
  'Fire drill',
  'Podcast about nursing',
  'Which fruit basket?',
];

const tasksOf = (...titles: readonly string[][]): ThemeTask[] =>
  titles.flat().map((title, at) => ({ id: `t${String(at).padStart(3, '0')}`, title }));

function run(tasks: readonly ThemeTask[], names: readonly string[] = []) {
  const finding = findThemes(tasks, names);
  for (;;) {
    const step = finding.next();
    if (step.done) return step.value;
  }
}

const titlesOf = (tasks: readonly ThemeTask[], ids: readonly string[]) =>
  ids.map((id) => tasks.find((task) => task.id === id)?.title ?? '');

describe('themes', () => {
  it('gather the tasks whose titles are about the same thing, the largest first, and leave the others alone', () => {
    const tasks = tasksOf(CSV, PRINTERS, ALONE);
    const found = run(tasks).map(({ taskIds }) => titlesOf(tasks, taskIds));
    expect(found).toEqual([CSV, PRINTERS]);
  });

  it('are the same whatever order the tasks come in', () => {
    const tasks = tasksOf(CSV, PRINTERS, ALONE);
    const expected = run(tasks);
    fc.assert(
      fc.property(fc.shuffledSubarray(tasks, { minLength: tasks.length }), (shuffled) => {
        expect(run(shuffled)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('hold each task once at most, and never fewer tasks than a theme needs', () => {
    const words = ['ward', 'board', 'printer', 'badge', 'csv', 'import', 'lab', 'result', 'night', 'shift'];
    const title = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((own) => own.join(' '));
    fc.assert(
      fc.property(fc.array(title, { maxLength: 120 }), (titles) => {
        const found = run(tasksOf(titles));
        const ids = found.flatMap(({ taskIds }) => taskIds);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { taskIds, stems } of found) {
          expect(taskIds.length).toBeGreaterThanOrEqual(THEME_TASKS_MIN);
          expect(stems.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are not made of what is done, nor of who is named', () => {
    const doing = Array.from(
      { length: 6 },
      (_, at) => `Fix and test ${['tax', 'lift', 'quiz', 'lamp', 'door', 'sofa'][at]}`,
    );
    const asked = Array.from(
      { length: 6 },
      (_, at) => `Ada Lovelace ${['fruit', 'keys', 'cups', 'rugs', 'maps', 'pens'][at]}`,
    );
    expect(run(tasksOf(doing, ALONE))).toEqual([]);
    expect(run(tasksOf(asked, ALONE))).toHaveLength(1);
    expect(run(tasksOf(asked, ALONE), ['Ada Lovelace'])).toEqual([]);
  });

  it('are found among titles that all say the same, and among none at all', () => {
    expect(run(tasksOf(Array.from({ length: 9 }, () => 'Emoji reactions')))).toHaveLength(1);
    expect(run([])).toEqual([]);
  });
});

describe('a theme’s id', () => {
  const theme = (taskIds: readonly string[]) => ({ stems: ['csv', 'import'], taskIds });
  const all = new Set('abcdefghijkl'.split(''));

  it('stays while most of its tasks stay together, however many join or leave', () => {
    const [first] = keepThemeIds([theme(['a', 'b', 'c', 'd', 'e'])], [], all);
    if (!first) throw new Error('no theme');
    const [grown] = keepThemeIds([theme(['a', 'b', 'c', 'g', 'h', 'i', 'j'])], [first], all);
    expect(grown?.id).toBe(first.id);
    const left = new Set(['a', 'b', 'x', 'y', 'z']);
    const [shrunk] = keepThemeIds([theme(['a', 'b', 'x', 'y', 'z'])], [first], left);
    expect(shrunk?.id).toBe(first.id);
  });

  it('goes to the part that holds most of it where it falls apart, and to nobody where none does', () => {
    const before = [{ id: 'old', taskIds: ['a', 'b', 'c', 'd', 'e'] }];
    const parts = keepThemeIds([theme(['d', 'e', 'k', 'l']), theme(['a', 'b', 'c', 'f'])], before, all);
    expect(parts[1]?.id).toBe('old');
    expect(parts[0]?.id).not.toBe('old');
    const halves = keepThemeIds([theme(['a', 'b', 'k', 'l']), theme(['c', 'd', 'g', 'h'])], before, all);
    expect(halves.map(({ id }) => id)).not.toContain('old');
  });

  it('is that of the larger where two become one, and no two themes share one', () => {
    const before = [
      { id: 'small', taskIds: ['a', 'b'] },
      { id: 'large', taskIds: ['c', 'd', 'e'] },
    ];
    const found = keepThemeIds([theme(['a', 'b', 'c', 'd', 'e']), theme(['a', 'b', 'c', 'd', 'e'])], before, all);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
    const [one] = keepThemeIds([theme(['a', 'b', 'c', 'd', 'e'])], before, all);
    expect(one?.id).toBe('large');
  });

  it('says nothing of its words', () => {
    const [one] = keepThemeIds([theme(['a', 'b', 'c', 'd'])], [], all);
    expect(one?.id).toMatch(/^[a-z0-9]{7}$/);
    expect(one?.id).not.toMatch(/csv|import/);
  });
});

describe('a theme’s name', () => {
  it('is made of its own words, as they are written and in their order', () => {
    const tasks = tasksOf(CSV, PRINTERS, ALONE);
    const names = run(tasks).map(({ taskIds, stems }) => nameTheme(titlesOf(tasks, taskIds), stems));
    expect(names).toEqual(['CSV import, headers', 'Badge printer']);
  });

  it('has what mostly stands between two words', () => {
    const titles = ['Figures for the head of nursing', 'Report to the head of nursing', 'Head of nursing: colours'];
    expect(nameTheme(titles, ['head', 'nurs'])).toBe('Head of nursing');
  });

  it('takes no word from titles its reader may not see', () => {
    expect(nameTheme(['Import of last year’s figures'], ['csv', 'import', 'header'])).toBe('Import');
    expect(nameTheme(['Something else'], ['csv', 'import'])).toBeNull();
    expect(nameTheme([], ['csv', 'import'])).toBeNull();
  });
});
