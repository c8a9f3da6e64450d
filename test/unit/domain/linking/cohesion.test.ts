import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Family, measureCohesion } from '../../../../src/domain/linking/cohesion.ts';

const THEMES = [
  'invoice',
  'import',
  'search',
  'mobile',
  'calendar',
  'login',
  'export',
  'dashboard',
  'pharmacy',
  'tray',
];

/** A word of its own for each number, with no letters in common with its neighbours' stems. */
const word = (at: number) =>
  `${'bcdfghklmnpr'[at % 12]}o${'stvwzxqj'[Math.floor(at / 12) % 8]}u${'lmnprk'[Math.floor(at / 96) % 6]}ka`;

/** Titles around one theme, each with two words of its own. */
const about = (theme: string, count: number, from: number): string[] =>
  Array.from({ length: count }, (_, at) => `${word(from + 2 * at)} the ${theme} ${word(from + 2 * at + 1)}`);

const family = (parentId: string, titles: readonly string[]): Family => ({
  parentId,
  titles,
  childCount: titles.length,
});

const epics = THEMES.map((theme, at) => family(theme, about(theme, 15, 30 * at)));
/** A little of everything: each of another theme, or of none. */
const mixed = (count: number) =>
  Array.from({ length: count }, (_, at) => `${word(400 + at)} ${THEMES[at % THEMES.length]} ${word(460 + at)}`);

const verdictOn = (parentId: string, families: readonly Family[]) =>
  measureCohesion(families).find((one) => one.parentId === parentId);

describe('measureCohesion', () => {
  it('finds the drawer whose tasks have nothing in common, says why in numbers, and no other parent', () => {
    const found = measureCohesion([...epics, family('drawer', mixed(40))]);
    expect(found.filter((one) => one.isJunkDrawer).map(({ parentId }) => parentId)).toEqual(['drawer']);
    const because = found.at(-1)?.because ?? '';
    expect(because).toMatch(
      /^its 40 tasks have no more in common with each other than any others: 0\.0\d against 0\.\d\d elsewhere$/u,
    );
    expect(found[0]?.because).toBe(null);
  });

  it('names all children of a drawer, though it reads two hundred', () => {
    const drawer = { ...family('drawer', mixed(40)), childCount: 1_840 };
    expect(verdictOn('drawer', [...epics, drawer])?.because).toContain('its 1840 tasks');
  });

  it.each<[string, readonly Family[]]>([
    ['fewer than twelve children', [...epics, family('p', mixed(11))]],
    ['twelve, of which one is named without a word', [...epics, family('p', [...mixed(11), '42 !'])]],
    ['fewer than six other parents to compare with', [...epics.slice(0, 5), family('p', mixed(40))]],
    [
      'other parents whose tasks are hardly alike either',
      [...THEMES.map((theme, at) => family(theme, mixed(200).slice(10 * at, 10 * at + 10))), family('p', mixed(40))],
    ],
    ['half of its tasks around one theme', [...epics, family('p', [...mixed(12), ...about('sterile', 12, 380)])]],
    [
      'one theme written without spaces',
      [
        ...epics,
        family(
          'p',
          Array.from({ length: 14 }, (_, at) => `請求書の${'変更追加削除表示印刷送信検索'.slice(at, at + 2)}`),
        ),
      ],
    ],
  ])('calls no parent a drawer that has %s', (_, families) => {
    expect(verdictOn('p', families)?.isJunkDrawer).toBe(false);
  });

  it('gives likenesses from 0 to 1, the same in whatever order, and for few children no verdict, whatever the titles', () => {
    const title = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom(...THEMES, 'Fix the login', ''));
    const families = fc.array(fc.array(title, { maxLength: 20 }), { maxLength: 12 });
    fc.assert(
      fc.property(families, (all) => {
        const given = all.map((titles, at) => family(`p${at}`, titles));
        const found = measureCohesion(given);
        const turned = measureCohesion([...given].reverse()).reverse();
        expect(found).toHaveLength(given.length);
        found.forEach((one, at) => {
          expect(one.cohesion).toBeGreaterThanOrEqual(0);
          expect(one.cohesion).toBeLessThanOrEqual(1 + 1e-9);
          expect(turned[at]?.cohesion).toBeCloseTo(one.cohesion, 9);
          expect(one.isJunkDrawer).toBe(one.because !== null);
          if (one.isJunkDrawer) expect(one.counted).toBeGreaterThanOrEqual(12);
          if (one.isJunkDrawer) expect(one.cohesion).toBeLessThan(one.elsewhere ?? 0);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('never calls tasks with one and the same title a drawer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...THEMES, 'zebra crossing'), fc.integer({ min: 12, max: 60 }), (title, count) => {
        expect(verdictOn('p', [...epics, family('p', Array(count).fill(title))])?.isJunkDrawer).toBe(false);
      }),
    );
  });

  it('rarely calls a real epic a drawer: none of a thousand whose tasks share a theme in every third title', () => {
    const weak = (from: number, theme: string) =>
      Array.from(
        { length: 24 },
        (_, at) => `${word(from + at)} ${at % 3 ? word(from + 100 + at) : theme} ${word(from + 200 + at)}`,
      );
    const wrong = Array.from({ length: 1_000 }, (_, run) =>
      verdictOn('p', [...epics, family('p', weak(run * 7, `theme${run}`))]),
    ).filter((one) => one?.isJunkDrawer);
    expect(wrong).toHaveLength(0);
  });
});
