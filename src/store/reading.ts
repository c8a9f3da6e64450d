import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { ReadingKnowledge } from '../domain/linking/task-reader.ts';
import type { Database, Tx } from './database.ts';

/** What all tasks are read by. The same version is the same content. */
export async function loadReadingKnowledge(
  db: Database | Tx,
): Promise<ReadingKnowledge & { readonly version: string }> {
  const glossary = await db
    .selectFrom('glossary_entries')
    .select(['short', 'long'])
    .where('state', '=', 'kept')
    .orderBy('name_key')
    .execute();
  const known = { glossary, boilerplate: await loadBoilerplate(db) };
  const version = createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 16);
  return { ...known, version };
}

/** Lines of ticket templates, as they were learnt last. */
export async function loadBoilerplate(db: Database | Tx): Promise<readonly number[]> {
  const row = await db.selectFrom('boilerplate').select('lines').executeTakeFirst();
  return row?.lines ?? [];
}

/** @returns Whether other lines were known before. */
export async function storeBoilerplate(tx: Tx, lines: readonly number[], at: Date): Promise<boolean> {
  const wanted = JSON.stringify(lines);
  const { numAffectedRows } = await sql`
    insert into boilerplate (lines, learnt_at) select ${wanted}::jsonb, ${at}
    where ${wanted}::jsonb <> '[]'::jsonb or exists (select from boilerplate)
    on conflict (id) do update set lines = excluded.lines, learnt_at = excluded.learnt_at
    where boilerplate.lines <> excluded.lines`.execute(tx);
  return numAffectedRows === 1n;
}

export interface SampledText {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** In a scope that only the people named for it see. */
  readonly isPrivate: boolean;
}

/** Every how manieth task a sample takes, so that it has so many at most: a power of two, and so the same ones until there are twice as many. */
export async function sampleEvery(db: Database, sampleMax: number): Promise<number> {
  const { rows } = await sql<{ tasks: number }>`select count(*)::int as tasks from tasks t where ${isThere()}`.execute(
    db,
  );
  const tasks = rows[0]?.tasks ?? 0;
  let every = 1;
  while (tasks / every > sampleMax) every *= 2;
  return every;
}

/**
 * Tasks of the sample after this one, by id. Which are in it the hash of their ids says, not when they were made or changed.
 *
 * @param after The last one's id; null begins.
 */
export async function readSample(
  db: Database,
  { every, after, limit, charactersMax }: { every: number; after: string | null; limit: number; charactersMax: number },
): Promise<SampledText[]> {
  const { rows } = await sql<SampledText>`
    select t.id, t.title, left(t.body, ${charactersMax}) as text, coalesce(s.is_private, false) as "isPrivate"
    from tasks t left join scopes s on s.id = t.scope_id
    where ${isThere()} and t.id > ${after ?? ''} and (hashtextextended(t.id, 0) & ${every - 1}::bigint) = 0
    order by t.id limit ${limit}`.execute(db);
  return rows;
}

function isThere() {
  return sql`t.gone_at is null and t.visibility = 'visible' and t.mirror_of_id is null`;
}
