import { listWords } from './flag-words.ts';

/** Somebody read a manager's page from further above than whoever leads them directly. */
export interface PageRead {
  readonly readerId: string;
  readonly reader: string;
  readonly personId: string;
  /** Whose page; null: that of the digest's reader. */
  readonly person: string | null;
  readonly day: string;
}

/** More pages than these are counted. */
const PAGES_MAX = 3;

/** What tells readings apart: one a day, of one page, by one reader. */
export function readMark({ readerId, personId, day }: PageRead): string {
  return `${readerId} ${personId} ${day}`;
}

/** "From further above, Lea Lind and Olga Berg read your page and Olga Berg read the page of Ada Moss."; nothing where nobody did. */
export function readsWords(reads: readonly PageRead[]): string {
  const pages = [...Map.groupBy(reads, ({ personId }) => personId).values()].sort(
    ([a], [b]) => compareWords(pageName(a), pageName(b)) || compareWords(a?.personId ?? '', b?.personId ?? ''),
  );
  if (pages.length === 0) return '';
  const more = pages.length - PAGES_MAX;
  const clauses = [
    ...pages.slice(0, PAGES_MAX).map(pageWords),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'page was' : 'pages were'} read`] : []),
  ];
  return `From further above, ${listWords(clauses)}.`;
}

function pageWords(reads: readonly PageRead[]): string {
  const readers = [...new Map(reads.map(({ readerId, reader }) => [readerId, reader])).values()].sort(compareWords);
  const person = reads[0]?.person ?? null;
  return `${listWords(readers)} read ${person === null ? 'your page' : `the page of ${person}`}`;
}

/** One's own comes first. */
function pageName(read: PageRead | undefined): string {
  return read?.person ?? '';
}

/** Not by the machine's locale: a digest is the same wherever it is made. */
function compareWords(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
