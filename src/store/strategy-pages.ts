import { sql } from 'kysely';
import { canonicalUrl } from '../domain/evidence/goal-urls.ts';
import type { PageReference, StrategyPage } from '../domain/evidence/page-index.ts';
import type { Goal } from '../domain/goal.ts';
import type { ToolName } from '../domain/task.ts';
import type { Database, Tx } from './database.ts';

export interface StrategyPages {
  readonly pages: readonly StrategyPage[];
  /** Keys of projects whose tasks are named by key, upper case, that more than one connection has. */
  readonly sharedProjects: ReadonlySet<string>;
}

/**
 * The wiki pages that state goals of ours, by a proposal that was accepted or because a goal carries their address, with what they refer
 * to; in the order of their ids. Pages that state nothing are not read.
 *
 * @param keyed The tools whose tasks pages name by their keys alone.
 */
export async function loadStrategyPages(
  db: Database | Tx,
  goals: readonly Goal[],
  keyed: readonly ToolName[],
): Promise<StrategyPages> {
  const sources = await db
    .selectFrom('goal_sources')
    .select(['goal_id', 'document_id', 'stated', 'path', 'is_missing'])
    .where('document_id', 'is not', null)
    .orderBy('goal_id')
    .orderBy('proposal_id')
    .execute();
  const documents = await readDocuments(db, [...new Set(sources.flatMap((row) => row.document_id ?? []))], goals);
  if (documents.length === 0) return { pages: [], sharedProjects: new Set() };
  const ids = documents.map((row) => row.id);
  const references = Map.groupBy(await readReferences(db, ids), (row) => row.document_id);
  const stated = Map.groupBy(sources, (row) => row.document_id);
  const pages = documents.map((row): StrategyPage => {
    const known = stated.get(row.id) ?? [];
    const written = known.filter((one) => !one.is_missing);
    return {
      id: row.id,
      title: row.title,
      url: row.url,
      isApart: row.is_private ?? false,
      isGone: row.is_trashed || row.is_selected === false,
      readAt: row.read_at.getTime(),
      written: written.map(({ goal_id: goalId, stated, path }) => ({ goalId, stated, path })),
      knownGoalIds: new Set(known.map((one) => one.goal_id)),
      references: (references.get(row.id) ?? []).map(toReference),
    };
  });
  return { pages, sharedProjects: await readSharedProjects(db, keyed) };
}

async function readDocuments(db: Database | Tx, ids: readonly string[], goals: readonly Goal[]) {
  const words = [...new Set(goals.flatMap((goal) => goal.urls.flatMap(pageIdIn)))];
  if (ids.length === 0 && words.length === 0) return [];
  return db
    .selectFrom('documents as d')
    .leftJoin('scopes as s', 's.id', 'd.scope_id')
    .select(['d.id', 'd.title', 'd.url', 'd.is_trashed', 'd.read_at', 's.is_private', 's.is_selected'])
    .where((eb) =>
      eb.or([
        ...(ids.length === 0 ? [] : [eb('d.id', 'in', [...ids])]),
        ...(words.length === 0 ? [] : [eb(sql<string>`replace(d.external_id, '-', '')`, 'in', words)]),
      ]),
    )
    .orderBy('d.id')
    .execute();
}

/** What a wiki's addresses name a page by, which is its id there; none for another address. */
function pageIdIn(url: string): string[] {
  const canonical = canonicalUrl(url) ?? '';
  return /(?:\/page\/(\d+)|^notion\/([0-9a-f]{32}))$/u.exec(canonical)?.slice(1, 3).filter(Boolean) ?? [];
}

async function readReferences(db: Database | Tx, documentIds: readonly string[]) {
  return db
    .selectFrom('document_references')
    .select(['document_id', 'url', 'task_key', 'title', 'path'])
    .where('document_id', 'in', [...documentIds])
    .orderBy('document_id')
    .orderBy('position')
    .execute();
}

function toReference(row: {
  readonly url: string | null;
  readonly task_key: string | null;
  readonly title: string | null;
  readonly path: readonly string[];
}): PageReference {
  return { url: row.url, taskKey: row.task_key, title: row.title, path: row.path };
}

async function readSharedProjects(db: Database | Tx, keyed: readonly ToolName[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('scopes as s')
    .innerJoin('connections as c', 'c.id', 's.connection_id')
    .select(sql<string>`upper(s.key)`.as('key'))
    .where('c.tool', 'in', [...keyed])
    .where('s.key', 'is not', null)
    .groupBy(sql`upper(s.key)`)
    .having(sql<number>`count(distinct s.connection_id)`, '>', 1)
    .execute();
  return new Set(rows.map((row) => row.key));
}
