/** Work that names its goal and was put under another goal's epic: its sources disagree, and only a person knows which one is meant. */
import type { Draft } from './drafts.ts';
import type { Life } from './history.ts';
import { catchAllEpics } from './topics/other.ts';

/** One a project, in this many projects. */
const projectsMax = 3;

/** Draws nothing, so that all other work stays as it was. Only what is open at the end is moved: who moves it, moves it today. */
export function putElsewhere(drafts: readonly Draft[], lives: ReadonlyMap<Draft, Life>): void {
  const isOpen = (draft: Draft) => lives.get(draft)?.finishedAt === null;
  const parents = new Set(drafts.map(({ parent }) => parent));
  const projects = Map.groupBy(
    drafts.filter((draft) => draft.in.plan.tool === 'jira' && isOpen(draft)),
    (draft) => draft.in,
  );
  const pairs = [...projects.values()].flatMap((open) => findPair(open, parents) ?? []);
  for (const { leaf, epic } of pairs.slice(0, projectsMax)) {
    leaf.parent = epic;
    if (leaf.truth.is === 'serves') leaf.truth = { ...leaf.truth, told: epic.statement?.goals ?? [] };
  }
}

function findPair(open: readonly Draft[], parents: ReadonlySet<Draft | null>): { leaf: Draft; epic: Draft } | null {
  const epics = open.filter(
    (draft) => draft.kind === 'epic' && draft.parent === null && isStated(draft) && !isHeap(draft),
  );
  const leaves = open.filter(
    (draft) =>
      draft.truth.is === 'serves' &&
      draft.truth.clue === 'stated' &&
      draft.parent === null &&
      draft.alsoIn.length === 0 &&
      !parents.has(draft) &&
      isStated(draft),
  );
  for (const leaf of leaves) {
    const epic = epics.find((one) => one.createdAt < leaf.createdAt && !sharesGoal(one, leaf));
    if (epic) return { leaf, epic };
  }
  return null;
}

/** By a label or a field, which nobody reads otherwise, and a goal of this cycle. */
function isStated({ statement, in: planned }: Draft): boolean {
  const isPlain = statement?.place === 'label' || statement?.place === 'field';
  return isPlain && statement.goals.every((goal) => goal in planned.plan.goals);
}

/** Carries nothing down, whatever somebody once put on it. */
function isHeap({ title }: Draft): boolean {
  return catchAllEpics.includes(title);
}

function sharesGoal(one: Draft, other: Draft): boolean {
  return one.statement?.goals.some((goal) => other.statement?.goals.includes(goal)) ?? true;
}
