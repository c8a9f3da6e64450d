import { HIDDEN_PAGE, HIDDEN_TASK } from './access.ts';
import type { Evidence, Hop, Tried } from './evidence.ts';
import type { Goal } from './goal.ts';
import { shorten } from './normal-text.ts';

/** "KR2.1 “Median days to go-live”". */
export function goalName(goal: Pick<Goal, 'key' | 'title'>): string {
  return `${goal.key} “${shorten(goal.title, 70)}”`;
}

/** "epic ONB-40 “Self-service import”, label okr:kr2.1": the path from the task upwards. */
export function pathWords(evidence: Pick<Evidence, 'hops'>): string {
  const words = evidence.hops.map(hopWords);
  return words.filter((word, at) => word !== words[at - 1]).join(', ');
}

export function hopWords(hop: Hop): string {
  if (hop.place === HIDDEN_TASK || hop.place === HIDDEN_PAGE) return hop.place;
  if (hop.isApart) return APART_WORDS[hop.kind] ?? 'what is said there';
  if (hop.kind === 'decision') return hop.by === null ? 'decided by a person' : `${hop.value} by ${hop.by}`;
  if (hop.kind === 'rule') return `${hop.place} (${hop.value})`;
  if (hop.kind === 'words')
    return `the words ${hop.value
      .split(', ')
      .map((word) => `“${word}”`)
      .join(', ')}`;
  if (hop.kind === 'judge') return `${hop.place}: “${shorten(hop.value, 160)}”`;
  if (hop.kind === 'title' || hop.kind === 'text') return `“${shorten(hop.value, 60)}” in the ${hop.place}`;
  if (hop.kind === 'field') return `${hop.place}: ${shorten(hop.value, 60)}`;
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
  neighbour: 'likeness to a task that serves it',
};

/** All that was tried, strongest kind first, with the best score where something came near. */
export function triedWords(tried: readonly Tried[]): string {
  return tried
    .map((one) => (one.bestScore === null ? one.what : `${one.what} (${percent(one.bestScore)} likely)`))
    .join('; ');
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** "KR1.1, KR1.2 and O3". */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
