import { describe, expect, it } from 'vitest';
import { diffPeople, PEOPLE_COLUMNS, readPeople } from '../../../../src/domain/import/people.ts';

function rows(...values: Record<string, unknown>[]) {
  return values.map((one, index) => ({ row: index + 2, values: one }));
}

const ana = {
  email: 'Ana@acme.example',
  name: 'Ana Sousa',
  manager: '',
  team: 'Apps',
  jira: '',
  asana: '',
  trello: '@anas',
};
const ben = { email: 'ben@acme.example', name: 'Ben', manager: 'ANA@acme.example' };

describe('readPeople', () => {
  it('reads every column', () => {
    expect(readPeople(rows(ben, ana), [])).toEqual({
      errors: [],
      records: [
        {
          email: 'ben@acme.example',
          name: 'Ben',
          managerEmail: 'ana@acme.example',
          team: null,
          jira: null,
          asana: null,
          trello: null,
        },
        {
          email: 'ana@acme.example',
          name: 'Ana Sousa',
          managerEmail: null,
          team: 'Apps',
          jira: null,
          asana: null,
          trello: 'anas',
        },
      ],
    });
  });

  it('takes a stored person as a manager', () => {
    expect(readPeople(rows(ben), [{ email: 'ana@acme.example', managerEmail: null }]).errors).toEqual([]);
  });

  it.each<[string, Record<string, unknown>[], [number, string, string][]]>([
    [
      'an unknown column',
      [{ ...ana, phone: '1' }],
      [[2, 'phone', `is not a known column; known are ${PEOPLE_COLUMNS.join(', ')}`]],
    ],
    [
      'missing cells',
      [{ team: 'Apps' }],
      [
        [2, 'email', 'is missing'],
        [2, 'name', 'is missing'],
      ],
    ],
    [
      'what is no address',
      [
        { ...ana, email: 'ana' },
        { ...ben, manager: 'boss' },
      ],
      [
        [2, 'email', '“ana” is not an e-mail address'],
        [3, 'manager', '“boss” is not an e-mail address'],
        [3, 'manager', 'nobody with the e-mail boss is in this file or known'],
      ],
    ],
    [
      'a person twice',
      [ana, { ...ana, trello: '', name: 'Ana 2' }],
      [[3, 'email', 'ana@acme.example is already in row 2']],
    ],
    ['an account given to two people', [ana, { ...ben, trello: 'ANAS' }], [[3, 'trello', 'ANAS is already in row 2']]],
    ['an unknown manager', [ben], [[2, 'manager', 'nobody with the e-mail ana@acme.example is in this file or known']]],
    [
      'a ring of managers',
      [{ ...ana, manager: 'ben@acme.example' }, ben],
      [
        [2, 'manager', 'ana@acme.example would be above themselves'],
        [3, 'manager', 'ben@acme.example would be above themselves'],
      ],
    ],
  ])('reports %s', (_, values, expected) => {
    const { records, errors } = readPeople(rows(...values), []);
    expect(records).toBe(null);
    expect(errors.map(({ row, column, message }) => [row, column, message])).toEqual(expected);
  });
});

describe('diffPeople', () => {
  it('is empty when the same file is imported twice, and names what changed', () => {
    const read = (...values: Record<string, unknown>[]) => readPeople(rows(...values), []).records ?? [];
    expect(diffPeople(read(ana, ben), read(ben, ana))).toEqual({
      added: [],
      changed: [],
      missing: [],
      unchangedCount: 2,
    });
    expect(diffPeople(read(ana, ben), read({ ...ana, team: 'Platform' }))).toMatchObject({
      changed: [{ key: 'ana@acme.example', fields: [{ name: 'team', from: 'Apps', to: 'Platform' }] }],
      missing: ['ben@acme.example'],
    });
  });
});
