import type { Task } from '../task.ts';
import { canonicalUrl } from './goal-urls.ts';

/** A goal of ours as a page states it. */
export interface StatedGoal {
  readonly goalId: string;
  /** The words it was read from. */
  readonly stated: string;
  /** The headings it stands under, its own last where it is one; empty where it stands above all, or is the page itself. */
  readonly path: readonly string[];
}

/** A wiki page that states goals of ours. */
export interface StrategyPage {
  readonly id: string;
  readonly title: string;
  /** As the wiki gives it. */
  readonly url: string | null;
  /** In a private scope: not everyone who sees a task may read it. */
  readonly isApart: boolean;
  /** In the wiki's trash, or of a scope nobody wants read: it states nothing, and a link to it says nothing. */
  readonly isGone: boolean;
  /** ms since 1970. */
  readonly readAt: number;
  /** What it states now. */
  readonly written: readonly StatedGoal[];
  /** Goals it states or once stated: of these its own reading tells, and not the mere address a goal carries. */
  readonly knownGoalIds: ReadonlySet<string>;
  /** In reading order. */
  readonly references: readonly PageReference[];
}

/** What a page says of a task: a link or a mention, and the headings it stands under. */
export interface PageReference {
  /** In the spelling of `canonicalUrl`. */
  readonly url: string | null;
  /** Upper case. */
  readonly taskKey: string | null;
  readonly title: string | null;
  readonly path: readonly string[];
}

export interface Mention {
  readonly page: StrategyPage;
  readonly reference: PageReference;
  /** Named by a key that another Jira site uses, too. */
  readonly isShared: boolean;
}

export interface PageIndex {
  /** The page at this address, however it is spelt. */
  at(url: string): StrategyPage | undefined;
  /** Where pages name this task, page by page in reading order. */
  mentionsOf(task: Pick<Task, 'tool' | 'key' | 'externalId' | 'url'>): readonly Mention[];
}

/** @param sharedProjects Keys of projects whose tasks are named by key, upper case, that more than one connection has. */
export function indexPages(pages: readonly StrategyPage[], sharedProjects: ReadonlySet<string> = new Set()): PageIndex {
  const byUrl = new Map<string, StrategyPage>();
  const mentions = new Map<string, Mention[]>();
  for (const page of pages) {
    const url = page.url === null ? null : canonicalUrl(page.url);
    if (url !== null) byUrl.set(url, page);
    for (const reference of page.isGone ? [] : page.references) {
      const name = reference.url ?? reference.taskKey;
      const isShared = reference.url === null && sharedProjects.has(projectOf(reference.taskKey));
      if (name === null) continue;
      const list = mentions.get(name);
      if (list) list.push({ page, reference, isShared });
      else mentions.set(name, [{ page, reference, isShared }]);
    }
  }
  return {
    at: (url) => (byUrl.size === 0 ? undefined : byUrl.get(canonicalUrl(url) ?? '')),
    mentionsOf: (task) => (mentions.size === 0 ? [] : namesOf(task).flatMap((name) => mentions.get(name) ?? [])),
  };
}

function projectOf(key: string | null): string {
  return key?.slice(0, key.lastIndexOf('-')) ?? '';
}

/** What a page may call it: its address, and in Jira its key. */
function namesOf({ tool, key, externalId, url }: Pick<Task, 'tool' | 'key' | 'externalId' | 'url'>): string[] {
  if (tool === 'asana') return [`asana/task/${externalId}`];
  if (tool === 'trello') return key === null ? [] : [`trello/card/${key}`];
  const address = url === null ? null : canonicalUrl(url);
  return [address, key?.toUpperCase() ?? null].filter((name) => name !== null);
}
