import type { GoalColumns } from '../domain/proposal-columns.ts';
import type { Database } from '../store/database.ts';
import { holdContextAlone } from '../store/stale.ts';
import { findDataSource, saveGoalColumns } from '../store/stating-documents.ts';
import { UseCaseError } from './errors.ts';
import { refreshDataSource } from './refresh-proposals.ts';

interface ColumnDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly onStale: () => Promise<void>;
}

/**
 * Says what a data source's columns hold; null: they are guessed again. Its stored rows are read anew at once, without a pull.
 *
 * @throws UseCaseError `no-such-scope`
 */
export async function changeGoalColumns(deps: ColumnDeps, scopeId: string, columns: GoalColumns | null): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await holdContextAlone(tx);
    if (!(await findDataSource(tx, scopeId)))
      throw new UseCaseError('no-such-scope', `There is no scope ${scopeId}.`, { isNotFound: true });
    await saveGoalColumns(tx, scopeId, columns);
    await refreshDataSource(tx, scopeId, new Date(deps.now()));
  });
  await deps.onStale();
}
