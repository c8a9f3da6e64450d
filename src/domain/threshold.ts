import { DECISIONS_MIN, type DecidedLink, PROMISED, type Precision, precisionOf } from './precision.ts';

/** structural: links stated, inherited or by rule. learned: links that rest on examples. Each has its own threshold. */
export const THRESHOLDS = ['structural', 'learned'] as const;
export type ThresholdName = (typeof THRESHOLDS)[number];

/** One change of a threshold. */
export interface ThresholdMove {
  /** ms since 1970. */
  readonly at: number;
  /** From which likelihood on links stand without asking since then; null: from where the organisation set it. */
  readonly to: number | null;
  readonly isByPerson: boolean;
}

/** What the threshold is to be, and what it rests on. */
export interface WantedMove {
  readonly to: number | null;
  readonly because: string;
  /** Links that people decided on, at or above the threshold. */
  readonly precision: Precision;
}

const DAY_MS = 86_400_000;
export const WINDOW_DAYS = 90;
const STEP_UP = 0.02;
const STEP_DOWN = 0.01;
/** Up once a night, so that each step shows before the next; down once a week. Half a day less: no night begins at the same second. */
const UP_AFTER_DAYS = 0.5;
const DOWN_AFTER_DAYS = 6.5;

/**
 * What the threshold should be now: a step higher where what people decided in the last 90 days lies below the promise beyond what
 * chance explains, a smaller step lower where it is kept there too, never lower than the organisation set it. After a person's word only
 * what was decided since counts.
 *
 * @param set Where the organisation set it, 0 to 1.
 * @param moves Of this threshold, oldest first.
 * @returns null where it stays.
 */
export function moveThreshold(
  name: ThresholdName,
  set: number,
  moves: readonly ThresholdMove[],
  decided: readonly DecidedLink[],
  now: number,
): WantedMove | null {
  const last = moves.at(-1);
  const moved = last?.to ?? null;
  if (moved !== null && moved <= set) return backToSet(set, precisionOf(0, 0));
  const since = Math.max(now - WINDOW_DAYS * DAY_MS, moves.findLast(({ isByPerson }) => isByPerson)?.at ?? 0);
  const judged = decided.filter((link) => link.at > since && isJudged(link, name, set, moves));
  const restedDays = last ? (now - last.at) / DAY_MS : Number.POSITIVE_INFINITY;
  const current = moved ?? set;
  const found = precisionFrom(judged, name, current);
  if (isBroken(found) && current < 1 && restedDays >= UP_AFTER_DAYS) return raise(name, current, found);
  if (moved === null || restedDays < DOWN_AFTER_DAYS) return null;
  const lower = Math.max(set, rounded(moved - STEP_DOWN));
  const below = precisionFrom(judged, name, lower);
  return isKept(below) ? lowerTo(name, lower, set, below) : null;
}

/** From which likelihood on links stand without asking. */
export function thresholdInForce(set: number, moved: number | null): number {
  return Math.max(set, moved ?? 0);
}

/**
 * A link of this kind was linked without asking, or would have been but for a move: such a suggestion is answered both ways, where of links
 * that stand the wrong ones are named sooner. What waited for another reason (two goals that contradict each other) proves nothing of it.
 */
function isJudged(link: DecidedLink, name: ThresholdName, set: number, moves: readonly ThresholdMove[]): boolean {
  const likelihood = link[name];
  if (likelihood === null || likelihood < set) return false;
  // One that is linked by what is written down as well as by examples says nothing of the examples.
  if (name === 'learned' && link.kind !== 'learned') return false;
  const then = moves.findLast(({ at }) => at < link.at)?.to ?? set;
  return link.isAutomatic || likelihood < then;
}

function precisionFrom(judged: readonly DecidedLink[], name: ThresholdName, from: number): Precision {
  const above = judged.filter((link) => (link[name] ?? 0) >= from);
  return precisionOf(above.filter(({ isRight }) => isRight).length, above.length);
}

function isBroken({ decided, high }: Precision): boolean {
  return decided >= DECISIONS_MIN && high !== null && high < PROMISED;
}

function isKept({ decided, precision }: Precision): boolean {
  return decided >= DECISIONS_MIN && precision !== null && precision >= PROMISED;
}

function raise(name: ThresholdName, current: number, precision: Precision): WantedMove {
  const to = Math.min(1, rounded(current + STEP_UP));
  const because = `Of ${countOf(precision, name, current)} ${precision.right} were right, fewer than the ${PROMISED * 100} % that is promised: a link without asking now needs a likelihood of ${sayLikelihood(to)}.`;
  return { to, because, precision };
}

function lowerTo(name: ThresholdName, lower: number, set: number, precision: Precision): WantedMove {
  if (lower <= set) return backToSet(set, precision);
  const because = `Of ${countOf(precision, name, lower)} ${precision.right} were right, as promised: a likelihood of ${sayLikelihood(lower)} is enough again for a link without asking.`;
  return { to: lower, because, precision };
}

function backToSet(set: number, precision: Precision): WantedMove {
  const kept = precision.decided > 0 ? 'What people decided is as promised again' : 'More is asked for by the settings';
  const because = `${kept}: a link without asking needs a likelihood of ${sayLikelihood(set)}, as set.`;
  return { to: null, because, precision };
}

const NOUNS = {
  structural: 'links from labels, fields, parents and rules',
  learned: 'links learned from examples',
} as const satisfies Record<ThresholdName, string>;

function countOf({ decided }: Precision, name: ThresholdName, from: number): string {
  return `${decided} ${NOUNS[name]} with a likelihood of ${sayLikelihood(from)} or more that people decided on in ${WINDOW_DAYS} days`;
}

/** A person's word on it; `to` null: back to where it was set. */
export function sayPut(name: ThresholdName, by: string, to: number | null): string {
  if (to === null) return `${by} put it back: ${NOUNS[name]} stand without asking from where it was set.`;
  return `${by} put it there: ${NOUNS[name]} stand without asking from a likelihood of ${sayLikelihood(to)} on.`;
}

/** The same without any number of tasks, for who may not see all of them. */
export function sayThreshold(name: ThresholdName, set: number, moved: number | null): string {
  const needed = `${NOUNS[name]} stand without asking from a likelihood of ${sayLikelihood(thresholdInForce(set, moved))} on`;
  const why =
    moved === null || moved <= set ? 'as set' : `${sayLikelihood(set)} was set, and too few of them were right`;
  return `${needed.charAt(0).toUpperCase()}${needed.slice(1)}: ${why}.`;
}

function sayLikelihood(likelihood: number): string {
  return likelihood.toFixed(2);
}

/** Steps add up to what is written, not to 0.8700000000000001. */
function rounded(likelihood: number): number {
  return Math.round(likelihood * 1_000) / 1_000;
}
