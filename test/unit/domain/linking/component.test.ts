import { describe, expect, it } from 'vitest';
import { bestOf } from '../../../../src/domain/linking/candidates.ts';
import { componentOf } from '../../../../src/domain/linking/component.ts';
import { createMeasure } from '../../../../src/domain/linking/measure.ts';

describe('componentOf', () => {
  it.each([
    ['Search: rank by date', '', 'Search'],
    ['', 'Core services: answer within a second\nSymbols: later', 'Core services'],
    ['fix(api): an empty page', '', 'fix(api)'],
  ])('is what stands before the first colon: %j, %j', (title, text, component) => {
    expect(componentOf({ title, text })).toBe(component);
  });

  it.each([
    ['Rank by date', 'Search: as people expect'],
    ['See https://example.org/page', ''],
    ['At 10:30 nothing answers', ''],
    ['Whoever reads this far will not be told any part of the work: none', ''],
    ['', ''],
  ])('is empty where the first words name none: %j, %j', (title, text) => {
    expect(componentOf({ title, text })).toBe('');
  });

  it('counts twice, in what is read and in what is learnt from', () => {
    const goals = ['search', 'labels'].map((id) => ({ id, title: id, text: '' }));
    const bestFor = (text: string) => {
      const measure = createMeasure(goals, []);
      return goals[bestOf(measure.measure({ title: '', text }), 1)[0]?.goal ?? -1]?.id;
    };
    expect(bestFor('Search: labels')).toBe('search');
    expect(bestFor('Labels: search')).toBe('labels');
    const learnt = createMeasure(goals, [{ id: 'a', title: 'Search: labels', text: '', goalIds: [] }]);
    const { words } = learnt.examples[0]?.terms ?? {};
    expect([...(words?.counts ?? [])].sort()).toEqual([1, 2]);
  });
});
