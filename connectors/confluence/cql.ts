/** A space by its key, and from when on it is asked for; ms since 1970, null: from its beginning. */
export interface Asked {
  readonly key: string;
  readonly after: number | null;
}

/**
 * The westernmost zone there is. A time in a question is one of the user's own zone, which the answer does not name and which may be
 * changed at any time: written as the clock shows it there, it is never later than what is meant, and at most 26 hours earlier (for a
 * user at UTC+14). Answers carry instants, by which the rest is left out.
 */
const WESTERNMOST_MS = -12 * 3_600_000;

// What stands between here and Confluence may refuse an address of more than 8 kB, and each quote takes three bytes there.
const CHARS_MAX = 3_000;

/** The questions that name all these spaces, newest change first: one, unless there are too many for an address. */
export function questionsAbout(spaces: readonly Asked[]): string[] {
  const parts = [...Map.groupBy(spaces, ({ after }) => boundOf(after))].flatMap(([bound, own]) =>
    split(own).map((keys) => `(space in (${keys.join(',')})${bound})`),
  );
  return joined(parts).map((one) => `type = page and (${one}) order by lastmodified desc`);
}

function boundOf(after: number | null): string {
  return after === null ? '' : ` and lastmodified >= "${writeTime(after)}"`;
}

/** Questions know minutes, and no seconds. */
function writeTime(at: number): string {
  const [day = '', time = ''] = new Date(at + WESTERNMOST_MS).toISOString().split('T');
  return `${day.replaceAll('-', '/')} ${time.slice(0, 5)}`;
}

function split(spaces: readonly Asked[]): string[][] {
  const lists: string[][] = [];
  let length = 0;
  for (const { key } of spaces) {
    const word = quote(key);
    length += word.length + 1;
    const list = lists.at(-1);
    if (!list || length > CHARS_MAX / 2) {
      lists.push([word]);
      length = word.length;
    } else list.push(word);
  }
  return lists;
}

function joined(parts: readonly string[]): string[] {
  const questions: string[] = [];
  for (const part of parts) {
    const last = questions.at(-1);
    if (last === undefined || last.length + part.length > CHARS_MAX) questions.push(part);
    else questions[questions.length - 1] = `${last} or ${part}`;
  }
  return questions;
}

function quote(key: string): string {
  return `"${key.replace(/[\\"]/g, '\\$&')}"`;
}
