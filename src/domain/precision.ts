import { dayAt } from './days.ts';
import type { EvidenceKind } from './evidence.ts';

/** Of the links that stand without a person's yes so many are right: what automatic links are promised to keep. */
export const PROMISED = 0.95;
/** Fewer decisions than these say nothing about links. */
export const DECISIONS_MIN = 10;
/** Months that are looked back, the one under way included. */
const MONTHS = 12;
/** Likelihoods side by side, the surest first; `from` belongs to a band, `to` to the next one (1 to the first). */
const BANDS = [
  { from: 0.95, to: 1 },
  { from: 0.85, to: 0.95 },
  { from: 0.7, to: 0.85 },
  { from: 0.5, to: 0.7 },
  { from: 0, to: 0.5 },
] as const;

/** A link that Plumbline showed, as it stood when a person decided on it, and what they said. */
export interface DecidedLink {
  /** ms since 1970. */
  readonly at: number;
  /** They accepted it. */
  readonly isRight: boolean;
  /** It was linked without asking; else suggested. */
  readonly isAutomatic: boolean;
  /** 0 to 1. */
  readonly likelihood: number;
  /** Of its strongest evidence. */
  readonly kind: EvidenceKind;
  /** Of its surest evidence that was stated, inherited or by rule; null where it had none. */
  readonly structural: number | null;
  /** Of its surest evidence learned from examples; null where it had none. */
  readonly learned: number | null;
}

/** How often links were right, of those that were decided on. */
export interface Precision {
  readonly decided: number;
  readonly right: number;
  /** right ÷ decided, 0 to 1, with the bounds it lies within 19 times of 20; null where nothing was decided. */
  readonly precision: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const Z = 1.96;

/** Wilson's interval: honest with few decisions and near 100 %, where the usual one says ±0. */
export function precisionOf(right: number, decided: number): Precision {
  if (decided === 0) return { decided, right, precision: null, low: null, high: null };
  const share = right / decided;
  const spread = Z * Math.sqrt((share * (1 - share)) / decided + Z ** 2 / (4 * decided ** 2));
  const [middle, scale] = [share + Z ** 2 / (2 * decided), 1 + Z ** 2 / decided];
  // The ends are exact; sums of fractions are not.
  const low = right === 0 ? 0 : (middle - spread) / scale;
  return { decided, right, precision: share, low, high: right === decided ? 1 : (middle + spread) / scale };
}

interface Band extends Precision {
  readonly from: number;
  readonly to: number;
}

export interface Measured {
  readonly all: Precision;
  /** Of those that were linked without asking. */
  readonly automatic: Precision;
  /** The surest first; bands in which nothing was decided are left out. */
  readonly bands: Band[];
  /** By the strongest evidence; kinds on which nothing was decided are left out. */
  readonly kinds: (Precision & { readonly kind: EvidenceKind })[];
}

/** Right and decided, together and apart. */
export function measure(links: readonly DecidedLink[]): Measured {
  const bands = BANDS.map(({ from, to }) => ({ from, to, ...countRight(links.filter((one) => bandOf(one) === from)) }));
  const kinds = [...Map.groupBy(links, ({ kind }) => kind)];
  return {
    all: countRight(links),
    automatic: countRight(links.filter(({ isAutomatic }) => isAutomatic)),
    bands: bands.filter(({ decided }) => decided > 0),
    kinds: kinds
      .map(([kind, own]) => ({ kind, ...countRight(own) }))
      .sort((a, b) => b.decided - a.decided || (a.kind < b.kind ? -1 : 1)),
  };
}

/**
 * The same by month, oldest first: from the first month with a decision to the one under way, with those between in which nothing was
 * decided. A month is the organisation's.
 */
export function measureByMonth(
  links: readonly DecidedLink[],
  now: number,
  timeZone: string,
): (Measured & { readonly month: string })[] {
  const monthOf = (at: number) => dayAt(at, timeZone).slice(0, 7);
  const byMonth = Map.groupBy(links, ({ at }) => monthOf(at));
  const last = monthOf(now);
  const first = [...byMonth.keys(), last].sort()[0] ?? last;
  return monthsBetween(first, last).map((month) => ({ month, ...measure(byMonth.get(month) ?? []) }));
}

/** The first of the months that are looked back at, `YYYY-MM`. */
export function firstMonth(now: number, timeZone: string): string {
  const today = dayAt(now, timeZone);
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - MONTHS;
  return monthAt(months);
}

function monthsBetween(first: string, last: string): string[] {
  const numberOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const from = numberOf(first);
  return Array.from({ length: numberOf(last) - from + 1 }, (_, at) => monthAt(from + at));
}

function monthAt(months: number): string {
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

function countRight(links: readonly DecidedLink[]): Precision {
  return precisionOf(links.filter(({ isRight }) => isRight).length, links.length);
}

function bandOf({ likelihood }: DecidedLink): number {
  return BANDS.find(({ from }) => likelihood >= from)?.from ?? 0;
}
