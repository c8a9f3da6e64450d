import type { RuleDraft } from '../domain/import/rules.ts';
import type { Tx } from '../store/database.ts';
import { listGoals, listRules } from '../store/goals.ts';
import { nextRuleId, replaceRules, storedRule } from '../store/rules.ts';
import { markAllStale } from '../store/stale.ts';
import type { StoredRule } from '../store/tables/goals.ts';

/** A rule to be written; without an id it is a new one. */
export type RuleToWrite = Pick<RuleDraft, 'when' | 'then'> & { readonly id?: string | undefined };

/** Writes the whole list, in order, and has every task looked at again: what an import and a change in the browser both do. */
export async function writeRules(
  tx: Tx,
  rules: readonly RuleToWrite[],
  at: Date,
): Promise<{ readonly before: readonly StoredRule[]; readonly after: readonly StoredRule[] }> {
  const before = (await listRules(tx)).map(storedRule);
  const goalIds = new Map((await listGoals(tx)).map((goal) => [goal.key, goal.id]));
  const after: StoredRule[] = [];
  for (const { id, when, then } of rules) {
    const leadsTo = then === 'ktlo' ? then : { goalId: goalIds.get(then) ?? '' };
    // biome-ignore lint/suspicious/noThenProperty: the word of the import format; never awaited
    after.push({ id: id ?? (await nextRuleId(tx)), when, then: leadsTo });
  }
  await replaceRules(tx, after);
  await markAllStale(tx, at);
  return { before, after };
}
