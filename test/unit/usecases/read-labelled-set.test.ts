import { describe, expect, it } from 'vitest';
import { readLabelledSet } from '../../../src/usecases/read-labelled-set.ts';

const good = {
  name: 'made',
  goals: [{ id: 'g', text: 'Beds by noon' }],
  tasks: [{ id: 't', text: 'Letters out by ten' }],
  links: [['t', 'g']],
  seed: ['t'],
};
const read = (given: object) => readLabelledSet(JSON.stringify({ ...good, ...given }), 'set.json');

describe('a labelled set', () => {
  it('needs goals, tasks and links, and nothing else', () => {
    const { name: _name, seed: _seed, ...least } = good;
    expect(readLabelledSet(JSON.stringify(least), 'set.json')).toEqual({
      ...least,
      name: 'set.json',
      source: '',
      licence: '',
      note: '',
      rejected: [],
      seed: [],
    });
  });

  it.each<[string, object, string]>([
    ['a goal without text', { goals: [{ id: 'g' }] }, 'goals.0.text'],
    ['no tasks', { tasks: [] }, 'tasks'],
    ['links that are no pairs', { links: [['t']] }, 'links.0'],
    ['a link to a goal that is not there', { links: [['t', 'h']] }, '“h”'],
    ['a link of a task that is not there', { links: [['u', 'g']] }, '“u”'],
    ['a seed that is not there', { seed: ['u'] }, '“u”'],
    ['a refused link that is not there', { rejected: [['t', 'h']] }, '“h”'],
    ['two goals of one id', { goals: [...good.goals, ...good.goals] }, 'two goals with the id “g”'],
  ])('with %s is refused in one sentence that names it', (_title, given, named) => {
    expect(() => read(given)).toThrow(named);
    expect(() => read(given)).toThrow(/^set\.json[^\n]+$/);
  });

  it.each(['', '{', 'not json'])('that is no JSON is refused: %j', (text) => {
    expect(() => readLabelledSet(text, 'set.json')).toThrow('set.json is not JSON');
  });

  it.each(['[]', '"x"', 'null'])('that is something else is refused: %s', (text) => {
    expect(() => readLabelledSet(text, 'set.json')).toThrow('has not the form of a labelled set');
  });
});
