import { describe, expect, it } from 'vitest';
import {
  estimateOf,
  guessMapping,
  isGoalField,
  mergeMapping,
  statusCategory,
  teamNameOf,
} from '../../../src/domain/mapping.ts';
import { guessStatus } from '../../../src/domain/status-words.ts';
import type { FieldValue, Mapping, StatusCategory } from '../../../src/domain/task.ts';

const EMPTY: Mapping = { statuses: {}, goalFields: [], estimateFields: [], teamFields: [] };

describe('guessStatus', () => {
  it.each<[string, StatusCategory | null]>([
    ['To Do', 'todo'],
    ['TODO', 'todo'],
    ['Backlog', 'todo'],
    ['Selected for Development', 'todo'],
    ['In Progress', 'in-progress'],
    ['In Progress 🚧', 'in-progress'],
    ['Doing', 'in-progress'],
    ['Doing – Ana', 'in-progress'],
    ['Code review', 'in-progress'],
    ['Done', 'done'],
    ['✅ Done', 'done'],
    ['Done (week 47)', 'done'],
    ["Won't do", 'done'],
    ['Erledigt', 'done'],
    ['In Arbeit', 'in-progress'],
    ['Zu erledigen', 'todo'],
    ['Terminé', 'done'],
    ['En cours', 'in-progress'],
    ['À faire', 'todo'],
    ['Hecho', 'done'],
    ['En curso', 'in-progress'],
    ['Por hacer', 'todo'],
    ['Concluído', 'done'],
    ['Em andamento', 'in-progress'],
    ['Klaar', 'done'],
    ['Färdig', 'done'],
    ['В работе', 'in-progress'],
    ['Готово', 'done'],
    ['完了', 'done'],
    ['進行中', 'in-progress'],
    ['Not done', null],
    ['Undone', null],
    ['Q4 launch', null],
    ['', null],
  ])('reads %j as %j', (name, category) => {
    expect(guessStatus(name)).toBe(category);
  });
});

describe('guessMapping', () => {
  it('takes the tool’s own category before the name, and “todo” where neither speaks', () => {
    const statuses = [
      { externalId: '1', name: 'Done-ish', category: 'in-progress' as const },
      { externalId: '2', name: 'Doing', category: null },
      { externalId: '3', name: 'Wild ideas', category: null },
    ];
    expect(guessMapping({ statuses, fields: [] }).statuses).toEqual({ 1: 'in-progress', 2: 'in-progress', 3: 'todo' });
  });

  it.each<[keyof Omit<Mapping, 'statuses' | 'editedStatuses'>, string, string]>([
    ['goalFields', 'OKR', 'option'],
    ['goalFields', 'Goal', 'text'],
    ['goalFields', 'Goals', 'text'],
    ['goalFields', 'Objective', 'text'],
    ['goalFields', 'Key Result', 'text'],
    ['goalFields', 'Ziel', 'text'],
    ['goalFields', 'Objectif', 'text'],
    ['goalFields', 'OKR key', 'text'],
    ['estimateFields', 'Story Points', 'number'],
    ['estimateFields', 'Story point estimate', 'number'],
    ['estimateFields', 'Estimate', 'number'],
    ['estimateFields', 'Points', 'number'],
    ['estimateFields', 'Original estimate', 'number'],
    ['estimateFields', 'Aufwand', 'number'],
    ['teamFields', 'Team', 'option'],
    ['teamFields', 'Squad', 'text'],
    ['teamFields', 'Équipe', 'text'],
  ])('finds in %s the field %j', (list, name, kind) => {
    const mapping = guessMapping({ statuses: [], fields: [{ externalId: 'f', name, kind }] });
    expect({ ...mapping, statuses: undefined }).toEqual({ ...EMPTY, statuses: undefined, [list]: ['f'] });
  });

  it.each([
    ['Goal date', 'date'],
    ['Team size', 'number'],
    ['Estimated date', 'date'],
    ['Points', 'datepicker'],
    ['Steam', 'text'],
    ['Goalkeeper', 'text'],
    ['Due date', 'date'],
  ])('makes nothing of the field %j (%s)', (name, kind) => {
    expect(guessMapping({ statuses: [], fields: [{ externalId: 'f', name, kind }] })).toEqual(EMPTY);
  });

  it('prefers points to a plain estimate, and that to the original one', () => {
    const fields = ['Original estimate', 'Estimate', 'Story Points'].map((name) => ({
      externalId: name,
      name,
      kind: 'number',
    }));
    expect(guessMapping({ statuses: [], fields }).estimateFields).toEqual([
      'Story Points',
      'Estimate',
      'Original estimate',
    ]);
  });
});

