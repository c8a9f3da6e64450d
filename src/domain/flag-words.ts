import { HIDDEN_PAGE, HIDDEN_TASK } from './access.ts';
import { SUGGEST_FROM } from './evidence/likelihoods.ts';
import { isReadingKind } from './evidence/nearness.ts';
import type { Evidence, EvidenceKind, Hop, Tried } from './evidence.ts';
import type { Goal } from './goal.ts';
import { shorten } from './normal-text.ts';

/** "KR2.1 “Median days to go-live”". */
export function goalName(goal: Pick<Goal, 'key' | 'title'>): string {
  return `${goal.key} “${shorten(goal.title, 70)}”`;
}

/** "epic ONB-40 “Self-service import”, label okr:kr2.1": the path from the task upwards. Where the goal stands beside it, a field says only its key. */
export function pathWords(evidence: Pick<Evidence, 'hops'>, goal?: Pick<Goal, 'key'>): string {
  const words = evidence.hops.map((hop) => hopWords(hop, goal));
  return words.filter((word, at) => word !== words[at - 1]).join(', ');
}

export function hopWords(
  hop: Pick<Hop, 'kind' | 'place' | 'value' | 'by' | 'isApart'>,
  goal?: Pick<Goal, 'key'>,
): string {
  if (hop.place === HIDDEN_TASK || hop.place === HIDDEN_PAGE) return hop.place;
  if (hop.isApart) return APART_WORDS[hop.kind] ?? 'what is said there';
  if (hop.kind === 'decision') return hop.by === null ? 'decided by a person' : `${hop.value} by ${hop.by}`;
  if (hop.kind === 'rule') return `${hop.place}: ${hop.value}`;
  if (hop.kind === 'words')
    return `the words ${hop.value
      .split(', ')
      .map((word) => `“${word}”`)
      .join(', ')}`;
  if (hop.kind === 'judge') return `${hop.place}: “${shorten(hop.value, 160)}”`;
  if (hop.kind === 'title' || hop.kind === 'text') return `“${shorten(hop.value, 60)}” in the ${hop.place}`;
  if (hop.kind === 'field') {
    const isNamed = goal !== undefined && hop.value.toLowerCase().startsWith(goal.key.toLowerCase());
    return `${hop.place}: ${isNamed ? goal.key : shorten(hop.value, 60)}`;
  }
  if (hop.kind === 'link' || hop.kind === 'tool-goal') return `${hop.place} “${shorten(hop.value, 60)}”`;
  return hop.place;
}

/** A reason is kept once for all its readers; what some of them may not see is not named in it. Its path shows it to those who may. */
const APART_WORDS: Partial<Record<Hop['kind'], string>> = {
  parent: 'a parent elsewhere',
  label: 'a label there',
  field: 'a field there',
  title: 'the title there',
  text: 'the description there',
  group: 'its section',
  scope: 'its scope',
  document: 'a page elsewhere',
  neighbour: 'and likeness to a task that serves it',
};

/** All that was tried, strongest kind first, with the best score where something came near. */
export function triedWords(tried: readonly Tried[], isCalibrated: boolean): string {
  return tried
    .map((one) => (one.bestScore === null ? one.what : `${one.what} (${nearWords(one.bestScore, isCalibrated)})`))
    .join('; ');
}

/** How likely a reading is, and what it lacked where it is not even asked about. */
export function nearWords(score: number, isCalibrated: boolean): string {
  const from = isCalibrated ? percent(SUGGEST_FROM) : surenessOf(SUGGEST_FROM, 'text', false);
  const lacked = score < SUGGEST_FROM ? `, asked about from ${from} on` : '';
  return `${surenessOf(score, 'text', isCalibrated)}${lacked}`;
}

/** From here on a reading is rather right than wrong. */
export const LIKELY_FROM = 0.6;

/**
 * "62 % likely"; for a reading of texts "likely", "maybe" or "unlikely" while too few answers of people say how far its numbers can be
 * trusted.
 */
export function surenessOf(likelihood: number, kind: EvidenceKind, isCalibrated: boolean): string {
  if (isCalibrated || !isReadingKind(kind)) return `${percent(likelihood)} likely`;
  if (likelihood >= LIKELY_FROM) return 'likely';
  return likelihood >= SUGGEST_FROM ? 'maybe' : 'unlikely';
}

function percent(share: number): string {
  if (share > 0 && share < 0.005) return 'under 1 %';
  return `${Math.round(share * 100)} %`;
}

/** "KR1.1, KR1.2 and O3". */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
