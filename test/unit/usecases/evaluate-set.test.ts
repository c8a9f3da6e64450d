import { describe, expect, it } from 'vitest';
import type { LabelledSet } from '../../../src/domain/linking/labelled-set.ts';
import { evaluateSet } from '../../../src/usecases/evaluate-set.ts';

const set: LabelledSet = {
  name: 'clinic',
  source: '',
  licence: '',
  note: '',
  goals: [
    { id: 'beds', text: 'Beds free by noon' },
    { id: 'letters', text: 'Letters out within a day' },
  ],
  tasks: [
    { id: 'learnt', text: 'Paint the zebra crossing' },
    { id: 'alike', text: 'Repaint that zebra crossing' },
    { id: 'trace', text: 'Letters go out late\n```\nat Beds.freeByNoon (beds.ts:12:7)\n```' },
  ],
  links: [
    ['learnt', 'beds'],
    ['alike', 'beds'],
    ['trace', 'letters'],
  ],
  seed: ['learnt'],
};

const rankedFor = async (task: string, isSeeded: boolean) => {
  const { predictions } = await evaluateSet(set, isSeeded);
  return predictions.find((prediction) => prediction.task === task)?.ranked;
};

describe('a labelled set', () => {
  it('is read by its words alone, unless it may learn from the seed tasks', async () => {
    expect(await rankedFor('alike', false)).toEqual([]);
    expect(await rankedFor('alike', true)).toEqual(['beds']);
  });

  it('has no seed task that recognises itself', async () => {
    expect(await rankedFor('learnt', true)).toEqual([]);
  });

  it('is read as people write it, without code and traces', async () => {
    expect(await rankedFor('trace', false)).toEqual(['letters']);
  });

  it('gives figures over the tasks it did not learn from, and predictions of all', async () => {
    const { figures, predictions, goals } = await evaluateSet(set, true);
    expect(goals).toBe(2);
    expect(figures).toMatchObject({ tasks: 2, links: 2, accuracy1: 1 });
    expect(predictions).toHaveLength(3);
    for (const { confidence, goal, links, ranked } of predictions) {
      expect(links.includes(ranked[0] ?? '')).toBe(confidence >= 0.4);
      expect(goal).toBe(links[0] ?? null);
    }
  });

  it('is said to serve two goals where a task that reads alike does, and may learn from it', async () => {
    const forms = ['birthday', 'doctor', 'allergy', 'payer', 'phone'].map((form) => ({
      id: form,
      text: `Letters and beds: the ${form} form`,
    }));
    const both: LabelledSet = {
      ...set,
      tasks: forms,
      links: forms.flatMap(({ id }) => [[id, 'beds'] as const, [id, 'letters'] as const]),
      seed: forms.slice(1).map(({ id }) => id),
    };
    const linksOf = async (isSeeded: boolean) => (await evaluateSet(both, isSeeded)).predictions[0]?.links.toSorted();
    expect(await linksOf(true)).toEqual(['beds', 'letters']);
    expect((await linksOf(false))?.length).toBeLessThan(2);
  });

  it('links nothing without asking where it has too few examples to prove anything', async () => {
    const { automatic } = await evaluateSet(set, true);
    expect(automatic).toEqual({ from: null, decided: 0, right: 0 });
  });

  it('can be stopped half-way', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({ id: `t${at}`, text: `Letters out, round ${at}` }));
    const stopped = evaluateSet({ ...set, tasks: many, links: [], seed: [] }, false, {
      signal: AbortSignal.abort(new Error('Stopped.')),
    });
    await expect(stopped).rejects.toThrow('Stopped.');
  });
});