describe('statusCategory', () => {
  const guessed: Mapping = { ...EMPTY, statuses: { 1: 'in-progress', 9: 'done', shipped: 'done' } };
  const status = (externalId: string | null, name: string, category: StatusCategory | null = null) => ({
    externalId,
    name,
    category,
  });

  it.each<[string, Partial<Mapping> | null, ReturnType<typeof status>, StatusCategory]>([
    ['the mapping by id', null, status('1', 'Whatever'), 'in-progress'],
    ['the mapping by name', null, status('7', 'Shipped'), 'done'],
    ['the tool’s category where nothing is mapped', null, status('7', 'X', 'in-progress'), 'in-progress'],
    ['the name where the tool says nothing', null, status('7', 'Doing'), 'in-progress'],
    ['“todo” where nothing speaks', null, status('7', 'X'), 'todo'],
    ['a card marked complete in “Doing” as done', null, status('1', 'Doing', 'done'), 'done'],
    [
      'a person’s mapping before the tool’s category',
      { statuses: { 9: 'in-progress' } },
      status('9', 'Resolved', 'done'),
      'in-progress',
    ],
    ['no status by the name of an object’s own methods', null, status('7', 'constructor'), 'todo'],
  ])('takes %s', (_, edited, own, expected) => {
    expect(statusCategory(mergeMapping(guessed, edited), own)).toBe(expected);
  });
});

describe('mergeMapping', () => {
  it('changes single statuses and whole lists', () => {
    const guessed: Mapping = {
      statuses: { 1: 'todo', 2: 'done' },
      goalFields: ['a'],
      estimateFields: ['b'],
      teamFields: ['c'],
    };
    expect(mergeMapping(guessed, { statuses: { 1: 'done' }, goalFields: [] })).toEqual({
      statuses: { 1: 'done', 2: 'done' },
      goalFields: [],
      estimateFields: ['b'],
      teamFields: ['c'],
      editedStatuses: { 1: 'done' },
      guessedFields: ['estimateFields', 'teamFields'],
    });
    const guessedFields = ['goalFields', 'estimateFields', 'teamFields'];
    expect(mergeMapping(guessed, null)).toEqual({ ...guessed, guessedFields });
  });
});

describe('a field that was made after the tool’s words were read', () => {
  const okr: FieldValue = { externalId: 'new-1', name: 'OKR', value: 'KR1.1', number: null };
  const points: FieldValue = { externalId: 'new-2', name: 'Story points', value: '3', number: 3 };
  const team: FieldValue = { externalId: 'new-3', name: 'Team', value: 'Atlas', number: null };

  it('means what its name says, as it will when they are read again', () => {
    const mapping = mergeMapping(EMPTY, {});
    expect(isGoalField(mapping, okr)).toBe(true);
    expect(isGoalField(mapping, team)).toBe(false);
    expect(estimateOf(mapping, [okr, points])).toBe(3);
    expect(estimateOf(mapping, [{ ...points, number: null }])).toBeNull();
    expect(teamNameOf(mapping, [okr, team])).toBe('Atlas');
  });

  it('means nothing where a person said which fields do', () => {
    const mapping = mergeMapping(EMPTY, { goalFields: ['x'], estimateFields: [], teamFields: [] });
    expect(isGoalField(mapping, okr)).toBe(false);
    expect(estimateOf(mapping, [points])).toBeNull();
    expect(teamNameOf(mapping, [team])).toBeNull();
  });
});

describe('estimateOf and teamNameOf', () => {
  const field = (externalId: string, value: string, number: number | null = null): FieldValue => ({
    externalId,
    name: externalId,
    value,
    number,
  });

  it.each<[string, FieldValue[], number | null]>([
    ['null without fields', [], null],
    ['the first mapped field with a number', [field('b', '8', 8), field('a', '3', 3)], 3],
    ['the next where the first has none', [field('a', 'XL'), field('b', '8', 8)], 8],
    ['a number typed as text', [field('a', ' 2,5 ')], 2.5],
    ['zero', [field('a', '0', 0)], 0],
    ['null where only other fields have one', [field('z', '5', 5)], null],
  ])('reads %s', (_, fields, expected) => {
    expect(estimateOf({ estimateFields: ['a', 'b'] }, fields)).toBe(expected);
  });

  it.each<[FieldValue[], string | null]>([
    [[], null],
    [[field('t', ' Platform ')], 'Platform'],
    [[field('t', ' '), field('u', 'Apps')], 'Apps'],
    [[field('z', 'Apps')], null],
  ])('reads the team of %j as %j', (fields, expected) => {
    expect(teamNameOf({ teamFields: ['t', 'u'] }, fields)).toBe(expected);
  });
});
