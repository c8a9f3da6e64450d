import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmptyDifference } from '../../../../src/domain/import/difference.ts';
import {
  diffGoals,
  draftOfGoal,
  GOAL_COLUMNS,
  type GoalImportContext,
  readGoals,
} from '../../../../src/domain/import/goals.ts';
import { byId, CYCLES, makeGoal } from '../make.ts';

const nothing: GoalImportContext = { goals: [], cycles: [], emails: null };

function rows(...values: Record<string, unknown>[]) {
  return values.map((one, index) => ({ row: index + 2, values: one }));
}

const vision = { key: 'V', kind: 'vision', title: 'Be trusted' };
const objective = { key: 'O1', kind: 'objective', title: 'Onboarding', parent: 'V' };
const keyResult = {
  key: 'KR1.1',
  kind: 'Key Result',
  title: 'Days to go-live',
  description: ' Median ',
  parent: 'o1',
  cycle: '2026-Q4',
  from: '1,200',
  to: 7,
  unit: 'days',
  by: '2026-12-31',
  owner: 'Ana@Acme.example',
  team: 'Apps',
  commitment: 'Committed',
  weight: '0.5',
};

describe('readGoals', () => {
  it('reads every column, from text or typed values, in any order of rows', () => {
    const { records, errors } = readGoals(rows(keyResult, objective, vision), {
      ...nothing,
      emails: ['ana@acme.example'],
    });
    expect(errors).toEqual([]);
    expect(records?.[0]).toEqual({
      key: 'KR1.1',
      kind: 'key-result',
      title: 'Days to go-live',
      description: 'Median',
      parentKey: 'o1',
      cycle: { name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31' },
      from: 1200,
      to: 7,
      unit: 'days',
      by: '2026-12-31',
      ownerEmail: 'ana@acme.example',
      team: 'Apps',
      commitment: 'committed',
      weight: 0.5,
    });
    expect(records?.[1]).toMatchObject({
      key: 'O1',
      parentKey: 'V',
      cycle: null,
      from: null,
      commitment: null,
      weight: 1,
      description: '',
    });
  });

  it.each([
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['Q1 2027', '2027-01-01', '2027-03-31'],
    ['2026Q2', '2026-04-01', '2026-06-30'],
    ['2026-H1', '2026-01-01', '2026-06-30'],
    ['2026', '2026-01-01', '2026-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
  ])('knows the days of the cycle %s', (cycle, startsOn, endsOn) => {
    expect(readGoals(rows({ ...vision, cycle }), nothing).records?.[0]?.cycle).toEqual({
      name: cycle,
      startsOn,
      endsOn,
    });
  });

  it('takes a stored cycle by its name, and a stored goal as a parent', () => {
    const cycle = { name: 'Spring push', startsOn: '2026-03-10', endsOn: '2026-05-20' };
    const context = {
      ...nothing,
      cycles: [cycle],
      goals: [{ key: 'O9', kind: 'objective' as const, parentKey: null }],
    };
    const { records } = readGoals(rows({ ...keyResult, parent: 'O9', cycle: 'spring push' }), context);
    expect(records?.[0]).toMatchObject({ cycle, parentKey: 'O9' });
  });

  it('reads a day that YAML gave as a date', () => {
    expect(readGoals(rows({ ...vision, by: new Date('2026-12-31T00:00:00Z') }), nothing).records?.[0]?.by).toBe(
      '2026-12-31',
    );
  });

  it.each<[string, Record<string, unknown>[], [number, string | null, string][]]>([
    [
      'an unknown column, once',
      [
        { ...vision, Prio: 1 },
        { ...objective, Prio: 2 },
      ],
      [[2, 'Prio', `is not a known column; known are ${GOAL_COLUMNS.join(', ')}`]],
    ],
    [
      'missing cells',
      [{ title: '' }],
      [
        [2, 'kind', 'is missing; one of vision, objective, key-result'],
        [2, 'key', 'is missing'],
        [2, 'title', 'is missing'],
      ],
    ],
    ['a wrong kind', [{ ...vision, kind: 'dream' }], [[2, 'kind', 'must be one of vision, objective, key-result']]],
    [
      'a key twice, as people would write it',
      [vision, { ...objective, key: 'O1' }, { ...objective, key: 'o-1' }],
      [[4, 'key', 'o-1 is already in row 3']],
    ],
    ['a key of signs', [{ ...vision, key: '##' }], [[2, 'key', '“##” holds no letter or number']]],
    ['a missing parent', [objective], [[2, 'parent', 'there is no goal V']]],
    [
      'a ring of parents',
      [
        { ...objective, parent: 'O2' },
        { ...objective, key: 'O2', parent: 'O1' },
      ],
      [
        [2, 'parent', 'O1 would be above itself'],
        [3, 'parent', 'O2 would be above itself'],
      ],
    ],
    ['its own parent', [{ ...objective, parent: 'O1' }], [[2, 'parent', 'O1 would be above itself']]],
    [
      'an objective under a key result',
      [
        { ...keyResult, parent: '', owner: '' },
        { ...objective, parent: 'KR1.1' },
      ],
      [[3, 'parent', 'an objective cannot be under a key result, as KR1.1 is']],
    ],
    [
      'a day that does not exist',
      [{ ...vision, by: '2026-02-30' }],
      [[2, 'by', '“2026-02-30” is not a day; write it as 2026-12-31']],
    ],
    [
      'an unknown cycle',
      [{ ...vision, cycle: 'next one' }],
      [[2, 'cycle', '“next one” is not a known cycle; write 2026-Q4, 2026-H2, 2026-11 or 2026']],
    ],
    [
      'what is no number',
      [{ ...vision, from: 'many', to: '7d' }],
      [
        [2, 'from', '“many” is not a number'],
        [2, 'to', '“7d” is not a number'],
      ],
    ],
    ['a start without an end', [{ ...vision, from: 1 }], [[2, 'to', 'is missing beside “from”']]],
    ['a negative weight', [{ ...vision, weight: -1 }], [[2, 'weight', 'must not be negative']]],
    ['a list in a cell', [{ ...vision, team: ['a'] }], [[2, 'team', 'must be a single value']]],
    ['an owner who is no address', [{ ...vision, owner: 'Ana' }], [[2, 'owner', '“ana” is not an e-mail address']]],
    [
      'all faults of all rows',
      [
        { ...vision, by: 'x' },
        { ...objective, parent: 'Z' },
      ],
      [
        [2, 'by', '“x” is not a day; write it as 2026-12-31'],
        [3, 'parent', 'there is no goal Z'],
      ],
    ],
  ])('reports %s', (_, values, expected) => {
    const { records, errors } = readGoals(rows(...values), nothing);
    expect(records).toBe(null);
    expect(errors.map(({ row, column, message }) => [row, column, message])).toEqual(expected);
  });

  it('reports an unknown owner where people are known', () => {
    const { errors } = readGoals(rows({ ...vision, owner: 'zoe@acme.example' }), {
      ...nothing,
      emails: ['ana@acme.example'],
    });
    expect(errors).toEqual([
      { row: 2, column: 'owner', message: 'nobody with the e-mail zoe@acme.example is known; import people first' },
    ]);
  });

  it('never throws, whatever is in the cells', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.object(),
    );
    const row = fc.record(Object.fromEntries(GOAL_COLUMNS.map((column) => [column, cell])), { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (values) => {
        const { records, errors } = readGoals(rows(...values), nothing);
        expect(records === null).toBe(errors.length > 0);
      }),
    );
  });
});

