import { expect, it } from 'vitest';
import { fingerprintOf } from '../../../src/domain/evidence/fingerprint.ts';
import { fnv1a } from '../../../src/domain/fnv.ts';
import { createBoilerplateLearner } from '../../../src/domain/linking/boilerplate.ts';
import { nameHash } from '../../../src/domain/linking/name-hash.ts';

it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('gives what FNV-1a gives for “%s”, also piece by piece', (text, expected) => {
  expect(fnv1a(text) >>> 0).toBe(expected);
  expect(fnv1a(text.slice(2), fnv1a(text.slice(0, 2))) >>> 0).toBe(expected);
});

it('gives fingerprints, choices and learnt lines as they are stored already', () => {
  const place = 'label okr:kr1.2';
  const hop = {
    kind: 'label',
    taskId: 'jira.1',
    scopeId: null,
    place,
    value: 'okr:kr1.2',
    readAt: 5,
    by: null,
  } as const;
  expect(fingerprintOf('stated', 'kr1.2', [hop])).toBe('stated:d6265bcaa091bb65');
  expect(['jira.10001', '', 'Größe ✓'].map(nameHash)).toEqual([4142419801, 1572119809, 483889998]);
  const learner = createBoilerplateLearner([]);
  for (const word of ['wards', 'trays', 'lifts', 'pumps', 'scans', 'carts'])
    learner.read(`Steps to reproduce it\nAs a … I want …\nShow all ${word}`);
  expect(learner.learnt()).toEqual([1410916108471995, 3306059328847097]);
});
