import type { ByTeamAnswer } from '../api/schemas/alignment.ts';
import { STANDING_OF } from '../domain/alignment.ts';
import { FLAG_STATES } from '../domain/flag.ts';
import { STATE_WORDS } from '../domain/wording.ts';
import { formatRate } from './format.ts';
import type { ListSearch } from './list-search.ts';
import { teamBarsTexts as texts } from './texts/en/overview.tsx';

export type TeamRow = ByTeamAnswer['teams'][number];
export type Part = 'aligned' | 'noWhy' | 'overAllowance' | 'ktlo' | 'approved' | 'notNow' | 'unknown';

/** What a team's work is made of, from left to right. */
export const parts: readonly Part[] = ['aligned', 'noWhy', 'overAllowance', 'ktlo', 'approved', 'notNow', 'unknown'];

/** How a part is called, and the states whose tasks it is made of, as they stand in an address. */
export const partFacts: Record<Part, { readonly words: string; readonly state: string }> = {
  aligned: { words: STATE_WORDS.aligned, state: 'aligned' },
  noWhy: {
    words: STATE_WORDS['no-why'],
    state: FLAG_STATES.filter((state) => STANDING_OF[state] === 'unaligned' && state !== 'over-allowance').join(','),
  },
  overAllowance: { words: texts.beyond, state: 'over-allowance' },
  ktlo: { words: STATE_WORDS.ktlo, state: 'ktlo' },
  approved: { words: texts.approved, state: 'approved' },
  notNow: { words: STATE_WORDS['not-now'], state: 'not-now' },
  unknown: { words: texts.unseen, state: 'unknown' },
};

export function amountOf({ aligned, unaligned, unknown, parts: told }: TeamRow, part: Part): number {
  if (part === 'aligned') return aligned;
  if (part === 'unknown') return unknown;
  return part === 'noWhy' ? Math.max(0, unaligned - told.overAllowance) : told[part];
}

export function totalOf(row: TeamRow): number {
  return parts.reduce((sum, part) => sum + amountOf(row, part), 0);
}

/** "12 % of 20 %": what upkeep takes, within the allowance and beyond, and what it may take. */
export function upkeepWords(row: TeamRow): string | null {
  if (row.allowance === null) return null;
  const total = totalOf(row) - row.unknown;
  const upkeep = row.parts.ktlo + row.parts.overAllowance;
  return texts.upkeepOf(formatRate(total > 0 ? upkeep / total : 0), formatRate(row.allowance));
}

export function searchFor(row: TeamRow, part: Part, within: ListSearch): ListSearch {
  return { ...within, team: row.team?.id ?? 'none', state: partFacts[part].state };
}
