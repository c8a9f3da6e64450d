import { wordsOf } from '../normal-text.ts';
import { addPlace, isSmall, placedWords, type Stated } from './acronym-words.ts';

/** Each title has a hundred spellings. */
const TITLES_MAX = 2_000;
const MEANINGS_MAX = 8;
const INITIALS_MIN = 3;
const INITIALS_MAX = 6;
/** Everybody's words: what a goal's title happens to spell with them is not meant. */
const EVERYBODYS = new Set(
  (
    'ACL API APP ARM AWS CEO CFO CI CLI CMD CMS COO CPU CRM CSS CSV CTO DB DNS DOC ERP ETA FAQ GA GCP GDPR GIT GPU GUI HTML HTTP HTTPS IDE ID IO IOS IP ' +
    'IT JSON JVM KPI KR LTS MVP NULL OKR ORM OS PDF PHP PR QA RAM REST RPC SAAS SDK SEO SLA SLO SQL SSH SSL TBD TCP TDD TLS TODO TTL UDP UI UML URI URL ' +
    'USA USB UTC UUID UX VM VPN WIP XML YAML THE AND FOR NOT ALL NEW ADD FIX SET GET PUT'
  ).split(' '),
);

export interface Initials extends Stated {
  /** Words of the long form that a text must hold, without small ones. */
  readonly words: ReadonlySet<string>;
}

/** By short form: what titles would make of it, in their order. */
export function initialsOf(titles: readonly string[]): ReadonlyMap<string, readonly Initials[]> {
  const made = new Map<string, Initials[]>();
  for (const title of titles.slice(0, TITLES_MAX)) {
    for (const { short, long } of spellings(title)) {
      const others = made.get(short) ?? [];
      const isKnown = others.length >= MEANINGS_MAX || others.some((one) => one.long === long);
      if (EVERYBODYS.has(short) || isKnown) continue;
      const words = new Set(wordsOf(long).filter((word) => !isSmall(word)));
      made.set(short, [...others, { short, long, words, seenIn: 0, lastIn: -1, places: [] }]);
    }
  }
  return made;
}

/** The text uses the short form; the meanings whose words it holds are seen in it. */
export function addInitials(meanings: readonly Initials[] | undefined, text: string, at: number): void {
  for (const one of meanings ?? []) {
    if (!holdsAll(text, one.words)) continue;
    const from = text.search(new RegExp(`(?<![\\p{L}\\p{N}_])${one.short}`, 'u'));
    addPlace(one, { text: at, from, to: from + one.short.length });
  }
}

/** Initials of a title, and of each run of words in it, with and without its small words. */
function spellings(title: string): { readonly short: string; readonly long: string }[] {
  const words = placedWords(title.slice(0, 200), 0);
  const made: { short: string; long: string }[] = [];
  for (let from = 0; from < words.length; from++) {
    for (let to = from + INITIALS_MIN; to <= Math.min(words.length, from + INITIALS_MAX + 2); to++) {
      const run = words.slice(from, to);
      const [first, last] = [run[0], run.at(-1)];
      if (!first || !last || isSmall(first.word) || isSmall(last.word)) continue;
      const long = title.slice(first.from, last.to);
      const telling = run.filter(({ word }) => !isSmall(word));
      for (const spoken of new Set([run, telling])) {
        if (spoken.length < INITIALS_MIN || spoken.length > INITIALS_MAX) continue;
        made.push({ short: spoken.map(({ word }) => word[0]?.toUpperCase() ?? '').join(''), long });
      }
    }
  }
  return made;
}

function holdsAll(text: string, words: ReadonlySet<string>): boolean {
  const held = new Set(wordsOf(text).map((word) => word.replace(/(?<=...)s$/u, '')));
  return [...words].every((word) => held.has(word.replace(/(?<=...)s$/u, '')));
}
