import type { ImportRow } from '../domain/import/rows.ts';
import { diffRules, draftOfRule, keepIds, type RuleDraft, readRules } from '../domain/import/rules.ts';
import { listGoals, listRules } from '../store/goals.ts';
import { type ImportDeps, type ImportPlan, runImport } from './import-file.ts';
import { writeRules } from './write-rules.ts';

/** Imports the organisation's rules: the file's order is theirs, and it replaces them all. Doing it twice changes nothing. */
export function importRules(deps: ImportDeps, rows: readonly ImportRow[]): Promise<ImportPlan<RuleDraft>> {
  return runImport(deps, async (tx) => {
    const goals = await listGoals(tx);
    const keyOf = new Map(goals.map((goal) => [goal.id, goal.key]));
    const rules = await listRules(tx);
    const current = rules.map((rule) => draftOfRule(rule, (id) => keyOf.get(id) ?? ''));
    const read = readRules(
      rows,
      goals.map((goal) => goal.key),
    );
    if (read.records === null) return { errors: read.errors };
    const known = current.map((draft, place) => ({ ...draft, id: rules[place]?.id ?? '' }));
    return {
      kind: 'rules',
      difference: diffRules(current, read.records),
      removesMissing: true,
      apply: async () => {
        await writeRules(tx, keepIds(known, read.records), new Date(deps.now()));
      },
    };
  });
}
