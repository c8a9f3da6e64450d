import type { Cursor, ScopeSince } from '../connector.ts';
import { readFinished, type Walk } from './cursor.ts';
import { OVERLAP_MS, remember, type Version } from './recent.ts';

/** What one question about several projects covers, and what became known by its answers. */
export interface Window {
  /** Projects still asked for. */
  scopeIds(): readonly string[];
  /** The projects are not visible any more. */
  drop(scopeIds: readonly string[]): void;
  /** Where the question begins, ms since 1970 in Jira's time; null: without a bound. */
  since(): number | null;
  /** Whether this version was handed over before, by this pull or an earlier one. */
  isKnown(version: Version): boolean;
  /** These rows are read, oldest change first: no older one is missing. */
  note(versions: readonly Version[]): void;
  /** The cursors that differ from those last told. */
  settle(): Record<string, Cursor>;
}

/** @throws ConnectorError `cursor-expired` where a scope has no finished walk. */
export function openWindow(scopes: readonly ScopeSince[]): Window {
  const walks = new Map<string, Walk>(scopes.map(({ scope, cursor }) => [scope.externalId, readFinished(cursor)]));
  const handed = new Map<string, number>();
  for (const { recent } of walks.values()) {
    for (const [id, updatedAt] of Object.entries(recent)) handed.set(id, Math.max(updatedAt, handed.get(id) ?? 0));
  }
  let unsettled: Version[] = [];
  let newest = Number.NEGATIVE_INFINITY;

  function isKnown({ id, updatedAt }: Version): boolean {
    return updatedAt <= (handed.get(id) ?? Number.NEGATIVE_INFINITY);
  }

  function advance(scopeId: string, walk: Walk): Walk {
    const asOf = Math.max(walk.asOf ?? Number.NEGATIVE_INFINITY, newest);
    const own = unsettled.filter((version) => homeOf(version) === scopeId);
    if (own.length === 0 && asOf === (walk.asOf ?? Number.NEGATIVE_INFINITY)) return walk;
    return { ...walk, asOf, recent: remember(walk.recent, own, asOf) };
  }

  /** A row that does not name its project is remembered with the first one: somewhere it must be, or it comes again each time. */
  function homeOf({ scopeId }: Version): string | undefined {
    return scopeId !== null && walks.has(scopeId) ? scopeId : walks.keys().next().value;
  }

  return {
    scopeIds: () => [...walks.keys()],
    drop(scopeIds) {
      for (const id of scopeIds) walks.delete(id);
    },
    since() {
      const marks = [...walks.values()].map(({ asOf }) => asOf);
      return marks.includes(null) ? null : Math.min(...marks.map((asOf) => asOf ?? 0)) - OVERLAP_MS;
    },
    isKnown,
    note(versions) {
      for (const version of versions) {
        newest = Math.max(newest, version.updatedAt);
        if (isKnown(version)) continue;
        handed.set(version.id, version.updatedAt);
        unsettled.push(version);
      }
    },
    settle() {
      const cursors: Record<string, Cursor> = {};
      for (const [id, walk] of walks) {
        const next = advance(id, walk);
        if (next === walk) continue;
        walks.set(id, next);
        cursors[id] = { ...next };
      }
      unsettled = [];
      return cursors;
    },
  };
}
