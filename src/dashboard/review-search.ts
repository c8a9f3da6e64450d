import type { Weight } from '../api/schemas/common.ts';
import { WEIGHTS } from '../domain/alignment.ts';

/** How the questions are looked at, as it stands in the page's address. */
export interface ReviewSearch {
  /** One at a time where left out. */
  view?: 'list';
  /** In percent: only questions about a goal at least so likely. */
  from?: number;
  /** What the rate is weighed by; as the organisation has it where left out. */
  weight?: Weight;
}

/** Reads an address; what is not understood is left out. */
export function readReviewSearch(raw: Record<string, unknown>): ReviewSearch {
  const from = Number(raw.from);
  const weight = WEIGHTS.find((known) => known === raw.weight);
  return {
    ...(raw.view === 'list' ? { view: 'list' as const } : {}),
    ...(raw.from && Number.isInteger(from) && from > 0 && from <= 100 ? { from } : {}),
    ...(weight ? { weight } : {}),
  };
}
