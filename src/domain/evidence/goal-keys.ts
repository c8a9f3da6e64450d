import type { Cycle, Goal } from '../goal.ts';
import { type CycleWord, fitsCycle, readCycleWord } from './cycle-words.ts';

/** How clearly a text names a key: it is nothing else; something marks it as a key; or it only stands there. */
export type Clarity = 'exact' | 'marked' | 'bare';

export interface KeyMatch {
  readonly goalId: string;
  /** As it is written there. */
  readonly written: string;
  readonly clarity: Clarity;
}

/** Labels and field values join words with hyphens; in prose a hyphen makes another word. */
export type TextForm = 'label' | 'prose';

export type FindKeys = (text: string, form: TextForm) => KeyMatch[];

interface Found {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly goal: Goal;
  readonly form: TextForm;
}

const SEPARATORS = '[-_ ./:]{0,2}';
/** Words that say "what follows is a goal's key". */
const MARK =
  /(?<![\p{L}\p{N}])(?:okrs?|goals?|objectives?|obj|key[-_ ]?results?|krs?|ziele?|objectifs?|objetivos?|obiettiv[oi]|metas?|strategy|why)[-_ ./:#=]*$/iu;
const CYCLE = /(?<![\p{L}\p{N}])((?:(?:20)?\d\d[-_ /.]?)?[qh][1-4](?:[-_ /.]?(?:20)?\d\d)?)[-_ ./:#]+$/iu;
const CYCLE_AFTER = /^[-_ ./@(]{1,2}((?:(?:20)?\d\d[-_ /.]?)?[qh][1-4](?:[-_ /.]?(?:20)?\d\d)?)(?![\p{L}\p{N}])/iu;
const CUE =
  /(?<![\p{L}\p{N}])(?:for|serves?|serving|supports?|supporting|towards?|to|contributes to|part of|under|see|für|pour|para|per|via)[ :]+$/iu;

/**
 * Finds goals' keys in texts as people write them: `KR2.1`, `kr-2.1`, `okr:kr2.1`, `okr/o2`, `#KR2.1`, `2026-Q4 KR2.1`, `Key result 2.1`.
 * Only as whole words: KR1.1 is not in KR1.12, nor O2 in "CO2 sensor" or in `getO2()`.
 */
export function keyFinder(goals: readonly Goal[], cycles: readonly Cycle[]): FindKeys {
  const byKey = new Map<string, Goal>();
  for (const goal of goals) byKey.set(canonical(goal.key), goal);
  const cycleById = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const pattern = scanner(goals);
  if (!pattern) return () => [];
  return (text, form) => {
    const matches = new Map<string, KeyMatch>();
    for (const hit of text.matchAll(pattern)) {
      const found = settle(hit, text, form, byKey);
      const clarity = found ? clarityOf(found, cycleById) : null;
      if (!found || !clarity) continue;
      const better = matches.get(found.goal.id);
      if (!better || rank(clarity) < rank(better.clarity)) {
        matches.set(found.goal.id, { goalId: found.goal.id, written: text.slice(found.start, found.end), clarity });
      }
    }
    return [...matches.values()];
  };
}

function rank(clarity: Clarity): number {
  return clarity === 'exact' ? 0 : clarity === 'marked' ? 1 : 2;
}

/** One spelling for a key: `KR-2.1`, `kr 2_1` and `Key Result 2.1` are one. */
export function canonical(key: string): string {
  const parts = key.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
  return parts
    .join('.')
    .replace(/^key\.?results?\./u, 'kr.')
    .replace(/^(?:objective|obj)\.(?=\d)/u, 'o.');
}

function scanner(goals: readonly Goal[]): RegExp | null {
  const shaped = new Set<string>();
  const other: string[] = [];
  for (const goal of goals) {
    const shape = /^(\p{L}+)[-_ .]?\p{N}+(?:[._-]\p{N}+)*$/u.exec(goal.key.trim());
    if (shape?.[1]) shaped.add(shape[1].toLowerCase());
    else if (canonical(goal.key)) other.push((goal.key.match(/\p{L}+|\p{N}+/gu) ?? []).join(SEPARATORS));
  }
  const letters = [...shaped].flatMap((word) =>
    word === 'kr' ? [word, 'key[-_ ]?result'] : word === 'o' ? [word, 'objective', 'obj'] : [word],
  );
  const longestFirst = (a: string, b: string) => b.length - a.length;
  const patterns = [
    ...other.sort(longestFirst).map((key) => `${key}(?![._-]?\\p{N})`),
    // A space is allowed inside a key of several letters only: "O 2" is hardly ever one.
    ...letters
      .sort(longestFirst)
      .map((word) => `${word}${word.length > 1 ? '[-_ .]?' : '[-_.]?'}\\p{N}+(?:[._-]\\p{N}+)*`),
  ];
  return patterns.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})`, 'giu');
}

function settle(hit: RegExpExecArray, text: string, form: TextForm, byKey: ReadonlyMap<string, Goal>): Found | null {
  // "kr2.1-2026" is KR2.1 with a year behind it.
  const withoutYear = hit[0].replace(/[-_]20\d\d$/u, '');
  for (const written of new Set([hit[0], withoutYear])) {
    const goal = byKey.get(canonical(written));
    if (goal) return { text, form, goal, start: hit.index, end: hit.index + written.length };
  }
  return null;
}

function clarityOf(found: Found, cycles: ReadonlyMap<string, Cycle>): Clarity | null {
  const front = readFront(found);
  const after = found.text.slice(found.end);
  if (!front.isFree || !endsThere(after, found)) return null;
  const behind = CYCLE_AFTER.exec(after);
  if (!cycleFits(found.goal, [front.cycle, behind?.[1] ? readCycleWord(behind[1]) : null], cycles)) return null;
  const rest = after.slice(behind?.[0].length ?? 0);
  if (isOnlyMarks(front.left) && isOnlyMarks(rest)) return 'exact';
  return front.isMarked || isMarked(front.left, after, found) ? 'marked' : isDistinct(found) ? 'marked' : bare(found);
}

/** A short or a wordlike key, unmarked, counts as named only when written exactly as the key is. */
function bare(found: Found): Clarity | null {
  const written = found.text.slice(found.start, found.end);
  return /\p{N}/u.test(found.goal.key) && written.replace(/[-_. ]/gu, '') === found.goal.key.replace(/[-_. ]/gu, '')
    ? 'bare'
    : null;
}

function readFront(found: Found): { left: string; isMarked: boolean; isFree: boolean; cycle: CycleWord | null } {
  let left = found.text.slice(0, found.start);
  let isMarked = false;
  let cycle: CycleWord | null = null;
  for (let more = true; more; ) {
    const named = CYCLE.exec(left.slice(-24));
    const mark = MARK.exec(left.slice(-24));
    more = named !== null || mark !== null;
    isMarked ||= more;
    if (named?.[1]) cycle = readCycleWord(named[1]);
    left = left.slice(0, left.length - (named ?? mark ?? [''])[0].length);
  }
  return { left, isMarked, cycle, isFree: isMarked ? isEdge(left.at(-1), found.form) : startsThere(left, found) };
}

function startsThere(left: string, found: Found): boolean {
  // "KR2.1/KR2.2": the slash parts two keys; elsewhere it parts a path.
  if (left.endsWith('/') && found.form === 'prose') return /\p{N}\/$/u.test(left);
  return isEdge(left.at(-1), found.form);
}

function isEdge(character: string | undefined, form: TextForm): boolean {
  if (character === undefined) return true;
  if (form === 'label' && /[-_./:=]/u.test(character)) return true;
  return /[\s([{"'“”„«‹<#:,;>|*&+!?→–—•]/u.test(character);
}

function endsThere(after: string, found: Found): boolean {
  if (after === '' || /^[\s)\]}>"'”“»›,;:!?|*/&+…–—]/u.test(after)) return true;
  if (/^\.(?![\p{L}\p{N}])/u.test(after)) return true;
  if (found.form === 'label') return /^[-_./]/u.test(after);
  return /^-\p{L}/u.test(after) && isDistinct(found);
}

/** Two letters and a number together ("KR2.1") are hardly ever anything else. */
function isDistinct(found: Found): boolean {
  return /\p{L}{2}/u.test(found.goal.key) && /\p{N}/u.test(found.goal.key);
}

function isMarked(left: string, after: string, found: Found): boolean {
  const before = left.at(-1);
  if (before === '#' || (before === '[' && after.startsWith(']'))) return true;
  // "(O2)" marks a key at either end of a title; in the middle it explains the word before it.
  if (before === '(' && after.startsWith(')')) return left.trim() === '(' || after.trim() === ')';
  if (isOnlyMarks(left) && /^\s?[:|–—]|^ - /u.test(after)) return true;
  return found.form === 'prose' && CUE.test(left.slice(-24)) && /^[\s.,;:)]*$/u.test(after);
}

function isOnlyMarks(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

function cycleFits(goal: Goal, words: readonly (CycleWord | null)[], cycles: ReadonlyMap<string, Cycle>): boolean {
  const cycle = goal.cycleId === null ? undefined : cycles.get(goal.cycleId);
  return cycle === undefined || words.every((word) => word === null || fitsCycle(word, cycle));
}
