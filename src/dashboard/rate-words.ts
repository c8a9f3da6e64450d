import { formatDecimal, formatExactRate } from './format.ts';
import { rateTexts as texts } from './texts/en/review.tsx';

/** As many decimals as it takes to see one task move the rate of a large organisation. */
const DECIMALS = [1, 2] as const;

/** "moves the rate from 61.2 % to 61.4 %"; null where no rate is known. Both 0 to 1. */
export function sayRateMove(now: number | null, after: number | null): string | null {
  if (now === null || after === null) return null;
  for (const decimals of DECIMALS) {
    const [from, to] = [formatExactRate(now, decimals), formatExactRate(after, decimals)];
    if (from !== to) return texts.moves(from, to);
  }
  const here = formatExactRate(now, 1);
  return now === after ? texts.leaves(here) : texts.movesLittle(here, formatDecimal(0.01, 2));
}

/** "+0.2 points", beside a row; null where it moves by less than can be seen. */
export function sayRateGain(now: number | null, after: number | null): string | null {
  const points = now === null || after === null ? 0 : (after - now) * 100;
  for (const decimals of DECIMALS) {
    if (Number(points.toFixed(decimals)) > 0) return texts.gain(formatDecimal(points, decimals));
  }
  return null;
}
