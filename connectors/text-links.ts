import type { TaskLink } from '../src/domain/task.ts';

const LINK = /\bhttps?:\/\/[^\s<>"'`\\^{}|]+/gi;
const LINKS_MAX = 200;

/** Web addresses in plain or Markdown text, each once, in order; at most 200, since a pasted log is no evidence. */
export function findTextLinks(text: string, place: TaskLink['place'] = 'text'): TaskLink[] {
  const urls = new Set<string>();
  for (const [found] of text.matchAll(LINK)) {
    if (urls.size >= LINKS_MAX) break;
    urls.add(trimEnd(found));
  }
  return [...urls].map((url) => ({ url, title: null, place }));
}

/** Several findings as one list: the first of each address stays. */
export function uniteLinks(...lists: readonly (readonly TaskLink[])[]): TaskLink[] {
  const byUrl = new Map<string, TaskLink>();
  for (const link of lists.flat()) if (!byUrl.has(link.url)) byUrl.set(link.url, link);
  return [...byUrl.values()];
}

/** A sentence's own punctuation is not part of the address; a closing bracket is, when it was opened inside. */
function trimEnd(found: string): string {
  let url = found;
  for (;;) {
    const last = url.at(-1) ?? '';
    if (/[.,;:!?*_\]]/.test(last) || (last === ')' && !isBalanced(url))) url = url.slice(0, -1);
    else return url;
  }
}

function isBalanced(url: string): boolean {
  const count = (sign: string) => url.split(sign).length - 1;
  return count('(') >= count(')');
}
