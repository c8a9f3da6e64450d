import { describe, expect, it } from 'vitest';
import { createKeyRemover } from '../../../src/domain/without-keys.ts';
import { makeGoal } from './make.ts';

const withoutKeys = createKeyRemover([makeGoal('KR1.1'), makeGoal('O2')], []);

describe('a text without keys of goals', () => {
  it.each([
    ['For KR1.1: letters out by ten', 'For : letters out by ten'],
    ['kr-1.1 and KR1.1, and O2 (see O2)', ' and , and  (see )'],
    ['A CO2 sensor is none of KR1.12', 'A CO2 sensor is none of KR1.12'],
    ['Letters out by ten', 'Letters out by ten'],
  ])('%s', (text, left) => {
    expect(withoutKeys(text)).toBe(left);
  });
});