describe('diffGoals', () => {
  const read = (...values: Record<string, unknown>[]) => readGoals(rows(...values), nothing).records ?? [];

  it('is empty when the same file is imported twice', () => {
    const current = read(vision, objective, keyResult);
    const difference = diffGoals(current, read(keyResult, vision, objective));
    expect(difference).toEqual({ added: [], changed: [], missing: [], unchangedCount: 3 });
    expect(isEmptyDifference(difference)).toBe(true);
  });

  it('names what is new, what changed from what to what, and what is not in the file', () => {
    const difference = diffGoals(
      read(vision, objective),
      read({ ...objective, title: 'Faster onboarding', parent: '' }, keyResult),
    );
    expect(difference.added.map(({ key }) => key)).toEqual(['KR1.1']);
    expect(difference.changed).toMatchObject([
      {
        key: 'O1',
        fields: [
          { name: 'title', from: 'Onboarding', to: 'Faster onboarding' },
          { name: 'parentKey', from: 'V', to: null },
        ],
      },
    ]);
    expect(difference.missing).toEqual(['V']);
  });

  it('sees a stored goal as the file would say it', () => {
    const stored = makeGoal('KR1.1', {
      title: 'Days to go-live',
      description: 'Median',
      parentId: 'o1',
      cycleId: 'q4',
      from: 1200,
      to: 7,
      unit: 'days',
      by: '2026-12-31',
      ownerId: 'p1',
      team: 'Apps',
      commitment: 'committed',
      weight: 0.5,
    });
    const draft = draftOfGoal(stored, byId([stored, makeGoal('O1')]), CYCLES, new Map([['p1', 'ana@acme.example']]));
    expect(
      isEmptyDifference(diffGoals([draft], read(vision, objective, { ...keyResult, parent: 'O1' }).slice(2))),
    ).toBe(true);
  });
});
