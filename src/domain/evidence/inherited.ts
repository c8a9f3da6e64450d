import { sharesAudience } from '../access.ts';
import type { Evidence, Hop, Tried } from '../evidence.ts';
import { listWords } from '../flag-words.ts';
import type { Goal, Rule } from '../goal.ts';
import type { GoalStanding } from '../goal-standing.ts';
import type { LinkDecision } from '../link.ts';
import type { GoalMapping } from '../mapping.ts';
import { shorten } from '../normal-text.ts';
import type { Task, TaskPlace } from '../task.ts';
import { TOOL_WORDS } from '../wording.ts';
import { isCatchAll } from './catch-all.ts';
import { type Drawers, whyNothing } from './drawers.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { GoalIndex } from './goal-index.ts';
import { LIKELIHOODS } from './likelihoods.ts';
import { evidenceOfRule, findRule } from './rule.ts';
import { findStated } from './stated.ts';

/** A scope, or one section or list of it, that a person linked to a goal. */
export interface PlaceAnchor {
  readonly scopeId: string;
  /** null: the whole scope. */
  readonly groupName: string | null;
  readonly goalId: string;
  readonly by: string;
  readonly at: number;
}

export interface InheritedContext {
  readonly goals: GoalIndex;
  /** By connection id. */
  readonly mappings: ReadonlyMap<string, GoalMapping>;
  readonly placeAnchors: readonly PlaceAnchor[];
  /** People's words on the ancestors' links, by task id. */
  readonly decisions: ReadonlyMap<string, readonly LinkDecision[]>;
  /** Where given, a rule that holds for an ancestor comes down from it. */
  readonly rules?: readonly Rule[];
  /** Where a goal stands today; without it a goal is open until it has a closing day. */
  readonly standing?: (goal: Goal) => GoalStanding;
  /** What is known of parents beside their names: found junk drawers, and what people said of them. */
  readonly drawers?: Drawers;
}

/**
 * What comes down to a task from what it is part of: its parents, then its sections and lists, then its scopes (its own before its
 * parents'). The nearest level that is linked to an open goal counts, farther ones are overridden by it; one that is linked only to goals of
 * the past (a stale label) is kept, and the climb goes on. A parent that carries nothing (a catch-all by its name or by its children, or by a
 * person's word) ends the climb.
 *
 * @param ancestors Nearest first, as stored; one that comes twice ends the climb.
 */
export function findInherited(task: Task, ancestors: readonly Task[], context: InheritedContext): Evidence[] {
  const chain = climb(task, ancestors, context.drawers);
  const levels = [
    ...chain.map((_, index) => () => fromAncestor(task, chain.slice(0, index + 1), context)),
    ...[[], ...chain.map((_, index) => chain.slice(0, index + 1))].map(
      (path) => () => fromPlaces(task, path, 'group', context),
    ),
    ...[[], ...chain.map((_, index) => chain.slice(0, index + 1))].map(
      (path) => () => fromPlaces(task, path, 'scope', context),
    ),
  ];
  const found: Evidence[] = [];
  for (const level of levels) {
    const reached = level();
    found.push(...reached.sort((a, b) => b.likelihood - a.likelihood));
    if (reached.some(({ goalId }) => isOpen(goalId, context))) break;
  }
  return found;
}

function isOpen(goalId: string, { goals, standing }: InheritedContext): boolean {
  const goal = goals.goals.get(goalId);
  if (!goal) return false;
  return standing ? standing(goal) === 'open' : goal.closedOn === null;
}

/** What stands above a task that inherits nothing, and why it carries nothing. */
export function triedInherited(task: Task, ancestors: readonly Task[], drawers?: Drawers): Tried {
  const chain = climb(task, ancestors, drawers);
  const drawer = ancestors[chain.length];
  const [catchAlls, places] = [true, false].map((is) =>
    placeNames(task).flatMap(({ place, value }) => (isCatchAll(value) === is ? [place] : [])),
  ) as [string[], string[]];
  const silent = [
    ...chain.slice(0, 3).map((ancestor) => spoken(task, ancestor)),
    ...(chain.length > 3 ? [`${chain.length - 3} more above it`] : []),
    ...places,
  ];
  const parts = [
    ...(chain.length === 0 && !drawer ? [task.parentId === null ? 'no parent' : 'a parent that we do not read'] : []),
    ...(drawer ? drawerWords(task, drawer, drawers) : []),
    ...(silent.length === 0 ? [] : [`${listWords(silent)} ${silent.length === 1 ? 'names' : 'name'} no goal`]),
    ...catchAlls.map((place) => `${place} is a catch-all and carries nothing`),
  ];
  return { kind: 'inherited', what: parts.join(', '), bestGoalId: null, bestScore: null };
}

