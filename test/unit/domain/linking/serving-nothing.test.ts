import { describe, expect, it } from 'vitest';
import type { LearntExample } from '../../../../src/domain/linking/documents.ts';
import { createMeasure } from '../../../../src/domain/linking/measure.ts';
import { learnServingNothing } from '../../../../src/domain/linking/serving-nothing.ts';
import { frozenTerms, openTerms, type Terms } from '../../../../src/domain/linking/terms.ts';

/** Learns of examples, none or not, that read alike as far as `likeness` says of their places. */
function learn(areNone: readonly boolean[], likeness: (one: number, other: number) => number) {
  const examples = areNone.map((isNone, place): LearntExample => {
    return { id: String(place), terms: frozenTerms(openTerms()), goals: isNone ? [] : [0] };
  });
  const placeOf = new Map<Terms, number>(examples.map(({ terms }, place) => [terms, place]));
  const near = (one: number) => Float32Array.from(areNone, (_, other) => (one === other ? 1 : likeness(one, other)));
  return { serves: learnServingNothing(examples, { near: (terms) => near(placeOf.get(terms) ?? -1) }), near };
}

const flat = (near: number, count: number) => new Float32Array(count).fill(near);

describe('learnServingNothing', () => {
  it('knows nothing without examples', () => {
    expect(learn([], () => 0).serves(new Float32Array(0))).toBe(0);
  });

  it('tells tasks by whether the examples that they read like serve a goal', () => {
    const goals = [{ id: 'g', title: 'Checkout in one step', text: '' }];
    const given = ['Bump parser to 4.1', 'Fix flaky parser test', 'Checkout asks for no address', 'Pay at checkout'];
    const measure = createMeasure(
      goals,
      given.map((title, at) => ({ id: String(at), title, text: '', goalIds: at < 2 ? [] : ['g'] })),
    );
    const of = (title: string) => measure.servingNothing(measure.measure({ title, text: '' }).near);
    expect(of('Bump flaky parser')).toBeGreaterThan(0.3);
    expect(of('Checkout without address')).toBeLessThan(-0.3);
  });

  it('does not take an example for what it is known to be', () => {
    const areNone = [true, true, true, false, false, false];
    const { serves, near } = learn(areNone, () => 0.1);
    const changed = learn([false, ...areNone.slice(1)], () => 0.1);
    expect(serves(near(0)) - changed.serves(near(0))).toBeGreaterThan(1);
    // All that is left is what it adds to how usual its kind is.
    expect(Math.abs(serves(near(0), 0) - changed.serves(near(0), 0))).toBeLessThan(0.2);
  });

  it('hardly counts ten examples that say the same more than one that stands alone', () => {
    const areNone = Array.from({ length: 11 }, (_, place) => place < 10);
    const { serves } = learn(areNone, (one, other) => (one < 10 && other < 10 ? 1 : 0));
    const withoutTheirNumber = learn([true, false], () => 0);
    const one = withoutTheirNumber.serves(flat(0.9, 2));
    expect(Math.abs(serves(flat(0.9, 11)) - one)).toBeLessThan(0.5);
  });

  it('asks examples of all ages where there are more than it can weigh', () => {
    const areNone = Array.from({ length: 900 }, (_, place) => place >= 700);
    const half = (place: number) => Math.floor(place / 700);
    const { serves } = learn(areNone, (one, other) => (half(one) === half(other) ? 0.5 : 0));
    const like = (which: number) => Float32Array.from(areNone, (_, place) => (half(place) === which ? 0.5 : 0));
    expect(serves(like(1))).toBeGreaterThan(0.5);
    expect(serves(like(0))).toBeLessThan(-0.5);
  });
});
