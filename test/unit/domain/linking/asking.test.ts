import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ask, type OpenQuestion, orderAsks } from '../../../../src/domain/linking/asking.ts';

let count = 0;
const open = (title: string, likelihood: number, goalId = 'kr1'): OpenQuestion => {
  count += 1;
  return { taskId: `t${String(count).padStart(4, '0')}`, goalId, likelihood, title };
};
const THEMES = ['invoice reminder', 'bed cleaning', 'search results', 'login page', 'tray label', 'ward roster'];
/** Look-alikes: one sentence with another name in it. */
const about = (theme: string, size: number, likelihood: number, goalId = 'kr1') =>
  Array.from({ length: size }, (_, at) =>
    open(`Rework the ${theme} for ward${'abcdefghijklmnop'[at]}`, likelihood, goalId),
  );

function finish(asking: Generator<void, Ask[]>): Ask[] {
  for (;;) {
    const step = asking.next();
    if (step.done) return step.value;
  }
}
const order = (questions: readonly OpenQuestion[], withoutExample: readonly string[] = []) =>
  finish(orderAsks(questions, new Set(withoutExample)));

describe('the order of questions', () => {
  it('begins with the likeliest task of each goal that nothing is known to serve', () => {
    const likeliest = open('Discharge letters by ten', 0.6, 'kr2');
    const asks = order(
      [...about('bed cleaning', 8, 0.5, 'kr1'), open('Letters for doctors', 0.3, 'kr2'), likeliest],
      ['kr2', 'kr3'],
    );
    expect(asks[0]).toEqual({ taskId: likeliest.taskId, goalId: 'kr2', why: 'no-example', settles: 0 });
    expect(asks.filter(({ why }) => why === 'no-example')).toHaveLength(1);
  });

  it('offers no first example that is next to impossible, and asks nothing that is known to be no but for a few', () => {
    const asks = order([open('Clean the coffee machine', 0.04, 'kr2'), open('Order cups', 0.09, 'kr1')], ['kr2']);
    expect(asks).toEqual([]);
  });

  it('asks first where many read alike, and once for all of them before anything about the next', () => {
    const [many, few] = [about('bed cleaning', 10, 0.4), about('invoice reminder', 3, 0.4)];
    const lone = open('Sharpen scissors', 0.4);
    const asks = order([lone, ...few, ...many]);
    const themeOf = ({ taskId }: Ask) =>
      many.some((one) => one.taskId === taskId) ? 'many' : few.some((one) => one.taskId === taskId) ? 'few' : 'lone';
    expect(asks.slice(0, 2).map((ask) => [themeOf(ask), ask.why, ask.settles])).toEqual([
      ['many', 'alike', 9],
      ['few', 'alike', 2],
    ]);
    // A second word on the ten is worth as much as the first on one.
    expect(asks.slice(2, 4).map(themeOf).sort()).toEqual(['lone', 'many']);
    expect(asks.find((ask) => themeOf(ask) === 'lone')).toMatchObject({ why: 'uncertain', settles: 0 });
  });

  it('prefers the one nobody can tell among as many look-alikes', () => {
    const [sure, unsure] = [about('bed cleaning', 5, 0.95), about('invoice reminder', 5, 0.5)];
    expect(unsure.map(({ taskId }) => taskId)).toContain(order([...sure, ...unsure])[0]?.taskId);
  });

  it('counts as look-alikes only what comes nearest to the same goal', () => {
    const asks = order([...about('bed cleaning', 4, 0.4, 'kr1'), ...about('bed cleaning', 6, 0.4, 'kr2')]);
    expect(new Map(asks.map(({ goalId, settles }) => [goalId, settles]))).toEqual(
      new Map([
        ['kr1', 3],
        ['kr2', 5],
      ]),
    );
  });

  it('calls two texts alike by no single word of several, however rare', () => {
    const asks = order([open('Sterilise forceps', 0.5), open('Replace forceps tray', 0.5), open('Count linen', 0.5)]);
    expect(asks.map(({ settles }) => settles)).toEqual([0, 0, 0]);
  });

  it('reads tasks that say the same as alike, and those that say nothing as like none', () => {
    const same = order([open('Login', 0.5), open('login!', 0.5), open('???', 0.5), open('…', 0.5)]);
    expect(same.map(({ settles }) => settles).sort()).toEqual([0, 0, 1, 1]);
  });

  it('asks about every uncertain task once, and orders the same whatever order they are given in', () => {
    const question = fc.record({
      taskId: fc.nat(200).map((id) => `jira.${id}`),
      goalId: fc.constantFrom('kr1', 'kr2'),
      likelihood: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100),
      title: fc
        .array(fc.constantFrom('bed', 'cleaning', 'invoice', 'ward', 'roster', 'label', 'scan', 'night'), {
          maxLength: 5,
        })
        .map((words) => words.join(' ')),
    });
    const questions = fc.uniqueArray(question, { selector: ({ taskId }) => taskId, maxLength: 40 });
    fc.assert(
      fc.property(
        questions.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([given, shuffled]) => {
          const asks = order(given, ['kr1']);
          expect(order(shuffled, ['kr1'])).toEqual(asks);
          const asked = asks.map(({ taskId }) => taskId);
          expect(new Set(asked).size).toBe(asked.length);
          for (const { taskId, likelihood } of given) if (likelihood >= 0.1) expect(asked.includes(taskId)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds the same look-alikes as a comparison of all pairs', () => {
    const titles = Array.from({ length: 120 }, (_, at) =>
      [0, 1, 2].map((turn) => THEMES[(at * (turn + 2) + turn * 5) % 6]).join(at % 2 ? ' ' : ' nightly '),
    );
    const asks = order(titles.map((title) => open(title, 0.5)));
    // Words of these titles stand in so many that they weigh nearly alike: shared ÷ the root of both lengths, by hand.
    const wordsOf = (title: string) => new Set(title.split(' '));
    const counts = new Map<string, number>();
    for (const title of titles) for (const word of wordsOf(title)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const weight = (word: string) => Math.log(1 + titles.length / Math.max(5, counts.get(word) ?? 0)) ** 2;
    const sum = (words: Iterable<string>) => [...words].reduce((all, word) => all + weight(word), 0);
    const isAlike = (a: Set<string>, b: Set<string>) => {
      const shared = [...a].filter((word) => b.has(word));
      return shared.length >= 2 && sum(shared) / Math.sqrt(sum(a) * sum(b)) >= 0.5;
    };
    const expected = titles.map(
      (one, at) => titles.filter((other, to) => to !== at && isAlike(wordsOf(one), wordsOf(other))).length,
    );
    expect(asks.map(({ settles }) => settles).sort()).toEqual(expected.sort());
    expect(Math.max(...expected)).toBeGreaterThan(Math.min(...expected));
  });
});
