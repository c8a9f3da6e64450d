import type { Evidence, Hop, Tried } from '../evidence.ts';
import type { Rule } from '../goal.ts';
import type { Task } from '../task.ts';
import { findInherited, type InheritedContext, nameOf, triedInherited } from './inherited.ts';
import { evidenceOfRule, findRule, triedRules } from './rule.ts';
import { findStated, triedStated } from './stated.ts';
import type { TextMatcher } from './text.ts';

export interface GatherContext extends InheritedContext {
  readonly rules: readonly Rule[];
  readonly matcher: TextMatcher;
}

export interface Gathered {
  readonly evidence: readonly Evidence[];
  /** One for each kind that found nothing sure. */
  readonly tried: readonly Tried[];
  /** Where a rule, of the task's own or of a parent's, says KTLO. */
  readonly ktlo: { readonly says: 'ktlo'; readonly hops: readonly Hop[] } | null;
}

/**
 * Everything that could tie one task to a goal, all kinds in their order. The text is read only where nothing stronger was found: a reading
 * beside a stated goal would ask people about what they have already said.
 *
 * @param ancestors Nearest first.
 */
export function gatherEvidence(task: Task, ancestors: readonly Task[], context: GatherContext): Gathered {
  const mapping = context.mappings.get(task.connectionId) ?? { goalFields: [] };
  const stated = findStated(task, context.goals, mapping);
  const inherited = findInherited(task, ancestors, context);
  const match = findRule(task, context.rules);
  const ruled = match ? evidenceOfRule(match) : null;
  const strong = [...stated, ...inherited, ...(ruled ? [ruled] : [])];
  const read = strong.some(({ likelihood }) => likelihood >= SURE) ? null : context.matcher.match(task);
  return {
    evidence: read?.evidence ? [...strong, read.evidence] : strong,
    tried: [
      ...(stated.length === 0 ? [triedStated(task, mapping)] : []),
      ...(inherited.length === 0 ? [triedInherited(task, ancestors)] : []),
      ...(match ? [] : [triedRules(context.rules)]),
      ...(read ? [read.tried] : []),
    ],
    ktlo:
      match?.rule.then === 'ktlo'
        ? { says: 'ktlo', hops: match.hops }
        : ktloAbove(task, ancestors, context.rules, match !== null),
  };
}

/** From here on a text's reading could add nothing, whatever threshold is set. */
const SURE = 0.9;

/** A rule that calls the epic KTLO means what is in it, unless a rule of the task's own says otherwise. */
function ktloAbove(
  task: Task,
  ancestors: readonly Task[],
  rules: readonly Rule[],
  hasOwnRule: boolean,
): Gathered['ktlo'] {
  if (hasOwnRule) return null;
  const seen = new Set([task.id]);
  const path: Hop[] = [];
  for (const ancestor of ancestors) {
    if (seen.has(ancestor.id)) return null;
    seen.add(ancestor.id);
    path.push(parentHop(ancestor));
    const match = findRule(ancestor, rules);
    if (match) return match.rule.then === 'ktlo' ? { says: 'ktlo', hops: [...path, ...match.hops] } : null;
  }
  return null;
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
