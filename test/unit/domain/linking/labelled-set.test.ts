import { describe, expect, it } from 'vitest';
import {
  examplesOf,
  goalsOf,
  type LabelledSet,
  tasksOf,
  truthOf,
} from '../../../../src/domain/linking/labelled-set.ts';

function makeSet(given: Partial<LabelledSet>): LabelledSet {
  return { name: 'made', source: '', licence: '', note: '', goals: [], tasks: [], links: [], seed: [], ...given };
}

const texts = (...all: string[]) => all.map((text, at) => ({ id: `t${at}`, text }));
const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');

describe('titles', () => {
  it('are the first lines where most goals have a short one and more beneath it', () => {
    const set = makeSet({ goals: texts('Beds by noon\nLetters out by ten', 'Fewer falls \r\n\n Rails', 'Alone') });
    expect(goalsOf(set)).toEqual([
      { id: 't0', title: 'Beds by noon', text: 'Letters out by ten' },
      { id: 't1', title: 'Fewer falls', text: 'Rails' },
      { id: 't2', title: 'Alone', text: '' },
    ]);
  });

  it.each([
    ['too few have more lines', ['Beds by noon\nLetters out', 'Fewer falls']],
    ['first lines are too long', [`${words(15)}\nmore`, `${words(15)}\nmore`]],
  ])('are none where %s', (_title, all) => {
    expect(goalsOf(makeSet({ goals: texts(...all) }))).toEqual(
      all.map((text, at) => ({ id: `t${at}`, title: '', text })),
    );
  });

  it('of tasks may be a little longer and somewhat rarer than those of goals', () => {
    const all = texts(`${words(16)}\nmore`, 'one line');
    expect(tasksOf(makeSet({ tasks: all })).map(({ title }) => title)).toEqual([words(16), 'one line']);
    expect(goalsOf(makeSet({ goals: all })).map(({ title }) => title)).toEqual(['', '']);
  });

  it('of no texts at all are none', () => {
    expect(goalsOf(makeSet({}))).toEqual([]);
  });
});

describe('what is known', () => {
  const set = makeSet({
    goals: texts('a', 'b'),
    tasks: [
      { id: 'x', text: 'one' },
      { id: 'y', text: 'two' },
      { id: 'z', text: 'three' },
    ],
    links: [
      ['x', 't0'],
      ['x', 't1'],
      ['z', 't1'],
    ],
    seed: ['x', 'y'],
  });

  it('of a seed task is all its goals, or that it serves none', () => {
    expect(examplesOf(set).map(({ id, goalIds }) => [id, goalIds])).toEqual([
      ['x', ['t0', 't1']],
      ['y', []],
    ]);
  });

  it('leaves the seed tasks out where they were learnt from', () => {
    expect([...truthOf(set).keys()]).toEqual(['x', 'y', 'z']);
    expect([...truthOf(set, true)]).toEqual([['z', new Set(['t1'])]]);
  });
});
