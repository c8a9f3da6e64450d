import type { Precision } from './precision.ts';
import { thousands } from './wording.ts';

/** As much of a precision report as its sentence needs. */
export interface Told {
  readonly decided: number;
  readonly missing: number;
  readonly measured: { readonly all: Precision; readonly automatic: Precision } | null;
}

/** How good the links are, in the words of all views; where too little was decided, how much is missing. */
export function precisionSentence({ decided, missing, measured }: Told): string {
  if (!measured) {
    const made = decided === 0 ? 'none was made yet' : `${decided} ${decided === 1 ? 'is' : 'are'} made`;
    return `${missing} more ${missing === 1 ? 'decision' : 'decisions'} on links will say how good they are; ${made}.`;
  }
  const { all, automatic } = measured;
  const links = `${thousands(all.decided)} links that people decided on in twelve months`;
  const sure = automatic.decided === 0 ? '' : `; of those linked without asking ${rightOf(automatic)}`;
  return `Of ${links} ${thousands(all.right)} were right, ${rateWithBounds(all)}${sure}.`;
}

function rightOf(precision: Precision): string {
  return `${thousands(precision.right)} of ${thousands(precision.decided)}, ${rateWithBounds(precision)}`;
}

/** "90 % (79 to 96 %)"; "nothing decided" where nothing was. */
export function rateWithBounds({ precision, low, high }: Precision): string {
  if (precision === null || low === null || high === null) return 'nothing decided';
  return `${percent(precision)} % (${percent(low)} to ${percent(high)} %)`;
}

/** "0.85 to 0.95". */
export function bandWords({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${from.toFixed(2)} to ${to.toFixed(2)}`;
}

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-11` → "Nov 2026". */
export function monthWords(month: string): string {
  return `${MONTH_NAMES[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}
