import type { Database, Tx } from './database.ts';
import type { StoredProposal } from './proposals.ts';

/** unreadable: the wiki does not give it any more. trashed: it can come back. In both, what it stated stays. */
export type PageState = 'readable' | 'unreadable' | 'trashed';

export async function readPageState(
  db: Database | Tx,
  { document_id: documentId, scope_id: scopeId }: Pick<StoredProposal, 'document_id' | 'scope_id'>,
): Promise<PageState> {
  if (documentId !== null) {
    const row = await db
      .selectFrom('documents')
      .select(['is_trashed', 'unreadable_at'])
      .where('id', '=', documentId)
      .executeTakeFirst();
    return !row || row.unreadable_at !== null ? 'unreadable' : row.is_trashed ? 'trashed' : 'readable';
  }
  if (scopeId === null) return 'readable';
  const row = await db.selectFrom('scopes').select('visibility').where('id', '=', scopeId).executeTakeFirst();
  return row?.visibility === 'visible' ? 'readable' : 'unreadable';
}
