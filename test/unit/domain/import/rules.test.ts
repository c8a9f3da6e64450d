import { describe, expect, it } from 'vitest';
import { isEmptyDifference } from '../../../../src/domain/import/difference.ts';
import { diffRules, draftOfRule, readRules } from '../../../../src/domain/import/rules.ts';
import { makeRule } from '../make.ts';

/** YAML gives `when` as a map; CSV its conditions as columns. `says` stands for the column `then`. */
function rows(...values: { says?: unknown; [column: string]: unknown }[]) {
  return values.map(({ says, ...rest }, index) => ({
    row: index + 2,
    values: Object.fromEntries([...Object.entries(rest), ...(says === undefined ? [] : [['then', says]])]),
  }));
}

const keys = ['KR1.1', 'O2'];
const read = (...values: Parameters<typeof rows>) => readRules(rows(...values), keys);

describe('readRules', () => {
  it('reads both forms, in the file’s order, with the goal’s key as stored', () => {
    const { records, errors } = read(
      { when: { label: 'on-call', tool: 'Jira' }, says: 'KTLO' },
      { text: 'import', label: '', says: 'kr1.1' },
    );
    expect(errors).toEqual([]);
    expect(records?.map((rule) => [rule.position, rule.when, rule.then])).toEqual([
      [1, { tool: 'jira', label: 'on-call' }, 'ktlo'],
      [2, { text: 'import' }, 'KR1.1'],
    ]);
  });

  it.each<[string, Parameters<typeof rows>[0], string | null, string]>([
    [
      'no condition',
      { when: {}, says: 'ktlo' },
      'when',
      'needs at least one of tool, scope, label, type, team, field, text',
    ],
    [
      'an unknown condition',
      { when: { label: 'x', colour: 'red' }, says: 'ktlo' },
      'colour',
      'is not a known column; known are tool, scope, label, type, team, field, text',
    ],
    [
      'an unknown column',
      { label: 'x', prio: 1, says: 'ktlo' },
      'prio',
      'is not a known column; known are tool, scope, label, type, team, field, text, then, when',
    ],
    ['an unknown tool', { tool: 'monday', label: 'x', says: 'ktlo' }, 'tool', 'must be one of jira, asana, trello'],
    [
      'a goal that is not there',
      { label: 'x', says: 'KR7' },
      'then',
      'there is no goal KR7; write a goal’s key, or ktlo',
    ],
    ['no consequence', { label: 'x' }, 'then', 'is missing'],
  ])('reports %s', (_, row, column, message) => {
    expect(read(row).errors).toEqual([{ row: 2, column, message }]);
  });

  it('reports a condition that is no map', () => {
    expect(read({ when: 'label: x', says: 'ktlo' }).errors).toContainEqual({
      row: 2,
      column: 'when',
      message: 'must hold conditions: tool, scope, label, type, team, field, text',
    });
  });
});

describe('diffRules', () => {
  it('is empty when the same file is imported twice, from what is stored', () => {
    const stored = [makeRule(1, { tool: 'jira', label: 'on-call' }, 'ktlo'), makeRule(2, { text: 'import' }, 'kr1.1')];
    const drafts = stored.map((rule) => draftOfRule(rule, (id) => id.toUpperCase()));
    const wanted =
      read({ when: { label: 'on-call', tool: 'jira' }, says: 'ktlo' }, { text: 'import', says: 'KR1.1' }).records ?? [];
    expect(isEmptyDifference(diffRules(drafts, wanted))).toBe(true);
    expect(diffRules(drafts, wanted.slice(0, 1)).missing).toEqual(['2']);
  });
});
