import type { Cycle } from '../goal.ts';

/** A cycle as people write it beside a key: `2026-Q4`, `Q4`, `26H2`. */
export interface CycleWord {
  readonly year: number | null;
  readonly part: string;
}

const FORM = /^(?:(20\d\d|\d\d)[-_ /.]?)?([qh][1-4])(?:[-_ /.]?(20\d\d|\d\d))?$/iu;

export function readCycleWord(text: string): CycleWord | null {
  const read = FORM.exec(text.trim());
  if (!read?.[2]) return null;
  const year = read[1] ?? read[3];
  return { year: year ? (year.length === 2 ? 2000 + Number(year) : Number(year)) : null, part: read[2].toLowerCase() };
}

const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  q1: ['01-01', '03-31'],
  q2: ['04-01', '06-30'],
  q3: ['07-01', '09-30'],
  q4: ['10-01', '12-31'],
  h1: ['01-01', '06-30'],
  h2: ['07-01', '12-31'],
};

/** The days a calendar cycle covers: `2026-Q4`, `2026-H2`, `2026`, `2026-11`; null for any other name. */
export function daysOfCycleName(name: string): { readonly startsOn: string; readonly endsOn: string } | null {
  const year = /^(20\d\d)$/u.exec(name.trim());
  if (year) return { startsOn: `${year[1]}-01-01`, endsOn: `${year[1]}-12-31` };
  const month = /^(20\d\d)-(0[1-9]|1[0-2])$/u.exec(name.trim());
  if (month) return daysOfMonth(Number(month[1]), Number(month[2]));
  const word = readCycleWord(name);
  const days = word ? PARTS[word.part] : undefined;
  if (word?.year == null || !days) return null;
  return { startsOn: `${word.year}-${days[0]}`, endsOn: `${word.year}-${days[1]}` };
}

function daysOfMonth(year: number, month: number): { readonly startsOn: string; readonly endsOn: string } {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const prefix = `${year}-${String(month).padStart(2, '0')}`;
  return { startsOn: `${prefix}-01`, endsOn: `${prefix}-${last}` };
}

/**
 * True where the cycle written beside a key can be the goal's own. A key with last quarter's name in front of it means last quarter's goal,
 * even where this quarter uses the same key again. Organisations whose "Q1" is not January's are read by the cycle's name.
 */
export function fitsCycle(word: CycleWord, cycle: Cycle): boolean {
  const named = cycle.name.toLowerCase();
  if (named.includes(word.part))
    return word.year === null || named.includes(String(word.year % 100)) || yearOf(cycle, word.year);
  if (/[qh][1-4]/u.test(named)) return false;
  const days = PARTS[word.part];
  if (!days) return false;
  const year = word.year ?? Number(cycle.startsOn.slice(0, 4));
  return cycle.startsOn <= `${year}-${days[1]}` && cycle.endsOn >= `${year}-${days[0]}`;
}

function yearOf(cycle: Cycle, year: number): boolean {
  return cycle.startsOn.slice(0, 4) <= String(year) && cycle.endsOn.slice(0, 4) >= String(year);
}
