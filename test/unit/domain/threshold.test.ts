import { describe, expect, it } from 'vitest';
import type { DecidedLink } from '../../../src/domain/precision.ts';
import { moveThreshold, sayThreshold, type ThresholdMove, thresholdInForce } from '../../../src/domain/threshold.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-18T03:00:00Z');

function link(likelihood: number, isRight: boolean, given: Partial<DecidedLink> = {}): DecidedLink {
  const at = NOW - 10 * DAY_MS;
  const base = { at, isRight, isAutomatic: true, likelihood, kind: 'stated', structural: likelihood, learned: null };
  return { ...base, ...given } as DecidedLink;
}

/** So many right and wrong ones. */
function links(likelihood: number, right: number, wrong: number, given: Partial<DecidedLink> = {}): DecidedLink[] {
  return Array.from({ length: right + wrong }, (_, at) => link(likelihood, at < right, given));
}

const move = (to: number | null, daysAgo: number, isByPerson = false): ThresholdMove => ({
  at: NOW - daysAgo * DAY_MS,
  to,
  isByPerson,
});
const structural = (decided: readonly DecidedLink[], moves: readonly ThresholdMove[] = [], set = 0.7) =>
  moveThreshold('structural', set, moves, decided, NOW);

describe('the threshold', () => {
  it.each<[string, DecidedLink[]]>([
    ['nothing was decided', []],
    ['fewer than ten were, all of them wrong', links(0.9, 0, 9)],
    ['the promise is kept', links(0.9, 96, 4)],
    ['it may be chance that it is not', links(0.9, 18, 2)],
    ['the wrong ones lie below it', [...links(0.9, 20, 0), ...links(0.6, 0, 20)]],
    ['the wrong ones are older than 90 days', links(0.9, 0, 20, { at: NOW - 91 * DAY_MS })],
    ['the wrong ones were suggestions that two goals contradicted', links(0.9, 0, 20, { isAutomatic: false })],
    ['the wrong ones were learned', links(0.9, 0, 20, { kind: 'learned', structural: null, learned: 0.9 })],
  ])('stays where %s', (_, decided) => {
    expect(structural(decided)).toBeNull();
  });

  it('goes one step up where fewer were right than promised, and says so with the numbers', () => {
    const wanted = structural(links(0.9, 15, 7));
    expect(wanted?.to).toBe(0.72);
    expect(wanted?.because).toBe(
      'Of 22 links from labels, fields, parents and rules with a likelihood of 0.70 or more that people decided on in 90 days 15 were right, fewer than the 95 % that is promised: a link without asking now needs a likelihood of 0.72.',
    );
    expect([wanted?.precision.right, wanted?.precision.decided]).toEqual([15, 22]);
  });

  it('climbs night by night only as far as the wrong ones reach', () => {
    const decided = [...links(0.76, 2, 10), ...links(0.9, 40, 0)];
    const moves: ThresholdMove[] = [];
    for (let night = 0; night < 10; night++) {
      const wanted = moveThreshold('structural', 0.7, moves, decided, NOW + night * DAY_MS);
      if (wanted) moves.push({ at: NOW + night * DAY_MS, to: wanted.to, isByPerson: false });
    }
    expect(moves.map(({ to }) => to)).toEqual([0.72, 0.74, 0.76, 0.78]);
  });

  it('moves once a night, whoever asks again', () => {
    expect(structural(links(0.9, 0, 20), [move(0.72, 0)])).toBeNull();
    expect(structural(links(0.9, 0, 20), [move(0.72, 0.99)])?.to).toBe(0.74);
  });

  it('ends at certainty, where nothing stands without asking', () => {
    expect(structural(links(1, 0, 20), [move(0.99, 2)])?.to).toBe(1);
    expect(structural(links(1, 0, 20), [move(1, 2)])).toBeNull();
  });

  it('counts suggestions that only a move withheld: people answer those both ways', () => {
    const asked = links(0.85, 0, 12, { isAutomatic: false, at: NOW - DAY_MS });
    expect(structural(asked, [move(0.8, 30)])).toBeNull();
    const withheld = links(0.89, 20, 0, { isAutomatic: false, at: NOW - DAY_MS });
    expect(structural(withheld, [move(0.9, 30)])?.to).toBe(0.89);
  });

  it('comes down again a smaller step, a week after it moved, where the promise is kept there too', () => {
    const right = links(0.89, 20, 0);
    expect(structural(right, [move(0.9, 7)])?.to).toBe(0.89);
    expect(structural(right, [move(0.9, 6)])).toBeNull();
    expect(structural(links(0.89, 18, 2), [move(0.9, 7)])).toBeNull();
    expect(structural(links(0.89, 9, 0), [move(0.9, 7)])).toBeNull();
  });

  it('never goes below what the organisation set', () => {
    const wanted = structural(links(0.9, 20, 0), [move(0.705, 8)]);
    expect(wanted).toMatchObject({
      to: null,
      because: 'What people decided is as promised again: a link without asking needs a likelihood of 0.70, as set.',
    });
    expect(structural([], [move(0.8, 1)], 0.85)?.to).toBeNull();
    expect(thresholdInForce(0.85, 0.8)).toBe(0.85);
    expect(thresholdInForce(0.7, null)).toBe(0.7);
  });

  it('that a person set back moves again only for what is decided afterwards', () => {
    const before = links(0.9, 0, 30);
    expect(structural(before, [move(0.8, 6), move(null, 5, true)])).toBeNull();
    const after = links(0.9, 0, 12, { at: NOW - 4 * DAY_MS });
    expect(structural([...before, ...after], [move(0.8, 6), move(null, 5, true)])?.to).toBe(0.72);
  });

  it('of learned links is one of its own', () => {
    const learned = links(0.92, 5, 10, { kind: 'learned', structural: null, learned: 0.92 });
    expect(structural(learned)).toBeNull();
    expect(moveThreshold('learned', 0.913, [], learned, NOW)?.to).toBe(0.933);
    const alsoStated = links(0.92, 5, 10, { learned: 0.92 });
    expect(moveThreshold('learned', 0.9, [], alsoStated, NOW)).toBeNull();
  });
});

describe('what is said to who may not see every task', () => {
  it('has no number of tasks in it', () => {
    expect(sayThreshold('structural', 0.7, null)).toBe(
      'Links from labels, fields, parents and rules stand without asking from a likelihood of 0.70 on: as set.',
    );
    expect(sayThreshold('learned', 0.9, 0.92)).toBe(
      'Links learned from examples stand without asking from a likelihood of 0.92 on: 0.90 was set, and too few of them were right.',
    );
  });
});
