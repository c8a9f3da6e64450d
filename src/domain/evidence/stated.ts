import type { Evidence, Hop, Tried } from '../evidence.ts';
import { type GoalMapping, isGoalField } from '../mapping.ts';
import { blankOutCode, shorten } from '../normal-text.ts';
import { type FieldValue, linkWords, type Task } from '../task.ts';
import { TOOL_WORDS } from '../wording.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { GoalIndex } from './goal-index.ts';
import type { Clarity } from './goal-keys.ts';
import { LIKELIHOODS } from './likelihoods.ts';
import { readMentions, readPageLink } from './pages.ts';

interface Source {
  readonly kind: 'field' | 'label' | 'title' | 'text';
  /** How a person finds it again: "field OKR". */
  readonly place: string;
  readonly text: string;
  readonly likelihood: number;
}

const LINK_PLACES = {
  text: 'description',
  attachment: 'attachment',
  'remote-link': 'linked page',
  field: 'field',
} as const;

/**
 * Every goal the task itself names: in the fields the mapping says carry goals, in any other field, label, title or text, by a link to
 * the goal's page, by the tool's own goal relationship, or by a wiki page that states the goal and names the task.
 *
 * @returns One for each goal and place, strongest first; empty where no goal is named.
 */
export function findStated(task: Task, goals: GoalIndex, mapping: GoalMapping): Evidence[] {
  const found = [
    ...sourcesOf(task, mapping).flatMap((source) => readSource(task, source, goals)),
    ...readLinks(task, goals),
    ...readToolGoals(task, goals),
    ...readMentions(task, goals),
  ];
  return distinct(found.sort((a, b) => b.likelihood - a.likelihood));
}

/** What was looked at, for a task that names no goal. */
export function triedStated(task: Task, mapping: GoalMapping): Tried {
  const fields = task.fields.filter((field) => isGoalField(mapping, field)).map((field) => `field ${field.name}`);
  const looked = [
    ...fields,
    task.labels.length === 0 ? 'no labels' : `${task.labels.length} ${task.labels.length === 1 ? 'label' : 'labels'}`,
    task.text.trim() === '' ? 'title (the description is empty)' : 'title and description',
    ...(task.links.length === 0 ? [] : [`${task.links.length} ${task.links.length === 1 ? 'link' : 'links'}`]),
  ];
  return { kind: 'stated', what: `${looked.join(', ')}: no goal named`, bestGoalId: null, bestScore: null };
}

function sourcesOf(task: Task, mapping: GoalMapping): Source[] {
  const isMapped = (field: FieldValue) => isGoalField(mapping, field);
  const fields = [...task.fields].sort((a, b) => Number(isMapped(b)) - Number(isMapped(a)));
  return [
    ...fields.map((field): Source => {
      const likelihood = isMapped(field) ? LIKELIHOODS.goalField : LIKELIHOODS.otherField;
      return { kind: 'field', place: `field ${field.name}`, text: field.value, likelihood };
    }),
    ...task.labels.map(
      (label): Source => ({ kind: 'label', place: `label ${label}`, text: label, likelihood: LIKELIHOODS.label }),
    ),
    { kind: 'title', place: 'title', text: task.title, likelihood: LIKELIHOODS.title },
    { kind: 'text', place: 'description', text: blankOutCode(task.text), likelihood: LIKELIHOODS.text },
  ];
}

function readSource(task: Task, source: Source, goals: GoalIndex): Evidence[] {
  if (source.text.trim() === '') return [];
  const named = goals
    .findKeys(source.text, source.kind === 'label' ? 'label' : 'prose')
    .filter(
      ({ clarity, written }) => clarity !== 'bare' || isOfGoalField(source) || standsAtAnEnd(source.text, written),
    );
  const keyed = named.map((match) => {
    const likelihood = Math.min(source.likelihood, ofClarity(match.clarity, source));
    return evidenceOf(match.goalId, likelihood, hopOf(task, source, shownValue(source, match.written)));
  });
  return keyed.length > 0 ? keyed : byTitle(task, source, goals);
}

