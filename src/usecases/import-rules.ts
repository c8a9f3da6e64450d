import type { ImportRow } from '../domain/import/rows.ts';
import { diffRules, draftOfRule, type RuleDraft, readRules } from '../domain/import/rules.ts';
import type { Tx } from '../store/database.ts';
import { listGoals, listRules } from '../store/goals.ts';
import { replaceRules } from '../store/imports.ts';
import { markAllStale } from '../store/stale.ts';
import { type ImportDeps, type ImportPlan, runImport } from './import-file.ts';

/** Imports the organisation's rules: the file's order is theirs, and it replaces them all. Doing it twice changes nothing. */
export function importRules(deps: ImportDeps, rows: readonly ImportRow[]): Promise<ImportPlan<RuleDraft>> {
  return runImport(deps, async (tx) => {
    const goals = await listGoals(tx);
    const keyOf = new Map(goals.map((goal) => [goal.id, goal.key]));
    const current = (await listRules(tx)).map((rule) => draftOfRule(rule, (id) => keyOf.get(id) ?? ''));
    const read = readRules(
      rows,
      goals.map((goal) => goal.key),
    );
    if (read.records === null) return { errors: read.errors };
    return {
      kind: 'rules',
      difference: diffRules(current, read.records),
      removesMissing: true,
      apply: () =>
        writeRules(tx, read.records, new Map(goals.map((goal) => [goal.key, goal.id])), new Date(deps.now())),
    };
  });
}

async function writeRules(
  tx: Tx,
  drafts: readonly RuleDraft[],
  goalIds: ReadonlyMap<string, string>,
  at: Date,
): Promise<void> {
  await replaceRules(
    tx,
    drafts.map((draft) => ({
      id: `rule-${draft.position}`,
      position: draft.position,
      conditions: JSON.stringify(draft.when),
      goalId: draft.then === 'ktlo' ? null : (goalIds.get(draft.then) ?? null),
    })),
  );
  await markAllStale(tx, at);
}
