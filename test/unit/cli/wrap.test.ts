import { describe, expect, it } from 'vitest';
import { labelled, wrap } from '../../../src/cli/wrap.ts';

describe('wrap', () => {
  it('keeps words whole and lines within the width', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });
  it('keeps a number and its per cent together', () => {
    expect(wrap('asked from 40 % on', 13)).toEqual(['asked from', '40 % on']);
  });
  it('gives a word longer than the width a line of its own', () => {
    expect(wrap('see https://example.org/a now', 8)).toEqual(['see', 'https://example.org/a', 'now']);
  });
  it('gives nothing for nothing', () => {
    expect(wrap('  ', 8)).toEqual([]);
  });
});

describe('labelled', () => {
  it('sets further lines under the first', () => {
    expect(labelled('Why', 'because it serves a goal', 6, 30)).toEqual(['Why   because it serves a goal']);
    expect(labelled('Why', 'because it serves a goal of ours', 6, 26)).toEqual([
      'Why   because it serves a',
      '      goal of ours',
    ]);
  });
});
