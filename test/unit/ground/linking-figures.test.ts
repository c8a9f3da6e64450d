import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvaluatedSet } from '../../../scripts/linking/evaluated-set.ts';
import { worstKinds } from '../../../scripts/linking/failures.ts';
import { fillPlaces } from '../../../scripts/linking/fill-places.ts';
import { makeTables } from '../../../scripts/linking/tables.ts';
import { fixedOnOthers } from '../../../scripts/linking/thresholds.ts';
import { figuresOf, type Prediction } from '../../../src/domain/linking/figures.ts';
import { type LabelledSet, truthOf } from '../../../src/domain/linking/labelled-set.ts';

type Said = readonly [confidence: number, ...ranked: string[]];

/** Tasks t0, t1, …: what each serves, and what is said of it. No task is a seed. */
function evaluated(name: string, tasks: readonly { serves: string[]; says: Said; text?: string }[]): EvaluatedSet {
  const set: LabelledSet = {
    name,
    source: 'made here',
    licence: 'none',
    note: '',
    goals: ['g', 'h', 'i', 'j'].map((id) => ({ id, text: `secret text of ${id}` })),
    tasks: tasks.map(({ text }, at) => ({ id: `t${at}`, text: text ?? 'a secret text of more words' })),
    links: tasks.flatMap(({ serves }, at) => serves.map((goal): [string, string] => [`t${at}`, goal])),
    seed: [],
  };
  const predictions = tasks.map(({ says: [confidence, ...ranked] }, at): Prediction => {
    const links = confidence >= 0.4 ? ranked.slice(0, 1) : [];
    return { task: `t${at}`, goal: links[0] ?? null, confidence, ranked, scores: ranked.map(() => 1), links };
  });
  const figures = figuresOf(truthOf(set), predictions);
  const one = { name, goals: 4, figures, automatic: { from: 0.5, decided: 8, right: 6 }, predictions, readMs: 1 };
  return { set, textOnly: one, seeded: one };
}

/** The best F1 is from this confidence on: right above, wrong below. */
const splitAt = (name: string, threshold: number) =>
  evaluated(
    name,
    Array.from({ length: 20 }, (_, at) => ({
      serves: [at / 20 >= threshold ? 'g' : 'h'],
      says: [at / 20, 'g'] as Said,
    })),
  );

describe('a threshold', () => {
  it('is chosen on the sets of other families only', () => {
    const sets = [splitAt('dronology', 0.5), splitAt('dronology-epics', 0.9), splitAt('gannt', 0.25)];
    expect(fixedOnOthers(sets, 'textOnly').map(({ threshold }) => Math.ceil(threshold * 20) / 20)).toEqual([
      0.25,
      0.25,
      // Between the two others the first is as good as any.
      expect.any(Number),
    ]);
  });

  it('says the best candidate from there on, and nothing below', () => {
    const [, other] = fixedOnOthers([splitAt('modis', 0.5), splitAt('gannt', 0.25)], 'textOnly');
    // From 0.5 on ten are said, all right, of twenty links.
    expect(other?.figures).toMatchObject({ precision: 1, recall: 0.5 });
  });
});

describe('failures', () => {
  const set = evaluated('made', [
    { serves: ['g'], says: [0.9, 'g'] },
    { serves: [], says: [0.1, 'g'] },
    { serves: [], says: [0.9, 'g'] },
    { serves: ['g'], says: [0.3, 'g'] },
    { serves: ['g', 'h'], says: [0.9, 'g', 'h'] },
    { serves: ['g'], says: [0.9, 'h', 'i', 'g'] },
    { serves: ['g'], says: [0.9, 'h', 'i'] },
    { serves: ['g'], says: [0, ...([] as string[])] },
    { serves: ['g'], says: [0.5, 'h', 'g'], text: 'two words' },
  ]);

  it('are told apart by how they come about, right ones left out', () => {
    const kinds = worstKinds([set]).map(({ kind, failures }) => [kind, failures.map(({ task }) => task).join()]);
    expect(Object.fromEntries(kinds)).toEqual({
      'serves none, and a goal is suggested': 't2',
      'the right goal comes first, and is not likely enough to be suggested': 't3',
      'serves several goals, of which only some are suggested': 't4',
      'another goal reads nearer; the right one is second or third': 't5',
      'shares nothing with the goal it serves, nor with a task of that goal': 't6,t7',
      'a task of 4 words or fewer; the right goal is second or third': 't8',
    });
  });

  it('say which of them were thought likely', () => {
    const sure = worstKinds([set]).flatMap(({ failures }) => failures.filter(({ isSure }) => isSure));
    expect(sure.map(({ task }) => task).sort()).toEqual(['t2', 't5', 't6']);
  });
});

describe('the page', () => {
  const tables = makeTables([splitAt('dronology', 0.5), splitAt('gannt', 0.25), splitAt('modis', 0.5)]);

  it('has a place for every table, and copies no text of a set', () => {
    const template = readFileSync(join(import.meta.dirname, '../../../docs/linking.template.md'), 'utf8');
    const page = fillPlaces(template, tables);
    expect(page).not.toMatch(/<!--|secret|NaN|undefined/);
    for (const name of ['dronology', 'gannt', 'modis']) expect(page).toContain(`| ${name} |`);
  });

  it('stands with the figures that were published', () => {
    expect(tables.get('published')).toContain('| GPT-4o, chain of thought | .575 | .574 | .255 |');
  });

  it('counts what is linked without asking over all sets together', () => {
    expect(tables.get('automatic')).toContain('| gannt | .500 | 8 | 40 % | .750 |');
    expect(tables.get('automatic')).toContain('| **24** | **40 %** | **.750** |');
  });

  it('is not made where a table has no place, or a place no table', () => {
    expect(() => fillPlaces('', new Map([['seeded', 'x']]))).toThrow('no place for: seeded');
    expect(() => fillPlaces('<!-- table: seeded -->\n', new Map())).toThrow('not made: seeded');
    expect(fillPlaces('a\n<!-- note: x\ny -->\n\n<!-- table: b -->\n', new Map([['b', 'c']]))).toBe('a\nc\n');
  });
});
