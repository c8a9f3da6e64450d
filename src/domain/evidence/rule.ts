import type { Evidence, Hop, Tried } from '../evidence.ts';
import type { Rule } from '../goal.ts';
import type { Task } from '../task.ts';
import { fingerprintOf } from './fingerprint.ts';
import { LIKELIHOODS } from './likelihoods.ts';

/** What a rule looks at. */
export type RuleTask = Pick<
  Task,
  'tool' | 'places' | 'labels' | 'kind' | 'team' | 'fields' | 'title' | 'text' | 'readAt'
>;

export interface RuleMatch {
  readonly rule: Rule;
  readonly hops: readonly Hop[];
}

/** The organisation's first rule, by position, whose conditions all hold; null where none does. A rule without conditions never holds. */
export function findRule(task: RuleTask, rules: readonly Rule[]): RuleMatch | null {
  const ordered = [...rules].sort((a, b) => a.position - b.position);
  for (const rule of ordered) {
    const reasons = reasonsOf(task, rule.when);
    if (reasons) return { rule, hops: [ruleHop(task, rule, reasons)] };
  }
  return null;
}

/** How evidence names a rule: by the number it keeps for ever, whatever its place in the list. */
export function ruleName({ id }: Pick<Rule, 'id'>): string {
  return `rule ${/\d+$/.exec(id)?.[0] ?? id}`;
}

/** The match as evidence for a goal; null for a KTLO rule, which is a why of its own kind. */
export function evidenceOfRule(match: RuleMatch): Evidence | null {
  if (match.rule.then === 'ktlo') return null;
  const { goalId } = match.rule.then;
  const fingerprint = fingerprintOf('rule', goalId, match.hops);
  return { kind: 'rule', goalId, likelihood: LIKELIHOODS.rule, hops: match.hops, fingerprint, weight: null };
}

export function triedRules(rules: readonly Rule[]): Tried {
  const what =
    rules.length === 0 ? 'no rules are set' : `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}: none fits`;
  return { kind: 'rule', what, bestGoalId: null, bestScore: null };
}

/** What each condition found ("label ops", "“cert” in the title"), in the order people write them; null where one does not hold. */
export function reasonsOf(task: RuleTask, when: Rule['when']): string[] | null {
  const checks: [string | undefined, (wanted: string) => string | null][] = [
    [when.tool, (wanted) => (same(task.tool, wanted) ? `tool ${task.tool}` : null)],
    [when.scope, (wanted) => scopeReason(task, wanted)],
    [when.label, (wanted) => found(task.labels, wanted, 'label')],
    [when.type, (wanted) => (same(task.kind, wanted) ? `type ${task.kind}` : null)],
    [when.team, (wanted) => (task.team !== null && same(task.team, wanted) ? `team ${task.team}` : null)],
    [when.field, (wanted) => fieldReason(task, wanted)],
    [when.text, (wanted) => textReason(task, wanted)],
  ];
  const asked = checks.filter((check): check is [string, (wanted: string) => string | null] => isSet(check[0]));
  if (asked.length === 0) return null;
  const reasons: string[] = [];
  for (const [wanted, check] of asked) {
    const reason = check(wanted.trim());
    if (reason === null) return null;
    reasons.push(reason);
  }
  return reasons;
}

function isSet(condition: string | undefined): boolean {
  return condition !== undefined && condition.trim() !== '';
}

function same(value: string, wanted: string): boolean {
  return value.trim().toLowerCase() === wanted.toLowerCase();
}

function contains(value: string, wanted: string): boolean {
  return value.toLowerCase().includes(wanted.toLowerCase());
}

function found(values: readonly string[], wanted: string, noun: string): string | null {
  const value = values.find((candidate) => same(candidate, wanted));
  return value === undefined ? null : `${noun} ${value}`;
}

/** A scope's key must be the whole key ("OPS" is not "DEVOPS"); its name and its lists may hold the words. */
function scopeReason(task: RuleTask, wanted: string): string | null {
  for (const place of task.places) {
    if (place.scopeKey !== null && same(place.scopeKey, wanted)) return `scope ${place.scopeKey}`;
    if (contains(place.scopeName, wanted)) return `scope ${place.scopeName}`;
  }
  return null;
}

function fieldReason(task: RuleTask, wanted: string): string | null {
  const [name = '', ...rest] = wanted.split('=');
  const value = rest.join('=').trim();
  const field = task.fields.find((candidate) => same(candidate.name, name.trim()) && candidate.value.trim() !== '');
  if (!field) return null;
  const values = [field.value, ...field.value.split(', ')];
  if (rest.length > 0 && !values.some((one) => same(one, value))) return null;
  return `field ${field.name}=${field.value}`;
}

function textReason(task: RuleTask, wanted: string): string | null {
  if (containsWords(task.title, wanted)) return `“${wanted}” in the title`;
  return containsWords(task.text, wanted) ? `“${wanted}” in the description` : null;
}

/** The words begin at the beginning of a word: "cert" finds "certificates", not "concert". */
function containsWords(text: string, wanted: string): boolean {
  const lower = text.toLowerCase();
  const needle = wanted.toLowerCase();
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(lower[at - 1] ?? '') || !/^[\p{L}\p{N}]/u.test(needle)) return true;
  }
  return false;
}

function ruleHop(task: RuleTask, rule: Rule, reasons: readonly string[]): Hop {
  const place = ruleName(rule);
  return { kind: 'rule', taskId: null, scopeId: null, place, value: reasons.join(', '), readAt: task.readAt, by: null };
}
