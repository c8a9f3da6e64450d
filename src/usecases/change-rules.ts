import { ruleName } from '../domain/evidence/rule.ts';
import type { Rule } from '../domain/goal.ts';
import { readRules } from '../domain/import/rules.ts';
import { conditionWords } from '../domain/rule-words.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import type { Database, Tx } from '../store/database.ts';
import { listGoals, listRules } from '../store/goals.ts';
import { findRuleChange, insertRuleChange, noteRuleChangeUndone, storedRule } from '../store/rules.ts';
import { holdContextAlone } from '../store/stale.ts';
import type { StoredRule } from '../store/tables/goals.ts';
import { UseCaseError } from './errors.ts';
import { type RuleToWrite, writeRules } from './write-rules.ts';

interface Deps {
  readonly db: Database;
  readonly now: () => number;
  readonly onStale: () => Promise<void>;
}

export interface RuleWord {
  readonly when: { readonly [Name in keyof Rule['when']]?: string | undefined };
  /** A goal's key, or `ktlo`. */
  readonly leadsTo: string;
}

/** What was changed, and can be taken back while it is the last change. */
interface RulesChanged {
  readonly changeId: number;
  readonly ruleId: string;
}

/** Adds a rule; it is tried last. @throws UseCaseError `bad-rule` */
export async function addRule(deps: Deps, by: Actor, word: RuleWord): Promise<RulesChanged> {
  return inRules(deps, by, async (tx, rules) => {
    const wanted = [...rules, await checked(tx, word)];
    return { wanted, ruleOf: (after) => after.at(-1), says: (rule) => `Added ${said(rule)}.` };
  });
}

/** Rewords a rule, or tries it at another place (from 1). @throws UseCaseError `no-such-rule`, `bad-rule` */
export async function changeRule(
  deps: Deps,
  by: Actor,
  id: string,
  change: Partial<RuleWord> & { readonly position?: number | undefined },
): Promise<RulesChanged> {
  return inRules(deps, by, async (tx, rules) => {
    const rule = requireRule(rules, id);
    const word = { when: change.when ?? rule.when, leadsTo: change.leadsTo ?? rule.then };
    const isReworded = change.when !== undefined || change.leadsTo !== undefined;
    const changed = isReworded ? { ...(await checked(tx, word)), id } : rule;
    const others = rules.filter((one) => one.id !== id);
    const place = Math.min(others.length, Math.max(0, (change.position ?? rules.indexOf(rule) + 1) - 1));
    return {
      wanted: others.toSpliced(place, 0, changed),
      ruleOf: (after) => after.find((one) => one.id === id),
      says: (one) => (isReworded ? `Reworded ${said(one)}.` : `Moved ${said(one)} to place ${place + 1}.`),
    };
  });
}

/** @throws UseCaseError `no-such-rule` */
export async function removeRule(deps: Deps, by: Actor, id: string): Promise<RulesChanged> {
  return inRules(deps, by, async (_tx, rules) => {
    requireRule(rules, id);
    return {
      wanted: rules.filter((one) => one.id !== id),
      ruleOf: (_after, before) => before.find((one) => one.id === id),
      says: (rule) => `Removed ${said(rule)}.`,
    };
  });
}

/** Takes the last change back: the list is what it was. A second time does nothing. @throws UseCaseError `no-such-change`, `changed-since` */
export async function undoRuleChange(deps: Deps, by: Actor, changeId: number): Promise<{ undone: number }> {
  const undone = await deps.db.transaction().execute(async (tx) => {
    await holdContextAlone(tx);
    const change = await findRuleChange(tx, changeId);
    if (!change) throw new UseCaseError('no-such-change', 'There is no such change.', { isNotFound: true });
    if (change.undoneAt) return 0;
    if (listOf(await listRules(tx)) !== listOf(change.after)) {
      throw new UseCaseError('changed-since', 'The rules were changed again since. Take that back first.');
    }
    const at = new Date(deps.now());
    await writeRules(tx, await drafts(tx, change.before), at);
    await noteRuleChangeUndone(tx, changeId, at);
    await insertAuditEvent(tx, by, at, {
      what: 'rules-changed',
      about: { changeId },
      says: 'Took a change of the rules back.',
    });
    return 1;
  });
  if (undone > 0) await deps.onStale();
  return { undone };
}

interface Wanted {
  readonly wanted: readonly RuleToWrite[];
  /** The rule it is about. */
  readonly ruleOf: (after: readonly StoredRule[], before: readonly StoredRule[]) => StoredRule | undefined;
  readonly says: (rule: StoredRule) => string;
}

async function inRules(
  deps: Deps,
  by: Actor,
  work: (tx: Tx, rules: readonly (RuleToWrite & { readonly id: string })[]) => Promise<Wanted>,
): Promise<RulesChanged> {
  const answer = await deps.db.transaction().execute(async (tx) => {
    // Two who change the list at once would each lose what the other did.
    await holdContextAlone(tx);
    const at = new Date(deps.now());
    const { wanted, ruleOf, says } = await work(tx, await drafts(tx, (await listRules(tx)).map(storedRule)));
    const change = await writeRules(tx, wanted, at);
    const rule = ruleOf(change.after, change.before) as StoredRule;
    const changeId = await insertRuleChange(tx, by, at, change);
    const about = { ruleId: rule.id, changeId };
    await insertAuditEvent(tx, by, at, { what: 'rules-changed', about, says: says(rule) });
    return { changeId, ruleId: rule.id };
  });
  await deps.onStale();
  return answer;
}

/** Stored rules with their goals by key. */
async function drafts(tx: Tx, rules: readonly StoredRule[]): Promise<(RuleToWrite & { id: string })[]> {
  const keys = new Map((await listGoals(tx)).map((goal) => [goal.id, goal.key]));
  return rules.flatMap(({ id, when, then }) => {
    const key = then === 'ktlo' ? then : keys.get(then.goalId);
    // Its goal is gone since: it would lead nowhere.
    // biome-ignore lint/suspicious/noThenProperty: the word of the import format; never awaited
    return key === undefined ? [] : [{ id, when, then: key }];
  });
}

/** By the same reading as an import's, so that both refuse the same. @throws UseCaseError `bad-rule` */
async function checked(tx: Tx, { when, leadsTo }: RuleWord): Promise<RuleToWrite> {
  const keys = (await listGoals(tx)).map(({ key }) => key);
  return readRuleWord({ when, leadsTo }, keys);
}

/** @throws UseCaseError `bad-rule` */
export function readRuleWord(
  { when, leadsTo }: RuleWord,
  goalKeys: readonly string[],
): Pick<RuleToWrite, 'when' | 'then'> {
  const given = Object.fromEntries(Object.entries(when).filter(([, value]) => value?.trim()));
  // biome-ignore lint/suspicious/noThenProperty: the word of the import format; never awaited
  const values = { when: given, then: leadsTo };
  const { records, errors } = readRules([{ row: 1, values }], goalKeys);
  const [rule] = records ?? [];
  if (rule) return rule;
  const [error] = errors;
  throw new UseCaseError('bad-rule', `That is no rule yet: ${error?.column} ${error?.message}.`);
}

function requireRule<T extends { readonly id: string }>(rules: readonly T[], id: string): T {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new UseCaseError('no-such-rule', 'There is no such rule any more.', { isNotFound: true });
  return rule;
}

function listOf(rules: readonly StoredRule[]): string {
  return JSON.stringify(rules.map(({ id, when, then }) => [id, Object.entries(when).sort(), then]));
}

function said(rule: StoredRule): string {
  return `${ruleName(rule)} (${conditionWords(rule.when)})`;
}
