import type { Day } from './days.ts';
import { DAY_WORDS, readDueDay } from './proposal-day.ts';

/** "From X to Y by a day", as far as it is said without doubt. */
export interface Measure {
  readonly from: number | null;
  readonly to: number | null;
  readonly unit: string | null;
  readonly by: Day | null;
}

export interface MeasuredText extends Measure {
  /** The words around the measure. */
  readonly rest: string;
}

/** How thousands and decimals are written where this was said; null where the words do not tell. */
type Writing = 'english' | 'continental' | null;

const MARK = '[€$£¥]';
const NUMBER = String.raw`[+\-−]?\d+(?:[.,'’\u00a0\u202f ]\d+)*`;
const WORD = String.raw`(?:%|${MARK}|(?!(?:by|to|until|bis|auf|zu|à|a|avant|para|antes|hasta|and|und|et|y|in|within|per|for)(?!\p{L}))\p{L}[\p{L}\d]*)`;
const QUANTITY = String.raw`(?:${MARK}\s?)?${NUMBER}(?:\s?${WORD})?`;

/** Phrases that hold two quantities. */
const SPANS: readonly { readonly pattern: RegExp; readonly writing: Writing }[] = [
  { pattern: span('from', 'to'), writing: 'english' },
  { pattern: span('von', 'auf|zu'), writing: 'continental' },
  { pattern: span('de|du', 'à'), writing: 'continental' },
  { pattern: span('de|desde|da', 'a|hasta'), writing: 'continental' },
  { pattern: new RegExp(`(${QUANTITY})\\s*(?:→|⇒|->|=>)\\s*(${QUANTITY})`, 'iu'), writing: null },
];

const BY = new RegExp(
  String.raw`(?<![\p{L}\d])(?:by|until|till|bis(?:\s+zum)?|d[’']ici(?:\s+(?:le|au|à))?|avant(?:\s+le)?|jusqu[’']au|para(?:\s+el)?|antes\s+del?|hasta(?:\s+el)?)\s+(${DAY_WORDS})(?![\p{L}\d])`,
  'iu',
);

function span(first: string, second: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\d])(?:${first})\\s+(${QUANTITY})\\s+(?:${second})\\s+(${QUANTITY})(?![\\p{L}\\d])`,
    'iu',
  );
}

// Longer than any key result; a forged page of digits must not hold us up.
const LENGTH_MAX = 500;

/** The measure in a sentence; null where it says neither a span nor a day. */
export function readMeasure(text: string): MeasuredText | null {
  if (text.length > LENGTH_MAX) return null;
  const due = BY.exec(text);
  const by = due?.[1] === undefined ? null : readDueDay(due[1]);
  const withoutDay = by === null || !due ? text : text.replace(due[0], ' ');
  const found = findSpan(withoutDay);
  if (!found && by === null) return null;
  const rest = tidy(found ? withoutDay.replace(found.words, ' ') : withoutDay);
  return { from: found?.from ?? null, to: found?.to ?? null, unit: found?.unit ?? null, by, rest };
}

function findSpan(text: string): (Omit<Measure, 'by'> & { readonly words: string }) | null {
  for (const { pattern, writing } of SPANS) {
    const [words, first = '', second = ''] = pattern.exec(text) ?? [];
    const from = words === undefined ? null : readQuantity(first, writing);
    const to = from === null ? null : readQuantity(second, writing);
    if (words === undefined || !from || !to || !isOneScale(from, to)) continue;
    return { from: from.value, to: to.value, unit: to.unit ?? from.unit, words };
  }
  return null;
}

/** "From 10 to 15k" may mean ten thousand or ten; "from 2024 to 2026" is no measure at all. */
function isOneScale(from: Quantity, to: Quantity): boolean {
  const isYear = ({ value, unit }: Quantity) =>
    unit === null && Number.isInteger(value) && value >= 1900 && value <= 2100;
  if (from.times !== to.times || (isYear(from) && isYear(to))) return false;
  return from.unit === null || to.unit === null || from.unit.toLowerCase() === to.unit.toLowerCase();
}

export interface Quantity {
  readonly value: number;
  readonly unit: string | null;
  /** What a "k" or "million" behind it stood for. */
  readonly times: number;
}

const PERCENT = /^(%|percent|prozent|pourcent)$/i;
/** A small "m" is as often a minute or a metre. */
const TIMES: readonly (readonly [RegExp, number])[] = [
  [/^(k|K|tsd)$/, 1_000],
  [/^(M|mio|mn|millions?|millionen|millones)$/, 1_000_000],
  [/^(bn|mrd|billions?|milliarden|milliards?)$/, 1_000_000_000],
];

/** One number with what stands around it: "€ 1,200", "12.5 %", "15k", "45 points". Null where it can be read in two ways. */
export function readQuantity(text: string, writing: Writing): Quantity | null {
  const pattern = new RegExp(`^(${MARK})?\\s?(${NUMBER})\\s?(\\S.*)?$`, 'u');
  const [, mark, digits, behind = ''] = pattern.exec(text.trim()) ?? [];
  const plain = digits === undefined ? null : readDigits(digits, writing);
  if (plain === null) return null;
  const [scale, ...others] = behind.trim().split(/\s+/);
  const times = TIMES.find(([word]) => word.test(scale ?? ''))?.[1] ?? 1;
  const word = (times === 1 ? behind : others.join(' ')).trim();
  const unit = PERCENT.test(word) ? '%' : mark || word || null;
  return { value: Number((plain * times).toPrecision(15)), unit, times };
}

/** One separator before three digits is thousands to some and a decimal to others: only the language, or a leading zero, tells. */
function readDigits(digits: string, writing: Writing): number | null {
  const plain = digits.replace('−', '-').replace(/(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))/g, '');
  if (/^[+-]?\d+$/.test(plain)) return Number(plain);
  const [, whole = '', mark = '', last = ''] = /^([+-]?\d+(?:[.,]\d+)*?)([.,])(\d+)$/.exec(plain) ?? [];
  if (mark === '') return null;
  const other = mark === '.' ? ',' : '.';
  if (whole.includes(mark)) return whole.includes(other) ? null : grouped(`${whole}${mark}${last}`, mark);
  if (whole.includes(other)) return decimal(grouped(whole, other), last);
  if (last.length !== 3 || /^[+-]?0$/.test(whole) || whole.replace(/\D/g, '').length > 3)
    return decimal(Number(whole), last);
  if (writing === null && mark === '.') return null;
  const isThousands = writing === 'continental' ? mark === '.' : mark === ',';
  return isThousands ? Number(`${whole}${last}`) : decimal(Number(whole), last);
}

function grouped(text: string, mark: string): number | null {
  const [first = '', ...groups] = text.split(mark);
  const isWhole = /^[+-]?\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  return isWhole ? Number([first, ...groups].join('')) : null;
}

function decimal(whole: number | null, last: string): number | null {
  return whole === null ? null : Number(`${Object.is(whole, -0) ? '-0' : whole}.${last}`);
}

/** What is left reads as a sentence: no doubled blanks, no loose ends. */
function tidy(text: string): string {
  return text
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s+([.,;:])/g, '$1')
    .replace(/[\s,;:–—-]+$/u, '')
    .trim();
}