/** "epic ONB-40 “Self-service import”". */
function nameOf(task: Pick<Task, 'kind' | 'key' | 'title'>): string {
  const kind = task.kind
    .toLowerCase()
    .replace(/^default_task$/u, 'task')
    .replaceAll('_', ' ');
  return `${[kind, task.key].filter(Boolean).join(' ')} “${shorten(task.title, 60)}”`;
}

/** What was tried is kept once for all readers of the task, so it names only what all of them may see. */
function spoken(task: Task, ancestor: Task): string {
  return sharesAudience(task, ancestor) ? nameOf(ancestor) : 'a parent elsewhere';
}

/** Who may not see the parent reads no more of it than that. */
function drawerWords(task: Task, drawer: Task, drawers: Drawers | undefined): string[] {
  const why = whyNothing(drawer, drawers);
  if (why === null) return [];
  return [`${spoken(task, drawer)} ${sharesAudience(task, drawer) ? why : 'carries nothing'}`];
}

/** The ancestors that may carry something: up to the first that carries nothing, or the first that comes twice. */
function climb(task: Task, ancestors: readonly Task[], drawers: Drawers | undefined): Task[] {
  const seen = new Set([task.id]);
  const chain: Task[] = [];
  for (const ancestor of ancestors) {
    if (seen.has(ancestor.id) || whyNothing(ancestor, drawers) !== null) break;
    seen.add(ancestor.id);
    chain.push(ancestor);
  }
  return chain;
}

function fromAncestor(task: Task, path: readonly Task[], context: InheritedContext): Evidence[] {
  const ancestor = path.at(-1);
  if (!ancestor) return [];
  const mapping = context.mappings.get(ancestor.connectionId) ?? { goalFields: [] };
  const said = context.decisions.get(ancestor.id) ?? [];
  const accepted = said.filter((decision) => decision.says === 'accepted');
  // A mere hint on an epic is a question about the epic, not about everything in it.
  const stated = findStated(ancestor, context.goals, mapping).filter(
    ({ likelihood }) => likelihood > LIKELIHOODS.bareKey,
  );
  const ruled = [context.rules ? findRule(ancestor, context.rules) : null].flatMap((match) =>
    match ? [evidenceOfRule(match)] : [],
  );
  const own = [...stated, ...ruled.filter((evidence) => evidence !== null)].filter(
    (evidence) => !isRefused(evidence, said),
  );
  // A person's word on the ancestor is the strongest; then what it says itself; then the organisation's rule.
  const strongest = own.filter((evidence) => stated.length === 0 || evidence.kind === 'stated');
  return [
    ...accepted.map((decision) =>
      comeDown(task, path, [decisionHop(ancestor, decision)], decision.goalId, LIKELIHOODS.decision, null),
    ),
    ...strongest
      .filter((evidence) => !accepted.some((decision) => decision.goalId === evidence.goalId))
      .map(({ hops, goalId, likelihood, weight }) => comeDown(task, path, hops, goalId, likelihood, weight)),
  ].filter((evidence) => context.goals.goals.has(evidence.goalId));
}

function isRefused(evidence: Evidence, said: readonly LinkDecision[]): boolean {
  return said.some(
    (decision) =>
      decision.says === 'rejected' &&
      decision.goalId === evidence.goalId &&
      decision.seenFingerprints.includes(evidence.fingerprint),
  );
}

function decisionHop(ancestor: Task, decision: LinkDecision): Hop {
  const said = { readAt: decision.at, by: decision.by };
  return { kind: 'decision', taskId: ancestor.id, scopeId: null, place: 'decision', value: 'accepted', ...said };
}

function fromPlaces(task: Task, path: readonly Task[], kind: 'group' | 'scope', context: InheritedContext): Evidence[] {
  const holder = path.at(-1) ?? task;
  const found = holder.places.flatMap((place) => {
    if (isCatchAll(place.scopeName) && kind === 'scope') return [];
    if (kind === 'group' && (place.groupName === null || isCatchAll(place.groupName))) return [];
    return fromPlace(holder, place, kind, context).map((reason) =>
      comeDown(task, path, reason.hops, reason.goalId, reason.likelihood, reason.weight),
    );
  });
  return [...new Map(found.map((evidence) => [evidence.fingerprint, evidence])).values()];
}

interface PlaceReason {
  readonly hops: readonly Hop[];
  readonly goalId: string;
  readonly likelihood: number;
  readonly weight: number | null;
}

