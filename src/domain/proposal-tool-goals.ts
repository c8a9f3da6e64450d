import type { ToolGoal } from './goal.ts';
import type { ProposedGoal } from './proposal.ts';
import { type Measure, readMeasure } from './proposal-measure.ts';
import { readMark } from './proposal-words.ts';

/** A goal kept in a tool, with what it says of itself. */
export interface StatedToolGoal extends ToolGoal {
  /** Where the tool keeps figures of its own. */
  readonly measure: Measure | null;
  /** A name or an e-mail. */
  readonly owner: string | null;
  readonly isClosed: boolean;
  /** It is not given any more: deleted or hidden, nobody knows which. */
  readonly isUnreadable: boolean;
}

interface Known {
  readonly goal: StatedToolGoal;
  readonly kind: ProposedGoal['kind'];
  /** The nearest objective above it in the tool. */
  readonly objective: string | null;
}

/**
 * The goals of one connection's tool as a proposal, like those a page states: each that is none of ours yet, an objective before its key
 * results. Closed and unreadable ones are left out. The title stays as the tool has it, figures and all: by it the goal is known again.
 *
 * @param accepted Goals of ours that were accepted from here. They stay stated, or they would look as if the tool had dropped them.
 */
export function proposedFromToolGoals(
  toolGoals: readonly StatedToolGoal[],
  accepted: ReadonlySet<string> = new Set(),
): ProposedGoal[] {
  const stated = inOrder(toolGoals).filter(({ goal }) =>
    goal.goalId === null ? !goal.isClosed && !goal.isUnreadable : accepted.has(goal.goalId),
  );
  const position = new Map(stated.map(({ goal }, at) => [goal.externalId, at]));
  return stated.map(({ goal, kind, objective }) => {
    return {
      ...measureOf(goal),
      ...writtenAs(goal.title),
      kind,
      stated: goal.title,
      owner: goal.owner,
      parent: objective === null ? null : (position.get(objective) ?? null),
      place: { documentId: goal.externalId, path: [] },
    };
  });
}

/** The key in a title, and the rest. */
export function writtenAs(title: string): Pick<ProposedGoal, 'key' | 'title'> {
  const mark = readMark(title);
  return { key: mark?.key ?? null, title: mark?.words || title };
}

/** The tool's own figures before those in the title; a day from either. */
function measureOf({ measure, title }: StatedToolGoal): Measure {
  const written = readMeasure(title);
  const figures = measure?.to === null || measure?.to === undefined ? written : measure;
  const { from = null, to = null, unit = null } = figures ?? {};
  return { from, to, unit, by: measure?.by ?? written?.by ?? null };
}

/** From the goals on top downwards, each once, with what it is: its own words say it, else where it stands. */
function inOrder(toolGoals: readonly StatedToolGoal[]): Known[] {
  const byId = new Map(toolGoals.map((goal) => [goal.externalId, goal]));
  const below = (goal: StatedToolGoal) =>
    goal.supporters.flatMap(({ kind, externalId }) => (kind === 'goal' ? (byId.get(externalId) ?? []) : []));
  const supporting = new Set(toolGoals.flatMap(below));
  const seen = new Set<StatedToolGoal>();
  const found: Known[] = [];
  const visit = (goal: StatedToolGoal, depth: number, objective: string | null) => {
    if (seen.has(goal)) return;
    seen.add(goal);
    const parts = below(goal);
    const kind = readMark(goal.title)?.kind ?? (depth > 0 && parts.length === 0 ? 'key-result' : 'objective');
    found.push({ goal, kind, objective: kind === 'objective' ? null : objective });
    for (const part of parts) visit(part, depth + 1, kind === 'objective' ? goal.externalId : objective);
  };
  for (const goal of toolGoals) if (!supporting.has(goal)) visit(goal, 0, null);
  // What is left stands in a ring, which has no top.
  for (const goal of toolGoals) visit(goal, 0, null);
  return found;
}
