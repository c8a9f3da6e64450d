import { type Selectable, sql } from 'kysely';
import type { ProposedGoal } from '../domain/proposal.ts';
import type { StatedGoal } from '../domain/proposal-reading.ts';
import type { Database, Tx } from './database.ts';
import type { ProposalTable } from './tables/documents.ts';
import type { GoalSourceTable } from './tables/goals.ts';

export type StoredProposal = Selectable<ProposalTable>;
export type StoredSource = Selectable<GoalSourceTable>;

/** Locked to the end of the transaction where it is about to change: of two who decide at once, the second sees what the first did. */
export async function findProposal(
  db: Database | Tx,
  id: string,
  options: { readonly forUpdate?: boolean } = {},
): Promise<StoredProposal | null> {
  const query = db.selectFrom('proposals').selectAll().where('id', '=', id);
  return (await (options.forUpdate ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

export type ProposalWrite = Pick<
  StoredProposal,
  'id' | 'connection_id' | 'document_id' | 'scope_id' | 'title' | 'url' | 'goals_hash' | 'state' | 'changed_at'
> & { readonly goals: readonly ProposedGoal[] };

/** What was found first, and what a person decided on, stay. */
export async function saveReading(tx: Tx, { goals, ...row }: ProposalWrite): Promise<void> {
  const values = { ...row, goals: JSON.stringify(goals) };
  const { title, url, goals_hash, state, changed_at } = row;
  await tx
    .insertInto('proposals')
    .values({ ...values, found_at: row.changed_at, decided_hash: null })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ title, url, goals: values.goals, goals_hash, state, changed_at }),
    )
    .execute();
}

export async function setProposalState(
  tx: Tx,
  id: string,
  to: { readonly state: StoredProposal['state']; readonly decidedHash: string | null },
): Promise<void> {
  await tx
    .updateTable('proposals')
    .set({ state: to.state, decided_hash: to.decidedHash })
    .where('id', '=', id)
    .execute();
}

export async function listSources(db: Database | Tx, proposalId: string): Promise<StoredSource[]> {
  return db
    .selectFrom('goal_sources')
    .selectAll()
    .where('proposal_id', '=', proposalId)
    .orderBy('known_as')
    .orderBy('goal_id')
    .execute();
}

/** Titles of the other pages that state goals, by goal. */
export async function listElsewhere(db: Database | Tx, proposalId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('goal_sources as s')
    .innerJoin('proposals as p', 'p.id', 's.proposal_id')
    .select(['s.goal_id', 'p.title'])
    .where('s.proposal_id', '<>', proposalId)
    .orderBy('p.id')
    .execute();
  return new Map(rows.map((row) => [row.goal_id, row.title]));
}

export interface SourceWrite {
  readonly goalId: string;
  readonly proposalId: string;
  readonly documentId: string | null;
  readonly knownAs: string;
  readonly stated: string;
  readonly path: readonly string[];
  readonly decided: StatedGoal | null;
}

/** Where goals are written, as read and decided now. */
export async function saveSources(tx: Tx, sources: readonly SourceWrite[]): Promise<void> {
  for (const source of sources) {
    const values = {
      document_id: source.documentId,
      known_as: source.knownAs,
      stated: source.stated,
      path: [...source.path],
      is_missing: false,
      decided: source.decided === null ? null : JSON.stringify(source.decided),
    };
    await tx
      .insertInto('goal_sources')
      .values({ goal_id: source.goalId, proposal_id: source.proposalId, ...values })
      .onConflict((conflict) => conflict.columns(['goal_id', 'proposal_id']).doUpdateSet(values))
      .execute();
  }
}

/** Where they stand now, or that they are stated no longer. Equal ones touch nothing. @returns Documents whose goals stand elsewhere now. */
export async function noteSources(
  tx: Tx,
  proposalId: string,
  standing: ReadonlyMap<string, Pick<SourceWrite, 'documentId' | 'stated' | 'path'>>,
): Promise<string[]> {
  const touched: string[] = [];
  for (const source of await listSources(tx, proposalId)) {
    const now = standing.get(source.goal_id);
    const values = now
      ? { document_id: now.documentId, stated: now.stated, path: [...now.path], is_missing: false }
      : { document_id: source.document_id, stated: source.stated, path: source.path, is_missing: true };
    if (isSame(source, values)) continue;
    await tx
      .updateTable('goal_sources')
      .set(values)
      .where('goal_id', '=', source.goal_id)
      .where('proposal_id', '=', proposalId)
      .execute();
    touched.push(...[source.document_id, values.document_id].filter((id) => id !== null));
  }
  return [...new Set(touched)];
}

function isSame(source: StoredSource, values: Pick<StoredSource, 'document_id' | 'stated' | 'path' | 'is_missing'>) {
  return (['document_id', 'stated', 'path', 'is_missing'] as const).every(
    (name) => JSON.stringify(source[name]) === JSON.stringify(values[name]),
  );
}

/** Everything this proposal knows of goals, as it stood before a decision. Goals that are gone are left out. */
export async function restoreSources(tx: Tx, proposalId: string, sources: readonly StoredSource[]): Promise<void> {
  await tx.deleteFrom('goal_sources').where('proposal_id', '=', proposalId).execute();
  const ids = sources.map((source) => source.goal_id);
  if (ids.length === 0) return;
  const there = await tx.selectFrom('goals').select('id').where('id', 'in', ids).execute();
  const known = new Set(there.map((row) => row.id));
  const rows = sources.filter((source) => known.has(source.goal_id));
  if (rows.length === 0) return;
  await tx
    .insertInto('goal_sources')
    .values(rows.map((row) => ({ ...row, decided: row.decided === null ? null : JSON.stringify(row.decided) })))
    .execute();
}

/** Data sources whose goals stand in one of these documents now, whatever scope the documents are in by now. */
export async function listScopesStating(
  tx: Tx,
  connectionId: string,
  externalIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ scope_id: string }>`
    select distinct p.scope_id from proposals p
    cross join lateral jsonb_path_query(p.goals, '$[*].place.documentId') as stated(id)
    where p.connection_id = ${connectionId} and p.scope_id is not null
      and stated.id #>> '{}' = any(${[...externalIds]}::text[])`.execute(tx);
  return rows.map((row) => row.scope_id);
}
