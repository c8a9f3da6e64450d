import type { Day } from './days.ts';
import { daysOfCycleName, fitsCycle, readCycleWord } from './evidence/cycle-words.ts';
import type { Cycle } from './goal.ts';

const WORD = /(?<![\p{L}\d])(?:(?:20\d\d|\d\d)[-_ /.]?)?[qh][1-4](?:[-_ /.]?(?:20\d\d|\d\d))?(?![\p{L}\d])/giu;
const YEAR = /(?<!\d)20\d\d(?!\d)/gu;

/**
 * The cycle a page is about: the one its title names, else one of its headings; where none is named, the one under way. null where a
 * cycle is named that we do not have, or none is under way.
 */
export function guessCycle(texts: readonly string[], cycles: readonly Cycle[], today: Day): Cycle | null {
  for (const text of texts) {
    const named = [...text.matchAll(WORD)].flatMap(([word]) => readCycleWord(word) ?? []);
    const [word] = named;
    if (word) return cycles.findLast((cycle) => fitsCycle(word, cycle)) ?? null;
    const year = [...text.matchAll(YEAR)][0]?.[0];
    const days = year === undefined ? null : daysOfCycleName(year);
    const exact = cycles.find((cycle) => cycle.startsOn === days?.startsOn && cycle.endsOn === days?.endsOn);
    if (exact) return exact;
  }
  return cycles.findLast((cycle) => cycle.startsOn <= today && today <= cycle.endsOn) ?? null;
}
