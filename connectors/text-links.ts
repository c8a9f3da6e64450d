import type { TaskLink } from '../src/domain/task.ts';

/** An address as it stands in a text, with what may trail it: see `trimLink`. */
export const LINK = /\bhttps?:\/\/[^\s<>"'`\\^{}|]+/gi;
const LINKS_MAX = 200;

/** Web addresses in plain or Markdown text, each once, in order; at most 200, since a pasted log is no evidence. */
export function findTextLinks(text: string, place: TaskLink['place'] = 'text'): TaskLink[] {
  if (!text.includes('://')) return [];
  const urls = new Set<string>();
  for (const [found] of text.matchAll(LINK)) {
    if (urls.size >= LINKS_MAX) break;
    urls.add(trimLink(found));
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
export function trimLink(found: string): string {
  const opened = found.split('(').length;
  let closed = found.split(')').length;
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found[end - 1] ?? '';
    if (last === ')' && closed > opened) closed -= 1;
    else if (!/[.,;:!?*_\]]/.test(last)) break;
  }
  return found.slice(0, end);
}
