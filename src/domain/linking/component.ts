import type { LinkerTask } from './reading.ts';

const LONGEST = 40;
const COMPONENT = /^\s*([^:\n]{2,40}):\s/u;

/** What stands before the first colon, "Search: rank by date" or "fix(api): …": the part of the work it is about. Empty where nothing does. */
export function componentOf({ title, text }: Pick<LinkerTask, 'title' | 'text'>): string {
  const first = (title || text).slice(0, LONGEST + 10);
  return first.includes(':') ? (COMPONENT.exec(first)?.[1] ?? '') : '';
}
