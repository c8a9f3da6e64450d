import { sql } from 'kysely';
import type { Rule } from '../domain/goal.ts';
import type { Actor } from './audit.ts';
import type { Database, Tx } from './database.ts';
import type { StoredRule } from './tables/goals.ts';

/** Writes the whole list, in order. Rules that are not in it go. */
export async function replaceRules(tx: Tx, rules: readonly StoredRule[]): Promise<void> {
  await tx.deleteFrom('rules').execute();
  if (rules.length === 0) return;
  const rows = rules.map(({ id, when, then }, place) => ({
    id,
    position: place + 1,
    conditions: JSON.stringify(when),
    goal_id: then === 'ktlo' ? null : then.goalId,
    is_ktlo: then === 'ktlo',
  }));
  await tx.insertInto('rules').values(rows).execute();
}

/** An id that no rule ever had. */
export async function nextRuleId(tx: Tx): Promise<string> {
  const { rows } = await sql<{ number: number }>`select nextval('rule_numbers')::int as number`.execute(tx);
  return `rule-${rows[0]?.number}`;
}

export async function insertRuleChange(
  tx: Tx,
  by: Actor,
  at: Date,
  change: { readonly before: readonly StoredRule[]; readonly after: readonly StoredRule[] },
): Promise<number> {
  const row = await tx
    .insertInto('rule_changes')
    .values({
      at,
      by_person_id: by.id,
      by_name: by.name,
      rules_before: JSON.stringify(change.before),
      rules_after: JSON.stringify(change.after),
      undone_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

interface RuleChange {
  readonly id: number;
  readonly before: readonly StoredRule[];
  readonly after: readonly StoredRule[];
  readonly undoneAt: Date | null;
}

export async function findRuleChange(db: Database | Tx, id: number): Promise<RuleChange | null> {
  const row = await db.selectFrom('rule_changes').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? { id: row.id, before: row.rules_before, after: row.rules_after, undoneAt: row.undone_at } : null;
}

export async function noteRuleChangeUndone(tx: Tx, id: number, at: Date): Promise<void> {
  await tx.updateTable('rule_changes').set({ undone_at: at }).where('id', '=', id).execute();
}

/** As it is kept, without its place. */
export function storedRule({ id, when, then }: Rule): StoredRule {
  return { id, when, then };
}
