import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDueDay } from '../../../src/domain/proposal-day.ts';
import { readMeasure, readQuantity } from '../../../src/domain/proposal-measure.ts';

describe('the measure in a sentence', () => {
  it.each([
    ['Raise NPS from 30 to 45 by 2026-12-31', 30, 45, null, '2026-12-31', 'Raise NPS'],
    ['Cut churn from 4.5% to 3% by end of Q4 2026.', 4.5, 3, '%', '2026-12-31', 'Cut churn.'],
    ['Grow revenue from €1,200 to €1,500.50 (monthly)', 1200, 1500.5, '€', null, 'Grow revenue (monthly)'],
    ['Cut lead time from 12 days to 5 days until 31 October 2026', 12, 5, 'days', '2026-10-31', 'Cut lead time'],
    ['Sign-ups from 10k to 25k by December 31, 2026', 10_000, 25_000, null, '2026-12-31', 'Sign-ups'],
    ['Revenue from $1.2M to $2M', 1_200_000, 2_000_000, '$', null, 'Revenue'],
    [
      'Umsatz von 1.200 € auf 1.500,5 € bis zum 31.12.2026 steigern',
      1200,
      1500.5,
      '€',
      '2026-12-31',
      'Umsatz steigern',
    ],
    [
      'Faire passer le délai de 12,5 à 8 jours d’ici le 30 juin 2027',
      12.5,
      8,
      'jours',
      '2027-06-30',
      'Faire passer le délai',
    ],
    ['Subir la cuota de 10 a 15 % antes del 31 de diciembre de 2026', 10, 15, '%', '2026-12-31', 'Subir la cuota'],
    ['NPS 30 → 45', 30, 45, null, null, 'NPS'],
    ['Margin from -2 to +3 points', -2, 3, 'points', null, 'Margin'],
    ['Launch in Spain by March 2027', null, null, null, '2027-03-31', 'Launch in Spain'],
  ])('is read from “%s”', (text, from, to, unit, by, rest) => {
    expect(readMeasure(text)).toEqual({ from, to, unit, by, rest });
  });

  it.each([
    ['Respond to the audit from 2024 to 2026'],
    ['Raise it from 10 to 15k'],
    ['Gewicht 1.200 → 1.500'],
    ['Move from 3 days to 5 regions'],
    ['Stand by 45 people'],
    ['From strategy to 3 teams'],
    ['Be ready by 2026'],
    ['Ship by 03/04/2026'],
    ['Ship by 31 December'],
  ])('is not guessed from “%s”', (text) => {
    expect(readMeasure(text)).toBeNull();
  });

  it('keeps what is sure of one half when the other is in doubt', () => {
    expect(readMeasure('Von 10 auf 15k bis 31.12.2026')).toMatchObject({ from: null, to: null, by: '2026-12-31' });
  });

  it('never throws, and gives only numbers that are numbers and days that exist', () => {
    const piece = fc.constantFrom(
      'from ',
      'to ',
      'by ',
      '1',
      '0',
      ',',
      '.',
      '%',
      ' ',
      'k',
      'von ',
      'auf ',
      '€',
      'end of ',
      '2026',
      '-',
      '12',
      'Q4 ',
      'May ',
      '→',
      '31.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const { from = null, to = null, by = null } = readMeasure(pieces.join('')) ?? {};
        for (const value of [from, to]) expect(value === null || Number.isFinite(value)).toBe(true);
        expect(by === null || readDueDay(by) === by).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a number', () => {
  it.each([
    ['1,234', 'english', 1234],
    ['1.234', 'english', 1.234],
    ['1.234', 'continental', 1234],
    ['1,234', 'continental', 1.234],
    ['1.234', null, null],
    ['1,234', null, 1234],
    ['0.125', null, 0.125],
    ['12.5', null, 12.5],
    ['12,5', 'english', 12.5],
    ['1.234.567', null, 1_234_567],
    ['1,234.5', 'continental', 1234.5],
    ['1 234,5', null, 1234.5],
    ["1'234", null, 1234],
    ['1,23,4', null, null],
    ['−7', null, -7],
    ['-0.5', null, -0.5],
    ['12.34.5', null, null],
  ] as const)('“%s” in %s writing is %s', (text, writing, value) => {
    expect(readQuantity(text, writing)?.value ?? null).toBe(value);
  });
});

describe('a day', () => {
  it.each([
    ['2026-12-31', '2026-12-31'],
    ['2026-02-30', null],
    ['31.12.2026', '2026-12-31'],
    ['31/12/2026', '2026-12-31'],
    ['12/31/2026', '2026-12-31'],
    ['03/04/2026', null],
    ['1er janvier 2027', '2027-01-01'],
    ['2. Mai 2027', '2027-05-02'],
    ['Feb 2028', '2028-02-29'],
    ['market 2026', null],
    ['Q3 2026', '2026-09-30'],
    ['2026-Q1', '2026-03-31'],
    ['T4 2026', '2026-12-31'],
    ['H1 2026', '2026-06-30'],
    ['Ende 2026', '2026-12-31'],
    ['end of March 2026', '2026-03-31'],
    ['2026', null],
    ['soon', null],
  ])('“%s” is %s', (text, day) => {
    expect(readDueDay(text)).toBe(day);
  });
});
