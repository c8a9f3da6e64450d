import { describe, expect, it } from 'vitest';
import { blankOutCode, normaliseTitle, shorten } from '../../../src/domain/normal-text.ts';

describe('normaliseTitle', () => {
  it.each([
    ['Median days to go-live', 'median days to go live'],
    ['  “Median”  DAYS, to go‑live! ', 'median days to go live'],
    ['Réduire les délais', 'reduire les delais'],
    ["The hospital's own", 'the hospitals own'],
    ['기타', '기타'],
    ['ガント', 'ガント'],
    ['Ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
    ['हिन्दी लक्ष्य', 'हिन्दी लक्ष्य'],
    ['🚀 —', ''],
  ])('%j is %j', (title, expected) => {
    expect(normaliseTitle(title)).toBe(expected);
  });
});

describe('shorten', () => {
  it.each([
    ['short', 10, 'short'],
    ['a  b\n c', 10, 'a b c'],
    ['Validate the headers before upload', 20, 'Validate the…'],
    ['Donaudampfschifffahrtsgesellschaft', 10, 'Donaudamp…'],
  ])('%j to %i', (text, max, expected) => {
    expect(shorten(text, max)).toBe(expected);
    expect(shorten(text, max).length).toBeLessThanOrEqual(max);
  });

  it('never cuts a word that has another before it, where that is asked for', () => {
    const title = 'Grow with hospitals that recommend us';
    expect(shorten(title, 19)).toBe('Grow with hospital…');
    expect(shorten(title, 19, 0)).toBe('Grow with…');
    expect(shorten('Krankenhausverwaltung', 10, 0)).toBe('Krankenha…');
  });
});

describe('blankOutCode', () => {
  it.each([
    ['see `KR1.1` here', 'see         here'],
    ['a https://x.example/KR1.1 b', `a ${' '.repeat(23)} b`],
    ['mail ana@x.example', `mail ${' '.repeat(13)}`],
    ['open ```KR1.1', `open ${' '.repeat(8)}`],
    ['{noformat}KR1.1{noformat}!', `${' '.repeat(25)}!`],
    ['plain KR1.1', 'plain KR1.1'],
  ])('%j', (text, expected) => {
    expect(blankOutCode(text)).toBe(expected);
  });
});