function isOfGoalField(source: Source): boolean {
  return source.likelihood === LIKELIHOODS.goalField;
}

/** "O2 import wizard" may name the goal; "Show O2 tank levels" speaks of oxygen. */
function standsAtAnEnd(text: string, written: string): boolean {
  return text.trim().startsWith(written) || text.trim().endsWith(written);
}

function ofClarity(clarity: Clarity, source: Source): number {
  // In a field made for goals even a short key is no accident.
  return clarity === 'bare' && !isOfGoalField(source) ? LIKELIHOODS.bareKey : 1;
}

function byTitle(task: Task, source: Source, goals: GoalIndex): Evidence[] {
  const parts = source.kind === 'field' ? [source.text, ...source.text.split(/\s*[,;]\s*/u)] : [source.text];
  for (const part of new Set(parts)) {
    const whole = leadingOpen(goals.withTitle(part), goals);
    if (whole.length > 0) return whole.map((id) => titled(task, source, id, part, whole.length, source.likelihood));
  }
  if (source.kind === 'label') return [];
  const inside = leadingOpen(goals.withTitleIn(source.text), goals);
  const likelihood = Math.min(source.likelihood, LIKELIHOODS.titleInText);
  return inside.map((id) => titled(task, source, id, goals.goals.get(id)?.title ?? '', 1, likelihood));
}

/** Where an open goal and a closed one share a title, the open one is meant. */
function leadingOpen(goalIds: readonly string[], goals: GoalIndex): readonly string[] {
  const open = goalIds.filter((id) => goals.goals.get(id)?.closedOn === null);
  return open.length > 0 ? open : goalIds;
}

function titled(
  task: Task,
  source: Source,
  goalId: string,
  value: string,
  sharers: number,
  likelihood: number,
): Evidence {
  return evidenceOf(
    goalId,
    sharers > 1 ? LIKELIHOODS.sharedTitle : likelihood,
    hopOf(task, source, shorten(value, 120)),
  );
}

function readLinks(task: Task, goals: GoalIndex): Evidence[] {
  return task.links.flatMap((link) => {
    const page = goals.pages.at(link.url);
    const step = hop(task, 'link', `link in ${LINK_PLACES[link.place]}`, linkWords(link));
    const listed = page?.isGone ? [] : goals.withUrl(link.url).filter((goalId) => !page?.knownGoalIds.has(goalId));
    return [
      ...(page ? readPageLink(page, link, step, goals) : []),
      ...listed.map((goalId) => evidenceOf(goalId, LIKELIHOODS.goalLink, step)),
    ];
  });
}

function readToolGoals(task: Task, goals: GoalIndex): Evidence[] {
  return goals.supportedBy('task', task.connectionId, task.externalId).map(({ goalId, toolGoal, weight }) => {
    const step = hop(task, 'tool-goal', `goal in ${TOOL_WORDS[task.tool]}`, shorten(toolGoal.title, 120));
    return evidenceOf(goalId, LIKELIHOODS.toolGoal, step, weight);
  });
}

function hopOf(task: Task, source: Source, value: string): Hop {
  return hop(task, source.kind, source.place, value);
}

/** A label or field is shown whole, as a person finds it; of prose, only the words that name the goal. */
function shownValue(source: Source, written: string): string {
  return source.kind === 'label' || source.kind === 'field' ? shorten(source.text, 120) : written;
}

function hop(task: Task, kind: Hop['kind'], place: string, value: string): Hop {
  return { kind, taskId: task.id, scopeId: null, place, value, readAt: task.readAt, by: null };
}

function evidenceOf(goalId: string, likelihood: number, step: Hop, weight: number | null = null): Evidence {
  const hops = [step];
  return { kind: 'stated', goalId, likelihood, hops, fingerprint: fingerprintOf('stated', goalId, hops), weight };
}

/** Of the same evidence the first: the strongest. */
function distinct(found: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return found.filter(({ fingerprint }) => !seen.has(fingerprint) && seen.add(fingerprint));
}
