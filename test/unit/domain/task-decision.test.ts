import { describe, expect, it } from 'vitest';
import {
  decisionSentence,
  dueSentence,
  nextCycleDay,
  promiseIn,
  type TaskDecision,
  whomToAsk,
} from '../../../src/domain/task-decision.ts';
import { byId, GOALS } from './make.ts';

const goals = byId(GOALS);

function decision(given: Partial<TaskDecision>): TaskDecision {
  return {
    taskId: 'c1.1',
    says: 'not-now',
    because: 'the import comes first',
    by: 'Ana',
    fromOn: '2026-11-01',
    untilOn: '2027-01-03',
    revisitOn: '2027-01-04',
    yieldsToGoalId: null,
    asked: null,
    times: 1,
    ...given,
  };
}

describe('what is said of a decision', () => {
  it.each([
    [
      'the goal it makes room for',
      { yieldsToGoalId: 'kr1.1' },
      /until 2027-01-04, because the import comes first; it makes room for KR1\.1 “.+”\.$/,
    ],
    [
      'not the goal that its reason names',
      { yieldsToGoalId: 'kr1.1', because: 'kr1.1 first' },
      /because kr1\.1 first\.$/,
    ],
    ['how often', { times: 2 }, /^Ana said “not now” for the second time, until 2027-01-04/],
    ['how often, after the second', { times: 3 }, /for the 3rd time, until/],
    ['how often, after the tenth', { times: 11 }, /for the 11th time, until/],
    [
      'a reason of several lines in one',
      { because: 'the import\n\ncomes first.\n' },
      /because the import comes first\.$/,
    ],
    [
      'whom it waits for',
      { says: 'pending-decision', asked: 'Mara', untilOn: null, revisitOn: null } as const,
      /^It waits for Mara to decide; Ana asked, because/,
    ],
  ])('names %s', (_, given, words) => {
    expect(decisionSentence(decision(given), goals)).toMatch(words);
  });

  it('on its day is told from what comes after it, whatever its reason', () => {
    const promise = dueSentence(decision({ because: 'we; now wait.' }));
    expect(promise).toBe('Ana put it off until 2027-01-04, because we; now wait; now is the time to decide.');
    expect(promiseIn(`${promise} No why yet: no labels.`)).toBe(promise);
    expect(promiseIn('No why yet: no labels.')).toBeNull();
  });
});

it('the next cycle is the first to begin after today', () => {
  const cycles = [{ startsOn: '2027-04-01' }, { startsOn: '2027-01-01' }, { startsOn: '2026-10-01' }];
  expect(nextCycleDay(cycles, '2026-11-22')).toBe('2027-01-01');
  expect(nextCycleDay(cycles, '2027-01-01')).toBe('2027-04-01');
  expect(nextCycleDay(cycles, '2027-04-01')).toBeNull();
});

describe('whom to ask', () => {
  const person = (
    id: string,
    managerId: string | null,
    teamId: string | null,
    role: 'owner' | 'leader' | 'manager' | 'member',
  ) => ({
    id,
    managerId,
    teamId,
    role,
    leftAt: null,
  });
  const people = [
    person('olga', null, null, 'owner'),
    person('lea', 'olga', null, 'leader'),
    person('mara', 'lea', 'ward', 'manager'),
    person('max', 'mara', 'ward', 'member'),
    person('bert', 'lea', 'lab', 'manager'),
  ];

  it.each([
    ['who leads the team, then those above', { teamId: 'ward', assigneeId: null }, 'max', ['mara', 'lea', 'olga']],
    ['the next above where that one asks', { teamId: 'ward', assigneeId: null }, 'mara', ['lea', 'olga']],
    [
      'who leads its assignee’s team where it has none',
      { teamId: null, assigneeId: 'max' },
      null,
      ['mara', 'lea', 'olga'],
    ],
    ['the owners where there is no team', { teamId: null, assigneeId: null }, 'max', ['olga']],
  ])('is %s', (_, task, askerId, expected) => {
    expect(whomToAsk(task, people, askerId)).toEqual(expected);
  });

  it('is nobody who left, and nobody twice in a ring of managers', () => {
    const left = people.map((one) => (one.id === 'mara' ? { ...one, leftAt: new Date(0) } : one));
    expect(whomToAsk({ teamId: 'ward', assigneeId: null }, left, 'max')).toEqual(['lea', 'olga']);
    const ring = people.map((one) => (one.id === 'lea' ? { ...one, managerId: 'mara' } : one));
    expect(whomToAsk({ teamId: 'ward', assigneeId: null }, ring, 'max')).toEqual(['mara', 'lea', 'olga']);
  });
});
