/** What every route works with, and how it finds the issues it is asked for. */
import type { SimCore } from '../server.ts';
import type { SimTask } from '../world.ts';
import type { Changelogs } from './changelog.ts';
import type { IssueFields } from './issue-fields.ts';
import type { Search } from './search.ts';
import { isOpen, type Site } from './site.ts';
import type { Webhooks } from './webhooks.ts';
import type { Writer } from './writer.ts';

export interface Parts {
  readonly core: SimCore;
  readonly site: Site;
  readonly fields: IssueFields;
  readonly changelogs: Changelogs;
  readonly search: Search;
  readonly writer: Writer;
  readonly webhooks: Webhooks;
}

/** Ids or keys, each once, by ascending id; unknown ones apart. Issues of closed projects cannot be seen. */
export function lookUp(site: Site, names: readonly string[]): { found: SimTask[]; missing: string[] } {
  const found = new Set<SimTask>();
  const missing: string[] = [];
  for (const name of names) {
    const task = site.find(name);
    if (task === null || !isOpen(site, site.scopeOf(task))) missing.push(name);
    else found.add(task);
  }
  return { found: [...found].sort((left, right) => Number(left.vendorId) - Number(right.vendorId)), missing };
}

/** The items of a list, each written by `write`, with commas between them. */
export function writeList<T>(writer: Writer, items: readonly T[], write: (item: T) => void): void {
  for (const [at, item] of items.entries()) {
    writer.separate(at === 0);
    write(item);
  }
}
