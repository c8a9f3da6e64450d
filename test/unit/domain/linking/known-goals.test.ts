import { describe, expect, it } from 'vitest';
import { goalsOfLabel } from '../../../../src/domain/linking/known-goals.ts';

const nothing: Parameters<typeof goalsOfLabel>[0] = {
  accepted: [],
  rejected: [],
  structural: [],
  isOpen: false,
  decision: null,
  isKtloByRule: false,
};

describe('what a task is known to serve', () => {
  it.each<[string, Partial<typeof nothing>, readonly string[] | null]>([
    ['is not known where nobody and nothing says', {}, null],
    ['is what people accepted, with what structure adds', { accepted: ['o2'], structural: ['o1', 'o2'] }, ['o1', 'o2']],
    ['is what structure says', { structural: ['o1'], rejected: ['o2'] }, ['o1']],
    ['is none where a person said that it keeps the lights on', { decision: 'ktlo', structural: ['o1'] }, []],
    ['is a goal where a person accepted one all the same', { decision: 'ktlo', accepted: ['o1'] }, ['o1']],
    ['is none where it was put off and nothing ties it', { decision: 'not-now' }, []],
    ['is still its goal where it was only put off', { decision: 'not-now', structural: ['o1'] }, ['o1']],
    ['is none where it was approved outside the goals', { decision: 'approved' }, []],
    ['is not known where a decision is awaited', { decision: 'pending-decision' }, null],
    ['is none by a rule that says so', { isKtloByRule: true }, []],
    ['is none where every goal asked about was refused', { rejected: ['o1'] }, []],
    ['is not known while another goal is suggested', { rejected: ['o1'], isOpen: true }, null],
  ])('%s', (_title, given, goals) => {
    expect(goalsOfLabel({ ...nothing, ...given })).toEqual(goals);
  });
});
