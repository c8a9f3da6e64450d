import { acronymKey } from './linking/acronyms.ts';
import { wordsOf } from './normal-text.ts';

/** proposed: found in texts, and nobody has looked at it. kept: tasks are read by it. dismissed: it means nothing here. */
export const GLOSSARY_STATES = ['proposed', 'kept', 'dismissed'] as const;
export type GlossaryState = (typeof GLOSSARY_STATES)[number];

/** What an entry rests on: texts that explain it, a goal's title with these initials, or a person's word. */
export const GLOSSARY_GROUNDS = ['stated', 'initials', 'person'] as const;
export type GlossaryGround = (typeof GLOSSARY_GROUNDS)[number];

/** A text that explains an entry. */
export interface FoundPlace {
  readonly kind: 'task' | 'goal';
  readonly id: string;
}

const SHORT_MAX = 20;
const LONG_MAX = 120;

export interface Wording {
  readonly short: string;
  readonly long: string;
}

/** One for all spellings of the same entry. */
export function keyOfEntry({ short, long }: Wording): string {
  return acronymKey(short.toLowerCase(), long);
}

/** What a person typed, tidied. @returns A sentence that says what is wrong with it, where something is. */
export function readWording(given: Wording): Wording | string {
  const short = given.short.trim();
  const long = given.long.trim().replace(/\s+/gu, ' ');
  // As texts are taken apart into words: anything else would never be met.
  if (!/^[\p{L}\p{N}_]{2,20}$/u.test(short))
    return `A short form is one word of 2 to ${SHORT_MAX} letters and figures, as it stands in texts.`;
  if (long.length > LONG_MAX || wordsOf(long).length === 0)
    return `What it stands for is one word or more, ${LONG_MAX} characters at most.`;
  if (wordsOf(long).join(' ') === wordsOf(short).join(' ')) return 'It stands for more than itself.';
  return { short, long };
}
