import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../../../src/domain/linking/linker.ts';
import type { LinkerExample, LinkerGoal, LinkerTask } from '../../../../src/domain/linking/reading.ts';
import { GOALS, TASKS } from './company.ts';

const goal = (id: string, title: string, text = ''): LinkerGoal => ({ id, title, text });
const task = (title: string, text = '', id = 'asked'): LinkerTask => ({ id, title, text });
const example = (id: string, title: string, ...goalIds: string[]): LinkerExample => ({ id, title, text: '', goalIds });

const FREIGHT = goal('freight', 'Ship freight by rail');
const PAYROLL = goal('payroll', 'Payroll runs without corrections');

function shuffled<One>(items: readonly One[]): fc.Arbitrary<One[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

describe('createLinker', () => {
  it('ranks the goal first whose words a task says', () => {
    const { ranked } = createLinker({ goals: GOALS }).read(task('Audit log of access reviews'));
    expect(ranked[0]?.goalId).toBe('soc2');
  });

  it('ranks no goal for a task that shares nothing with any', () => {
    const linker = createLinker({ goals: GOALS });
    for (const title of ['', '   ', 'the of and', '—', '😀', 'zyxwvq'])
      expect(linker.read(task(title)).ranked).toEqual([]);
  });

  it('learns from examples words that the goal never says', () => {
    const goals = [FREIGHT, PAYROLL];
    const asked = task('Wagon hub');
    expect(createLinker({ goals }).read(asked).ranked).toEqual([]);
    const learnt = createLinker({ goals, examples: [example('E-1', 'Order a hub for each wagon', 'freight')] });
    expect(learnt.read(asked).ranked[0]?.goalId).toBe('freight');
    expect(learnt.explain(asked, 'freight')).toMatchObject({
      words: expect.arrayContaining(['Wagon', 'hub']),
      like: { taskId: 'E-1' },
    });
  });

  it('thinks a task less likely that reads like those known to serve nothing', () => {
    const asked = task('Bump the checkout cart library');
    const linked = TASKS.filter(({ goalIds }) => goalIds.length > 0);
    const none = ['eslint', 'axios', 'react', 'vite', 'zod', 'pino'].map((name) =>
      example(`N-${name}`, `Bump the ${name} library`),
    );
    const others = ['zebra', 'quartz', 'violin', 'mango', 'lagoon', 'kettle'].map((name) =>
      example(`N-${name}`, `Paint ${name}`),
    );
    const likelihood = (examples: LinkerExample[]) =>
      createLinker({ goals: GOALS, examples }).read(asked).ranked[0]?.likelihood ?? Number.NaN;
    expect(likelihood([...linked, ...none])).toBeLessThan(likelihood([...linked, ...others]));
  });

  it('reads the same whatever the order of goals, of examples and of asking', () => {
    const readAll = (
      goals: readonly LinkerGoal[],
      examples: readonly LinkerExample[],
      tasks: readonly LinkerTask[],
    ) => {
      const linker = createLinker({ goals, examples });
      const readings = tasks.map(
        (one) => [one.id, linker.read(one, { countMax: 8 }), linker.explain(one, 'cloud')] as const,
      );
      return [linker.trust, readings.sort(([a], [b]) => (a < b ? -1 : 1))];
    };
    // Goals of the same words are as good as each other: their ids decide.
    const goals = [...GOALS, goal('twin-b', GOALS[0]?.title ?? ''), goal('twin-a', GOALS[0]?.title ?? '')];
    const expected = readAll(goals, TASKS, TASKS);
    fc.assert(
      fc.property(shuffled(goals), shuffled(TASKS), shuffled(TASKS), (otherGoals, examples, tasks) => {
        expect(readAll(otherGoals, examples, tasks)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('gives each reading again after many others', () => {
    const linker = createLinker({ goals: GOALS, examples: TASKS });
    const before = TASKS.map((one) => linker.read(one));
    for (let at = 0; at < 3_000; at++) linker.read(task(`Checkout w${at} of customers x${at}y`));
    expect(TASKS.map((one) => linker.read(one))).toEqual(before);
  });

  it('thinks no goal likelier than one that ranks before it, and scores fall', () => {
    const word = fc.constantFrom(...new Set(TASKS.flatMap(({ title }) => title.split(' '))), 'the', 'zzz');
    const linkers = [createLinker({ goals: GOALS }), createLinker({ goals: GOALS, examples: TASKS })];
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        for (const linker of linkers) {
          const { ranked } = linker.read(task(words.join(' ')), { countMax: 8 });
          ranked.forEach(({ score, likelihood }, at) => {
            expect(likelihood).toBeGreaterThanOrEqual(0);
            expect(likelihood).toBeLessThanOrEqual(ranked[at - 1]?.likelihood ?? 1);
            expect(score).toBeGreaterThan(0);
            expect(score).toBeLessThanOrEqual(ranked[at - 1]?.score ?? Number.POSITIVE_INFINITY);
          });
        }
      }),
    );
  });

  it('gives no more goals than asked for, the same first ones', () => {
    const linker = createLinker({ goals: GOALS, examples: TASKS });
    const asked = task('Log clicks of customers in checkout search');
    const all = linker.read(asked, { countMax: Number.POSITIVE_INFINITY }).ranked;
    expect(all.length).toBeGreaterThan(3);
    expect(linker.read(asked).ranked).toEqual(all.slice(0, 3));
    expect(linker.read(asked, { countMax: 1 }).ranked).toEqual(all.slice(0, 1));
    for (const countMax of [0, -1, Number.NaN]) expect(linker.read(asked, { countMax }).ranked).toEqual([]);
  });
});

describe('an example that is left out', () => {
  it('is read as by a linker that never knew it, up to how rare words are', () => {
    const whole = createLinker({ goals: GOALS, examples: TASKS });
    for (const one of TASKS) {
      const never = createLinker({ goals: GOALS, examples: TASKS.filter(({ id }) => id !== one.id) });
      const scores = (linker: typeof whole, without?: string) =>
        new Map(
          linker
            .read(one, { countMax: 8, ...(without && { without }) })
            .ranked.map(({ goalId, score }) => [goalId, score]),
        );
      const left = scores(whole, one.id);
      const expected = scores(never);
      for (const [goalId, score] of expected) expect(Math.abs((left.get(goalId) ?? 0) - score)).toBeLessThan(0.15);
      for (const goalId of one.goalIds) {
        const itself = scores(whole).get(goalId) ?? 0;
        expect(itself - (left.get(goalId) ?? 0)).toBeGreaterThan(0.1);
      }
    }
  });

  it('leaves nothing of itself: a goal of that one example alone is not found', () => {
    const linker = createLinker({
      goals: [FREIGHT, PAYROLL],
      examples: [example('E-1', 'Wagon hub', 'freight')],
    });
    const asked = task('Wagon hub', '', 'E-1');
    expect(linker.read(asked).ranked[0]?.goalId).toBe('freight');
    expect(linker.read(asked, { without: 'E-1' }).ranked).toEqual([]);
    expect(linker.read(asked, { without: 'E-2' })).toEqual(linker.read(asked));
  });

  it('is no reason for itself', () => {
    const examples = [
      example('E-1', 'Wagon couplings for rail', 'freight'),
      example('E-2', 'Rail yard lights', 'freight'),
    ];
    const linker = createLinker({ goals: [FREIGHT, PAYROLL], examples });
    const grounds = linker.explain(task('Wagon couplings for rail', '', 'E-1'), 'freight');
    expect(grounds).toMatchObject({ words: ['rail'], like: { taskId: 'E-2' } });
  });
});

describe('what a linker is told amiss', () => {
  it('reads nothing where there are no goals', () => {
    const linker = createLinker({ goals: [], examples: TASKS });
    expect(linker.read(task('Anything')).ranked).toEqual([]);
    expect(linker.explain(task('Anything'), 'churn')).toBeNull();
  });

  it('takes a goal without a word for one that nothing reads like', () => {
    const { read, explain } = createLinker({ goals: [goal('empty', ''), goal('said', 'the of')] });
    expect(read(task('Anything at all')).ranked).toEqual([]);
    expect(explain(task('Anything'), 'empty')).toEqual({ words: [], like: null, likeNone: null });
  });

  it('finds the only goal there is', () => {
    const [best] = createLinker({ goals: [FREIGHT] }).read(task('Freight by rail')).ranked;
    expect(best?.goalId).toBe('freight');
    expect(best?.likelihood).toBeGreaterThan(0);
  });

  it('does not take an example of goals that are gone for one that serves nothing', () => {
    const gone = ['Wagon couplings', 'Wagon brakes', 'Wagon wheels'].map((title, at) =>
      example(`G-${at}`, title, 'closed'),
    );
    const linker = createLinker({ goals: GOALS, examples: [...TASKS, ...gone] });
    const asked = task('Wagon checkout');
    expect(linker.explain(asked, 'checkout')?.likeNone).toBeNull();
    expect(linker.trust).toEqual(createLinker({ goals: GOALS, examples: TASKS }).trust);
    expect(linker.read(asked)).toEqual(createLinker({ goals: GOALS, examples: TASKS }).read(asked));
  });

  it('counts what it is given twice once', () => {
    const twice = createLinker({ goals: [...GOALS, ...GOALS], examples: [...TASKS, ...TASKS] });
    const once = createLinker({ goals: GOALS, examples: TASKS });
    expect(twice.trust).toEqual(once.trust);
    for (const one of TASKS) {
      const options = { countMax: 20, without: one.id };
      expect(twice.read(one, options)).toEqual(once.read(one, options));
    }
    const named = TASKS.map((one) => ({ ...one, goalIds: [...one.goalIds, ...one.goalIds] }));
    expect(createLinker({ goals: GOALS, examples: named }).read(task('SEPA search'))).toEqual(
      once.read(task('SEPA search')),
    );
  });

  it('lets an example serve several goals', () => {
    const examples = [example('E-1', 'Wagon couplings', 'freight', 'payroll')];
    const { ranked } = createLinker({ goals: [FREIGHT, PAYROLL], examples }).read(task('Couplings'));
    expect(ranked.map(({ goalId }) => goalId).sort()).toEqual(['freight', 'payroll']);
  });

  it.each([
    ['accents', 'Gebühren prüfen', 'GEBU\u0308HREN'],
    ['camel case', 'Track payment volume', 'fix paymentVolume'],
    ['snake case', 'Track payment volume', 'drop payment_volume'],
    ['a compound', 'Backup restore drills', 'offsite-backups'],
    ['a word within a word', 'Kundenzufriedenheit steigern', 'Zufriedenheit'],
    ['Chinese', '提高登录成功率', '修复登录失败'],
    ['Japanese', 'ログイン成功率を上げる', 'ログインの不具合'],
    ['Korean', '결제 성공률을 높인다', '결제성공률 지표'],
    ['Arabic', 'تحسين سرعة الدفع', 'إصلاح صفحة الدفع'],
    ['Russian', 'Ускорить оформление заказа', 'оформления заказов'],
  ])('finds %s', (_, title, asked) => {
    const goals = [goal('this', title), goal('other', 'Wagon couplings')];
    expect(
      createLinker({ goals })
        .read(task(asked))
        .ranked.map(({ goalId }) => goalId),
    ).toEqual(['this']);
  });

  it('reads any text whatever, and never gives a number that is none', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom('', 'constructor __proto__', '\ud800'),
    );
    const words = fc.record({ id: fc.string({ maxLength: 3 }), title: text, text });
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 4 }),
        fc.array(fc.tuple(words, fc.array(fc.nat(4), { maxLength: 3 })), { maxLength: 5 }),
        words,
        (goals, given, asked) => {
          const examples = given.map(([one, served]) => ({
            ...one,
            goalIds: served.map((at) => goals[at]?.id ?? 'gone'),
          }));
          const linker = createLinker({ goals, examples });
          for (const without of [undefined, ...examples.map(({ id }) => id)]) {
            const { ranked } = linker.read(asked, { countMax: 9, ...(without !== undefined && { without }) });
            expect(new Set(ranked.map(({ goalId }) => goalId)).size).toBe(ranked.length);
            for (const { score, likelihood } of ranked) {
              expect(Number.isFinite(score)).toBe(true);
              expect(likelihood).toBeGreaterThanOrEqual(0);
              expect(likelihood).toBeLessThanOrEqual(1);
            }
          }
          expect(Number.isFinite(linker.trust.refit.shift + linker.trust.refit.slope)).toBe(true);
          for (const { id } of goals) {
            for (const word of linker.explain(asked, id)?.words ?? [])
              expect(`${asked.title}\n${asked.text}`).toContain(word);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads a text of half a million letters', () => {
    const linker = createLinker({ goals: GOALS, examples: TASKS });
    const { ranked } = linker.read(task('Checkout', `${'QUJD'.repeat(60_000)} ${'checkout '.repeat(30_000)}`));
    expect(ranked[0]?.goalId).toBe('checkout');
  });

  it('reads the same after more words than it remembers, which then are met anew', () => {
    const linker = createLinker({ goals: GOALS, examples: TASKS });
    const asked = task('SEPA searches', 'Weekend rota');
    const before = linker.read(asked);
    // Said twice, so that what their letters say is kept through what follows.
    for (const title of ['zqj xqv qzw jxk', 'jxk qzw xqv zqj']) linker.read(task(title));
    linker.read(task(Array.from({ length: 100_500 }, (_, at) => `w${at.toString(36)}`).join(' ')));
    // These are met in the places of those that were said first.
    const met = task('Checkoutish auditorship of churnable invoicings');
    expect(linker.read(met)).toEqual(createLinker({ goals: GOALS, examples: TASKS, trust: linker.trust }).read(met));
    expect(linker.read(asked)).toEqual(before);
  }, 60_000);
});

describe('trust', () => {
  it('is none without examples: the shipped weights, no promise', () => {
    const { trust } = createLinker({ goals: GOALS });
    expect(trust).toEqual({ refit: { shift: 0, slope: 1 }, linked: 0, none: 0, isCalibrated: false, automatic: null });
  });

  it('is calibrated from twenty linked examples and ten known to serve nothing on', () => {
    const examples = (linked: number, none: number) => [
      ...Array.from({ length: linked }, (_, at) => example(`L-${at}`, `Freight w${at}`, 'freight')),
      ...Array.from({ length: none }, (_, at) => example(`N-${at}`, `Chore w${at}`)),
    ];
    const isCalibrated = (linked: number, none: number) =>
      createLinker({ goals: [FREIGHT], examples: examples(linked, none) }).trust.isCalibrated;
    expect(isCalibrated(20, 10)).toBe(true);
    expect(isCalibrated(19, 10)).toBe(false);
    expect(isCalibrated(20, 9)).toBe(false);
  });

  it('promises nothing where examples do not say what they serve', () => {
    const examples = Array.from({ length: 40 }, (_, at) =>
      example(`E-${at}`, `w${at} v${at}`, at % 2 ? 'freight' : 'payroll'),
    );
    expect(createLinker({ goals: [FREIGHT, PAYROLL], examples }).trust.automatic).toBeNull();
  });

  it('promises from a likelihood on where examples bear it out, and less precision from a lower one', () => {
    const examples = Array.from({ length: 120 }, (_, at): LinkerExample => {
      const served = [FREIGHT, PAYROLL, null][at % 3];
      return example(
        `E-${at}`,
        served ? `${served.title} w${at}` : `Chore w${at} v${at}`,
        ...(served ? [served.id] : []),
      );
    });
    const from = (precision: number) =>
      createLinker({ goals: [FREIGHT, PAYROLL], examples, precision }).trust.automatic?.from ?? Number.NaN;
    expect(from(0.95)).toBeGreaterThan(0.5);
    expect(from(0.6)).toBeLessThanOrEqual(from(0.95));
  });

  it('is taken as given instead of measured, and reads as if it had been measured', () => {
    const measured = createLinker({ goals: GOALS, examples: TASKS });
    const given = createLinker({ goals: GOALS, examples: TASKS, trust: measured.trust });
    expect(given.trust).toBe(measured.trust);
    const { shift, slope } = measured.trust.refit;
    const trust = { ...measured.trust, refit: { shift: shift + 1, slope } };
    const sure = createLinker({ goals: GOALS, examples: TASKS, trust });
    for (const one of TASKS) {
      expect(given.read(one)).toEqual(measured.read(one));
      expect(sure.read(one).ranked[0]?.likelihood).toBeGreaterThan(given.read(one).ranked[0]?.likelihood ?? 1);
    }
  });
});
