import { describe, expect, it } from 'vitest';
import { isLate, type Sight, sayUnseen } from '../../../src/domain/sight.ts';

const clear: Sight = {
  tool: 'Jira',
  abilities: { scopeNoun: 'project', hasHistory: true, canProveDeletion: true, showsEmail: true },
  scopesLost: 0,
  scopesUnselected: 0,
  tasksLost: 0,
  documentsLost: 0,
  unmatchedPeople: 0,
};

describe('what a connection cannot see', () => {
  it('is nothing where it sees all', () => {
    expect(sayUnseen(clear)).toEqual([]);
  });

  it('says that deletions hide behind permissions where the tool cannot prove them', () => {
    const [said] = sayUnseen({ ...clear, tool: 'Asana', abilities: { ...clear.abilities, canProveDeletion: false } });
    expect(said).toContain('Asana says the same of a deleted task and of a hidden one');
  });

  it('names what was lost before what the tool never shows, with its figure', () => {
    const said = sayUnseen({
      ...clear,
      abilities: { ...clear.abilities, showsEmail: false },
      scopesLost: 2,
      tasksLost: 1_204,
      unmatchedPeople: 1,
    });
    expect(said.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      '2 projects',
      '1,204 tasks',
      '1 account',
      'Jira mostly',
    ]);
  });

  it('says what a refused search costs, after what is lost', () => {
    const abilities = { scopeNoun: 'space' };
    const said = sayUnseen({ ...clear, tool: 'Confluence', abilities, isSearchRefused: true, documentsLost: 1 });
    expect(said).toEqual([
      expect.stringMatching(/^1 document/),
      expect.stringMatching(/^Confluence refuses its search to these credentials: each space /),
    ]);
  });

  it('asks of a wiki nothing a wiki has not', () => {
    expect(sayUnseen({ ...clear, tool: 'Notion', abilities: { scopeNoun: 'data source' } })).toEqual([]);
  });
});

describe('a connection is late', () => {
  it('before anything was read, and when nothing was for three polls of the slowest kind', () => {
    expect(isLate(null, 0)).toBe(true);
    expect(isLate(0, 45 * 60_000)).toBe(false);
    expect(isLate(0, 45 * 60_000 + 1)).toBe(true);
  });
});
