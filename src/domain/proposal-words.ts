import { DAY_WORDS } from './proposal-day.ts';

/** How a line names itself as a goal: `O1`, `Objective 2: …`, `KR1.2 …`; the languages of the measures. */
const OBJECTIVE_WORD = 'objectives?|objektiv|objectif|objetivo|ziel|goal';
const RESULT_WORD = 'key\\s+results?|schlüsselergebnis(?:se)?|résultats?\\s+clés?|resultados?\\s+clave';
const NUMBERED = String.raw`\s*#?(\d+(?:\.\d+)*)\s*(?:[:.)–—-]\s*|\s+|$)`;
const BEHIND = String.raw`\s*[:–—]\s+`;

const OBJECTIVE = new RegExp(
  `^(?:(?:${OBJECTIVE_WORD})${NUMBERED}|O${NUMBERED}|(?:objective|objektiv|objectif|objetivo)${BEHIND})`,
  'iu',
);
const RESULT = new RegExp(`^(?:(?:${RESULT_WORD}|KR)${NUMBERED}|(?:${RESULT_WORD}|KR)${BEHIND})`, 'iu');

export interface Marked {
  readonly kind: 'objective' | 'key-result';
  /** As people write it: `O1`, `KR1.2`; null where it has no number. */
  readonly key: string | null;
  readonly words: string;
}

/** A line that says itself what it is; null for any other, and for one with nothing behind its mark. */
export function readMark(line: string): Marked | null {
  for (const [kind, pattern, letter] of [
    ['key-result', RESULT, 'KR'],
    ['objective', OBJECTIVE, 'O'],
  ] as const) {
    const found = pattern.exec(line);
    if (!found) continue;
    const number = found.slice(1).find((part) => part !== undefined);
    const words = line.slice(found[0].length).trim();
    return words === '' ? null : { kind, key: number ? `${letter}${number}` : null, words };
  }
  return null;
}

/** What stands under such a heading. `goals` is also said of meetings: less is taken from it. */
export type Section = 'objectives' | 'okrs' | 'goals' | 'key-results';

const ENDING = String.raw`(?:\s*[:–—-].*|\s*\(.*|\s+(?:for|für|pour|para|[QHT]\d|20\d\d).*)?$`;
const SECTIONS: readonly (readonly [Section, RegExp])[] = [
  ['key-results', new RegExp(`^(?:${RESULT_WORD}|KRs?)\\s*:?$`, 'iu')],
  ['okrs', new RegExp(`^(?:[\\p{L}\\d&’' -]{0,60}\\s)?OKRs?${ENDING}`, 'iu')],
  ['okrs', new RegExp(`^objectives?\\s+(?:and|&)\\s+key\\s+results?${ENDING}`, 'iu')],
  [
    'objectives',
    new RegExp(
      `^(?:(?:our|strategic|company|team|unsere|nos)\\s+)?(?:objectives|objectifs|objetivos|strategische\\s+ziele)${ENDING}`,
      'iu',
    ),
  ],
  ['goals', new RegExp(`^(?:(?:our|strategic|company|team|unsere)\\s+)?(?:goals|ziele)${ENDING}`, 'iu')],
];

export function sectionOf(heading: string): Section | null {
  if (heading.length > 120) return null;
  return SECTIONS.find(([, pattern]) => pattern.test(heading))?.[0] ?? null;
}

const PERIOD = new RegExp(`^(?:${DAY_WORDS}|[QHT]\\d)$`, 'iu');
const BESIDE =
  /^(?:notes?|context|background|summary|overview|introduction|risks?|dependencies|initiatives?|projects?|actions?|links?|references?|appendix|faq|(?:non|anti)[- ]?goals|history|glossary|notizen|hintergrund|contexte|contexto)\b/iu;

/** What usually stands beside goals and states none. */
export function isBeside(heading: string): boolean {
  return BESIDE.test(heading.trim());
}

/** A heading that only says when. */
export function isPeriod(heading: string): boolean {
  return PERIOD.test(heading.trim());
}

const OWNER_WORD = 'owner|owned\\s+by|lead|responsible|driver|dri|verantwortlich(?:e[rs]?)?|responsable|pilote';
const OWNER_LINE = new RegExp(`^(?:${OWNER_WORD})\\s*:\\s*(.{1,80})$`, 'iu');
const OWNER_TAIL = new RegExp(`[\\s,;–—(\\[-]+(?:${OWNER_WORD})\\s*:\\s*([^,;()\\[\\]]{1,80})[)\\]]?\\s*$`, 'iu');

/** Who a line of its own names as the owner; null where it is another line. */
export function readOwnerLine(line: string): string | null {
  return OWNER_LINE.exec(line)?.[1]?.trim() ?? null;
}

/** The owner named at a statement's end, and the statement without. */
export function takeOwner(text: string): { readonly owner: string | null; readonly words: string } {
  const found = text.length > 500 ? null : OWNER_TAIL.exec(text);
  const owner = found?.[1]?.trim();
  return owner && found ? { owner, words: text.slice(0, found.index).trim() } : { owner: null, words: text };
}