/** A person's anchor outranks the tool's goal, and that the mere name. */
function fromPlace(holder: Task, place: TaskPlace, kind: 'group' | 'scope', context: InheritedContext): PlaceReason[] {
  const step = placeHop(holder, place, kind);
  const anchored = anchorsOf(place, kind, context).map((anchor): PlaceReason => {
    const said: Hop = {
      ...step,
      kind: 'decision',
      place: 'decision',
      value: 'linked',
      readAt: anchor.at,
      by: anchor.by,
    };
    return { hops: [step, said], goalId: anchor.goalId, likelihood: LIKELIHOODS.scopeLinked, weight: null };
  });
  if (anchored.length > 0) return anchored;
  const supported = kind === 'scope' ? toolSupport(holder, place, step, context) : [];
  return supported.length > 0 ? supported : named(step, kind, context.goals);
}

function anchorsOf(place: TaskPlace, kind: 'group' | 'scope', context: InheritedContext): PlaceAnchor[] {
  return context.placeAnchors.filter(
    (anchor) =>
      anchor.scopeId === place.scopeId &&
      (kind === 'scope'
        ? anchor.groupName === null
        : anchor.groupName !== null && anchor.groupName === place.groupName) &&
      context.goals.goals.has(anchor.goalId),
  );
}

function toolSupport(holder: Task, place: TaskPlace, step: Hop, context: InheritedContext): PlaceReason[] {
  // A scope's id is made of its connection's and the tool's own; tools' goals know only the latter.
  const externalId = place.scopeId.slice(holder.connectionId.length + 1);
  return context.goals.supportedBy('scope', holder.connectionId, externalId).map(({ goalId, toolGoal, ...support }) => {
    const through = support.through === null ? '' : `, through portfolio “${shorten(support.through, 60)}”`;
    const goalHop: Hop = {
      ...step,
      kind: 'tool-goal',
      place: `goal in ${TOOL_WORDS[holder.tool]}${through}`,
      value: shorten(toolGoal.title, 120),
    };
    return { hops: [step, goalHop], goalId, likelihood: LIKELIHOODS.scopeLinked, weight: support.weight };
  });
}

function named(step: Hop, kind: 'group' | 'scope', goals: GoalIndex): PlaceReason[] {
  const likelihood = kind === 'group' ? LIKELIHOODS.groupName : LIKELIHOODS.scopeName;
  const keyed = goals.findKeys(step.value, 'prose');
  if (keyed.length > 0) {
    // A list that begins with a key ("O2 Onboarding") is named after the goal, however short the key.
    const clear = keyed.filter(({ clarity, written }) => clarity !== 'bare' || step.value.trim().startsWith(written));
    return clear.map(({ goalId }) => ({ hops: [step], goalId, likelihood, weight: null }));
  }
  const titled = goals.withTitle(step.value);
  const shared = titled.length > 1 ? LIKELIHOODS.sharedTitle : likelihood;
  return titled.map((goalId) => ({ hops: [step], goalId, likelihood: shared, weight: null }));
}

function placeHop(holder: Task, place: TaskPlace, kind: 'group' | 'scope'): Hop {
  const value = kind === 'group' ? (place.groupName ?? '') : place.scopeName;
  const shown = `${placeNoun(holder, kind)} “${shorten(value, 60)}”`;
  return { kind, taskId: null, scopeId: place.scopeId, place: shown, value, readAt: holder.readAt, by: null };
}

function placeNoun(task: Task, kind: 'group' | 'scope'): string {
  if (kind === 'scope') return task.tool === 'trello' ? 'board' : 'project';
  return task.tool === 'trello' ? 'list' : 'section';
}

function placeNames(task: Task): { place: string; value: string }[] {
  return task.places
    .slice(0, 2)
    .flatMap((place) => [
      ...(place.groupName === null ? [] : [placeHop(task, place, 'group')]),
      placeHop(task, place, 'scope'),
    ]);
}

function comeDown(
  task: Task,
  path: readonly Task[],
  own: readonly Hop[],
  goalId: string,
  likelihood: number,
  weight: number | null,
): Evidence {
  const holder = path.at(-1);
  // A rule's reasons, or a list's name, are the holder's: who may not see the one may not read the other.
  const said = holder ? own.map((hop) => apart(task, holder, { ...hop, taskId: hop.taskId ?? holder.id })) : own;
  const hops = [...path.map((ancestor) => apart(task, ancestor, parentHop(ancestor))), ...said];
  const kept = Math.round(likelihood * LIKELIHOODS.perStep ** path.length * 1_000) / 1_000;
  return {
    kind: 'inherited',
    goalId,
    likelihood: kept,
    hops,
    fingerprint: fingerprintOf('inherited', goalId, hops),
    weight,
  };
}

function apart(task: Task, holder: Task, hop: Hop): Hop {
  return sharesAudience(task, holder) ? hop : { ...hop, isApart: true };
}

function parentHop(ancestor: Task): Hop {
  const value = ancestor.key ?? ancestor.title;
  return {
    kind: 'parent',
    taskId: ancestor.id,
    scopeId: null,
    place: nameOf(ancestor),
    value,
    readAt: ancestor.readAt,
    by: null,
  };
}
