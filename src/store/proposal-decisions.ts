import type { Selectable } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { ProposalDecisionTable } from './tables/documents.ts';

export type StoredDecision = Selectable<ProposalDecisionTable>;

/** The last one in force. */
export async function lastDecision(db: Database | Tx, proposalId: string): Promise<StoredDecision | null> {
  const row = await db
    .selectFrom('proposal_decisions')
    .selectAll()
    .where('proposal_id', '=', proposalId)
    .where('undone_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export interface NewDecision {
  readonly proposalId: string;
  readonly says: StoredDecision['says'];
  readonly goalsHash: string;
  readonly items: unknown;
  readonly by: { readonly id: string | null; readonly name: string };
}

/** @returns Its id. */
export async function insertDecision(tx: Tx, decision: NewDecision, at: Date): Promise<number> {
  const row = await tx
    .insertInto('proposal_decisions')
    .values({
      proposal_id: decision.proposalId,
      says: decision.says,
      goals_hash: decision.goalsHash,
      items: JSON.stringify(decision.items),
      by_person_id: decision.by.id,
      by_name: decision.by.name,
      at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function noteUndone(tx: Tx, id: number, at: Date): Promise<void> {
  await tx.updateTable('proposal_decisions').set({ undone_at: at }).where('id', '=', id).execute();
}
