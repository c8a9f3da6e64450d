const SOMEBODY = 'somebody';
const MAIL_ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
/** How Jira writes that a person is meant. */
const JIRA_MENTION = /\[~[^\]\s]{1,200}\]/gu;
const WORD = /@?[\p{L}\p{N}][\p{L}\p{M}\p{N}'’._-]*/gu;
const JOINS_ON = /[\p{L}\p{M}\p{N}]/u;

/**
 * Takes people out of texts: mail addresses, mentions, and the full names given, either way round. A single name stays where nothing
 * marks it as one, since "Will" and "Mark" are words too.
 */
export function createNameRemover(
  people: readonly { readonly name: string; readonly email: string | null }[],
): (text: string) => string {
  const names = fullNames(people.map(({ name }) => name));
  const handles = new Set(people.flatMap(handlesOf));
  return (text) => {
    const plain = text.replace(MAIL_ADDRESS, SOMEBODY).replace(JIRA_MENTION, SOMEBODY);
    let made = '';
    let from = 0;
    for (const { 0: word, index } of plain.matchAll(WORD)) {
      if (index < from) continue;
      const length = lengthOfName(plain, index, word, names, handles);
      if (length === 0) continue;
      made += plain.slice(from, index) + SOMEBODY;
      from = index + length;
    }
    return made + plain.slice(from);
  };
}

function lengthOfName(
  text: string,
  at: number,
  word: string,
  names: ReadonlyMap<string, readonly string[]>,
  handles: ReadonlySet<string>,
): number {
  const mark = word.startsWith('@') ? 1 : 0;
  const first = bare(word.slice(mark));
  const name = names.get(first)?.find((one) => standsAt(text, at + mark, one));
  if (name) return mark + name.length;
  return mark === 1 && handles.has(first) ? mark + first.length : 0;
}

function standsAt(text: string, at: number, name: string): boolean {
  const end = at + name.length;
  return text.slice(at, end).toLowerCase() === name && !JOINS_ON.test(text.charAt(end));
}

/** Names of two words or more, in lower case, by their first word; longest first. */
function fullNames(names: readonly string[]): Map<string, string[]> {
  const spelled = names.flatMap((name) => {
    const words = name.toLowerCase().split(/\s+/).filter(Boolean);
    const [last] = words.slice(-1);
    if (words.length < 2 || last === undefined) return [];
    const before = words.slice(0, -1).join(' ');
    return [words.join(' '), `${last} ${before}`, `${last}, ${before}`];
  });
  const sorted = [...new Set(spelled)].sort((a, b) => b.length - a.length);
  return Map.groupBy(sorted, (name) => bare(name.split(' ')[0] ?? ''));
}

function handlesOf({ name, email }: { readonly name: string; readonly email: string | null }): string[] {
  const words = name.toLowerCase().split(/\s+/).filter(Boolean);
  const local = email?.toLowerCase().split('@')[0];
  return [words[0], words.join('.'), words.join(''), local].filter(
    (handle) => handle !== undefined && handle !== '',
  ) as string[];
}

/** Without the stop or comma that a sentence puts after a word. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[.,'’_-]+$/u, '');
}
