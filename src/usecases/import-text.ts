import { createHash } from 'node:crypto';
import type { Difference } from '../domain/import/difference.ts';
import { type DifferenceLine, linesOf } from '../domain/import/difference-words.ts';
import type { ImportKind } from '../domain/import/kinds.ts';
import type { ImportError } from '../domain/import/rows.ts';
import type { Actor } from '../store/audit.ts';
import { UseCaseError } from './errors.ts';
import type { ImportDeps, ImportPlan } from './import-file.ts';
import { importGoals } from './import-goals.ts';
import { importPeople } from './import-people.ts';
import { importRules } from './import-rules.ts';
import { noteAct } from './note-act.ts';
import { type FileFormat, readRows } from './read-rows.ts';

type Importer = (deps: ImportDeps, rows: ReturnType<typeof readRows>) => Promise<ImportPlan<object>>;

/** Each kind's own. */
export const IMPORTERS: Readonly<Record<ImportKind, Importer>> = {
  goals: importGoals,
  people: importPeople,
  rules: importRules,
};

interface ImportedText {
  readonly kind: ImportKind;
  readonly text: string;
  readonly format: FileFormat;
  /** What stood in `seen` when the difference was shown: it is applied. null: only shown. */
  readonly seen: string | null;
}

/** What came of it: every fault by row and column, or the difference and whether it was applied. */
export type ImportedPlan =
  | { readonly errors: readonly ImportError[] }
  | {
      readonly errors: readonly [];
      readonly isApplied: boolean;
      /** Of this very difference. */
      readonly seen: string;
      readonly difference: Difference<object>;
      readonly lines: readonly DifferenceLine[];
    };

/**
 * Shows what a file would change; with `seen`, does exactly what was shown, all of it or nothing. Doing it twice changes nothing.
 *
 * @throws UseCaseError `unreadable-file`; `difference-changed` where what stands here is another than when it was shown.
 */
export async function importText(
  deps: Omit<ImportDeps, 'confirm'>,
  { kind, text, format, seen }: ImportedText,
  by: Actor,
): Promise<ImportedPlan> {
  const confirm = async (difference: Difference<unknown>) => {
    if (seen !== null && seen !== hashOf(difference)) throw otherDifference();
    return seen !== null;
  };
  const plan = await IMPORTERS[kind]({ ...deps, by, confirm }, readRows(text, format));
  const { difference } = plan;
  if (difference === null) return { errors: plan.errors };
  if (kind === 'people' && plan.isApplied) await noteImportedPeople(deps, by, difference);
  const lines = linesOf(difference);
  return { errors: [], isApplied: plan.isApplied, seen: hashOf(difference), difference, lines };
}

/** Who is there and who leads whom decides what people see. */
export async function noteImportedPeople(
  deps: Pick<ImportDeps, 'db' | 'now'>,
  by: Actor,
  { added, changed }: Difference<object>,
): Promise<void> {
  const about = { added: added.length, changed: changed.length };
  const says = `Imported people: ${about.added} added, ${about.changed} changed.`;
  await noteAct(deps, by, { what: 'person-changed', about, says });
}

function hashOf(difference: Difference<unknown>): string {
  return createHash('sha256').update(JSON.stringify(difference)).digest('base64url');
}

function otherDifference(): UseCaseError {
  const message = 'What stands here changed since the difference was shown; nothing was applied. Look at it again.';
  return new UseCaseError('difference-changed', message);
}
