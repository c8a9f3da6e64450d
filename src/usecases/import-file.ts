import type { Difference } from '../domain/import/difference.ts';
import type { ImportKind } from '../domain/import/kinds.ts';
import type { ImportError } from '../domain/import/rows.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import type { Database, Tx } from '../store/database.ts';

export interface ImportDeps {
  readonly db: Database;
  readonly now: () => number;
  /** Called when tasks became stale, so that their links and flags follow. */
  readonly onStale: () => Promise<void>;
  /** Who imports; left out: whoever types commands. */
  readonly by?: Actor;
  /** Shows the difference; false leaves everything as it is. */
  readonly confirm?: (difference: Difference<unknown>) => Promise<boolean>;
}

/** What came of an import: errors, or the difference and whether it was applied. */
export type ImportPlan<T> =
  | { readonly errors: readonly ImportError[]; readonly difference: null; readonly isApplied: false }
  | { readonly errors: readonly []; readonly difference: Difference<T>; readonly isApplied: boolean };

type Prepared<T> =
  | { readonly errors: readonly ImportError[] }
  | {
      readonly difference: Difference<T>;
      /** Left out where its audit line is written elsewhere. */
      readonly kind?: Exclude<ImportKind, 'people'>;
      /** What the file leaves out goes (rules); otherwise it is kept. */
      readonly removesMissing?: boolean;
      readonly apply: () => Promise<void>;
    };

/** Reads and writes in one transaction: a file is applied whole or not at all, against what stood when it was read. */
export async function runImport<T>(
  deps: ImportDeps,
  prepare: (tx: Tx) => Promise<Prepared<T>>,
): Promise<ImportPlan<T>> {
  const plan = await deps.db.transaction().execute(async (tx): Promise<ImportPlan<T>> => {
    const prepared = await prepare(tx);
    if ('errors' in prepared) return { errors: prepared.errors, difference: null, isApplied: false };
    const { difference } = prepared;
    const removed = prepared.removesMissing ? difference.missing.length : 0;
    const hasWork = difference.added.length + difference.changed.length + removed > 0;
    const isWanted = hasWork && ((await deps.confirm?.(difference)) ?? true);
    if (isWanted) await prepared.apply();
    if (isWanted && deps.by && prepared.kind)
      await noteImported(tx, deps.by, new Date(deps.now()), prepared.kind, difference);
    return { errors: [], difference, isApplied: isWanted };
  });
  if (plan.isApplied) await deps.onStale();
  return plan;
}

async function noteImported(
  tx: Tx,
  by: Actor,
  at: Date,
  kind: ImportKind,
  { added, changed, missing }: Difference<unknown>,
): Promise<void> {
  const removed = kind === 'rules' ? missing.length : 0;
  const about = { kind, added: added.length, changed: changed.length, removed };
  const gone = removed > 0 ? `, ${removed} taken away` : '';
  const says = `Imported ${kind}: ${about.added} added, ${about.changed} changed${gone}.`;
  await insertAuditEvent(tx, by, at, { what: 'imported', about, says });
}
