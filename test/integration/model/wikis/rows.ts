import { sql } from 'kysely';
import { type Database, inTransaction, type Tx } from '../../../../src/store/database.ts';
import { markReferencedStale } from '../../../../src/store/referenced.ts';
import { differencesOf, readRows, toMap, withoutFindings } from '../rows.ts';

/** Documents that both installs can know: given, and standing in a scope that is read. */
const IS_GIVEN = sql`
  d.unreadable_at is null and not d.is_trashed and exists (
    select from scopes s where s.id = d.scope_id and s.is_selected and not s.is_archived and s.visibility = 'visible')`;

/**
 * What the one that followed remembers of documents that are not given any more, and an install that never saw them does not: their own
 * readings, those of the data sources whose rows they were, and the evidence of every task that hangs on one of them.
 */
interface Remembered {
  readonly sources: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
}

/** What the two say differently, in words, a few of each table; empty when both say the same. */
export async function differencesOfWikis(fresh: Database, followed: Database): Promise<string[]> {
  const remembered = await readRemembered(followed);
  const found = await readWikiRows(followed, remembered);
  const wanted = await readWikiRows(fresh, remembered);
  const tasks = differencesOf(
    withoutFindings(await readRows(fresh), remembered.tasks),
    withoutFindings(await readRows(followed), remembered.tasks),
  );
  const wikis = Object.keys(wanted).flatMap((table) => {
    const [one = new Map(), other = new Map()] = [wanted[table], found[table]];
    const keys = [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
    return keys.slice(0, 3).map((key) => `${table} ${key}: ${one.get(key)}\n  followed as ${other.get(key)}`);
  });
  return [...wikis, ...tasks];
}

async function readRemembered(db: Database): Promise<Remembered> {
  const gone = await sql<{ id: string; scope_id: string | null }>`
    select d.id, d.scope_id from documents d where not (${IS_GIVEN}) and jsonb_array_length(d.properties) > 0`.execute(
    db,
  );
  const sources = new Set(gone.rows.flatMap(({ scope_id: id }) => id ?? []));
  const { rows } = await sql<{ id: string }>`
    select d.id from documents d where not (${IS_GIVEN}) or d.scope_id = any(${[...sources]}::text[])`.execute(db);
  return {
    sources,
    tasks: await tasksHangingOn(
      db,
      rows.map(({ id }) => id),
    ),
  };
}

class Undone extends Error {}

/** As the service itself finds them when such a document changes; nothing is left marked. */
async function tasksHangingOn(db: Database, documentIds: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const look = async (tx: Tx) => {
    await markReferencedStale(tx, documentIds, new Date());
    const { rows } = await sql<{ id: string }>`select id from tasks where stale_at is not null`.execute(tx);
    for (const { id } of rows) found.add(id);
    throw new Undone();
  };
  await inTransaction(db, look).catch((error) => {
    if (!(error instanceof Undone)) throw error;
  });
  return found;
}

type Tables = Readonly<Record<string, ReadonlyMap<string, string>>>;

async function readWikiRows(db: Database, { sources }: Remembered): Promise<Tables> {
  const read = async (query: ReturnType<typeof sql<{ key: string; row: string }>>) =>
    toMap((await query.execute(db)).rows);
  const isCompared = sql`
    exists (select from documents d where d.id = p.document_id and ${IS_GIVEN})
      or exists (
        select from scopes s where s.id = p.scope_id and not s.is_archived and s.visibility = 'visible'
          and s.id <> all(${[...sources]}::text[]))`;
  return {
    documents: await read(sql`
      select d.id as key, (to_jsonb(d) - '{read_at}'::text[])::text as row from documents d where ${IS_GIVEN}`),
    references: await read(sql`
      select r.document_id || ' ' || r.position as key, to_jsonb(r)::text as row
      from document_references r join documents d on d.id = r.document_id where ${IS_GIVEN}`),
    proposals: await read(sql`
      select p.id as key, (to_jsonb(p) - '{found_at,changed_at}'::text[])::text as row from proposals p where ${isCompared}`),
    // Of a goal that is stated no longer each remembers the words it saw last.
    sources: await read(sql`
      select g.goal_id || ' ' || g.proposal_id as key, (to_jsonb(g) - case when g.is_missing then
        '{stated,path,document_id}' else '{}' end::text[])::text as row
      from goal_sources g join proposals p on p.id = g.proposal_id where ${isCompared}`),
    // Pages propose: what people decided stays as they left it.
    goals: await read(sql`select g.id as key, to_jsonb(g)::text as row from goals g`),
  };
}
