import { describe, expect, it } from 'vitest';
import { allowanceInForce, cyclesOn } from '../../../src/domain/allowance-in-force.ts';

const common = { teamId: null, cycleId: null, share: 0.1 };
const commonQ4 = { teamId: null, cycleId: 'q4', share: 0.2 };
const team = { teamId: 'ops', cycleId: null, share: 0.3 };
const teamQ4 = { teamId: 'ops', cycleId: 'q4', share: 0.4 };

describe('the allowance in force', () => {
  it.each([
    ['of team and cycle before all else', [common, commonQ4, team, teamQ4], 'ops', ['q4'], teamQ4],
    ['of the team in any cycle before what holds for all', [common, commonQ4, team], 'ops', ['q4'], team],
    ['of everybody in the cycle', [common, commonQ4], 'ops', ['q4'], commonQ4],
    ['of everybody in any cycle', [common, commonQ4], 'ops', ['q1'], common],
    ['of everybody, for work of no team', [common, team], null, [], common],
    ['of no other cycle', [teamQ4], 'ops', ['q1'], null],
    ['of no other team', [teamQ4, team], 'lab', ['q4'], null],
  ] as const)('is that %s', (_, allowances, teamId, cycleIds, expected) => {
    expect(allowanceInForce(allowances, teamId, cycleIds)).toEqual(expected);
    expect(allowanceInForce(allowances.toReversed(), teamId, cycleIds)).toEqual(expected);
  });
});

describe('the cycles of a day', () => {
  it('are those it is in, both ends counted, a quarter before its year', () => {
    const cycle = (id: string, startsOn: string, endsOn: string) => ({ id, name: id, startsOn, endsOn });
    const cycles = [
      cycle('year', '2026-01-01', '2026-12-31'),
      cycle('q4', '2026-10-01', '2026-12-31'),
      cycle('q3', '2026-07-01', '2026-09-30'),
    ];
    const on = (day: string) => cyclesOn(cycles, day).map(({ id }) => id);
    expect(on('2026-10-01')).toEqual(['q4', 'year']);
    expect(on('2026-09-30')).toEqual(['q3', 'year']);
    expect(on('2027-01-01')).toEqual([]);
  });
});
