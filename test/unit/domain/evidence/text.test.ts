import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SUGGEST_FROM } from '../../../../src/domain/evidence/likelihoods.ts';
import { findReadsLike, readAgainst } from '../../../../src/domain/evidence/reads-like.ts';
import { createTextMatcher, type TextExample } from '../../../../src/domain/evidence/text.ts';
import type { Tried } from '../../../../src/domain/evidence.ts';
import type { Goal } from '../../../../src/domain/goal.ts';
import type { Task } from '../../../../src/domain/task.ts';
import { makeGoal, makeTask } from '../make.ts';

const goals = [
  makeGoal('V', { kind: 'vision', title: 'Hospitals import patients without help' }),
  makeGoal('O2', { title: 'Onboarding that needs no consultant', parentId: 'v' }),
  makeGoal('KR2.1', {
    title: 'Hospitals import their patient lists without help',
    parentId: 'o2',
    description: 'CSV import wizard, header validation',
  }),
  makeGoal('KR1.1', { title: 'Escaped defects from 14 to 5', description: 'Fewer bugs reach production' }),
  makeGoal('KR9.1', { title: 'Import patient lists validation wizard CSV headers', closedOn: '2026-01-01' }),
];
const knowing = (of: readonly Goal[], examples: readonly TextExample[] = []) => ({
  version: '1',
  groundVersion: '1',
  goals: of,
  examples,
  trust: null,
  reading: { glossary: [], boilerplate: [] },
});
const matcher = createTextMatcher(knowing(goals));
const match = (task: Task, knowledge = knowing(goals)) => {
  const { evidence, tried } = findReadsLike(task, createTextMatcher(knowledge).read(task), readAgainst(knowledge));
  expect(evidence.length).toBeLessThan(2);
  return { evidence: evidence[0] ?? null, tried: tried.find(({ kind }) => kind === 'text') as Tried };
};

describe('createTextMatcher', () => {
  it('suggests the goal whose telling words the task shares, and says which', () => {
    const { evidence, tried } = match(makeTask({ title: 'Validate CSV headers of imported patient lists' }));
    expect(evidence).toMatchObject({ kind: 'text', goalId: 'kr2.1', hops: [{ kind: 'words' }] });
    expect(evidence?.hops[0]?.value.split(', ')).toEqual(expect.arrayContaining(['imported', 'headers', 'patient']));
    expect(evidence?.likelihood).toBeGreaterThanOrEqual(SUGGEST_FROM);
    expect(tried).toMatchObject({ kind: 'text', bestGoalId: 'kr2.1', bestScore: evidence?.likelihood });
  });

  it.each<[string, { title: string; text?: string }]>([
    ['one common word', { title: 'Change the help page of the canteen' }],
    ['stop words only', { title: 'What should we do about it?' }],
    ['nothing', { title: '' }],
    ['other things', { title: 'Order new chairs' }],
  ])('suggests nothing for %s, and says what was tried', (_, with_) => {
    const { evidence, tried } = match(makeTask({ text: '', ...with_ }));
    expect(evidence).toBe(null);
    expect(tried.what).not.toBe('');
    expect(tried.bestScore ?? 0).toBeLessThan(SUGGEST_FROM);
  });

  it('never suggests a closed goal or a vision', () => {
    const { ranked } = matcher.read({
      id: '1',
      title: 'Hospitals import patients without help, patient lists validation wizard CSV headers',
      text: '',
    });
    expect(ranked.map(({ goalId }) => goalId)).not.toContain('kr9.1');
    expect(ranked.map(({ goalId }) => goalId)).not.toContain('v');
  });

  it('keeps the fingerprint while the same words carry it', () => {
    const print = (title: string, readAt: number) => match(makeTask({ title, readAt })).evidence?.fingerprint;
    const first = print('Validate CSV headers of imported patient lists', 1);
    expect(print('Headers: validate CSV lists of patient, imported', 2)).toBe(first);
    expect(print('CSV import wizard for patient lists', 1)).not.toBe(first);
  });

  it('says so where there is no goal to read against', () => {
    expect(match(makeTask(), knowing([])).tried).toMatchObject({
      what: 'there is no open goal to read it against',
      bestScore: null,
    });
  });
});

/** The labelled sets are read where they are and never copied; without PLUMBLINE_FIXTURES this part is left out, and the run says so. */
describe.skipIf(!process.env.PLUMBLINE_FIXTURES)('the labelled sets', () => {
  interface DataSet {
    readonly goals: readonly { id: string; text: string }[];
    readonly tasks: readonly { id: string; text: string }[];
    readonly links: readonly (readonly [string, string])[];
  }

  function measure(name: string) {
    const file = path.join(process.env.PLUMBLINE_FIXTURES ?? '', 'linking', `${name}.json`);
    const set = JSON.parse(readFileSync(file, 'utf8')) as DataSet;
    const parts = (text: string) => ({ title: text.split('\n')[0] ?? '', text: text.split('\n').slice(1).join('\n') });
    const asGoal = ({ id, text }: { id: string; text: string }): Goal => ({
      ...makeGoal('KR1'),
      id,
      title: parts(text).title,
      description: parts(text).text,
    });
    const linked = Map.groupBy(set.links, ([task]) => task);
    const isRight = (task: string, goal: string | undefined) =>
      (linked.get(task) ?? []).some((link) => link[1] === goal);
    const reader = createTextMatcher(knowing(set.goals.map(asGoal)));
    const read = set.tasks.map((task) => ({
      id: task.id,
      best: reader.read({ id: task.id, ...parts(task.text) }).ranked[0],
    }));
    const suggested = read.filter(({ best }) => (best?.likelihood ?? 0) >= SUGGEST_FROM);
    return {
      suggestedCount: suggested.length,
      right: suggested.filter(({ id, best }) => isRight(id, best?.goalId)).length,
      claimed: suggested.reduce((sum, { best }) => sum + (best?.likelihood ?? 0), 0),
      accuracy: read.filter(({ id, best }) => isRight(id, best?.goalId)).length / linked.size,
    };
  }

  const names = [
    'dronology',
    'dronology-epics',
    'gannt',
    'k8s-kep-a',
    'openstack-cinder',
    'rust-goal-tasks',
    'rust-goal-tasks-half',
  ];

  it('are suggested right in more than half of all cases, and claimed no surer than by a tenth', () => {
    const all = names.map(measure);
    const total = (field: 'right' | 'claimed' | 'suggestedCount') => all.reduce((sum, one) => sum + one[field], 0);
    expect(total('suggestedCount')).toBeGreaterThan(300);
    expect(total('right') / total('suggestedCount')).toBeGreaterThan(0.5);
    expect((total('claimed') - total('right')) / total('suggestedCount')).toBeLessThan(0.1);
  });

  it('have the right goal first as often as measured', () => {
    const mean = names.map(measure).reduce((sum, { accuracy }) => sum + accuracy, 0) / names.length;
    expect(mean).toBeGreaterThan(0.48);
  });
});
