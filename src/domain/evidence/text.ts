import type { Evidence, Hop, Tried } from '../evidence.ts';
import type { Goal } from '../goal.ts';
import { cleanText } from '../linking/clean-text.ts';
import { createLinker } from '../linking/linker.ts';
import { shorten } from '../normal-text.ts';
import type { Task } from '../task.ts';
import { fingerprintOf } from './fingerprint.ts';
import { SUGGEST_FROM } from './likelihoods.ts';

export interface TextMatch {
  readonly goalId: string;
  /** Ranks goals for one task; not comparable between organisations. */
  readonly score: number;
  /** 0 to 1: the probability that this goal is right. */
  readonly likelihood: number;
  /** The task's own words that carried it, the heaviest first. */
  readonly words: readonly string[];
}

export interface TextMatcher {
  /** Evidence where the best goal is worth a person's look, and always what was tried. */
  match(task: Pick<Task, 'id' | 'title' | 'text' | 'readAt'>): {
    readonly evidence: Evidence | null;
    readonly tried: Tried;
  };
  /** Goals by likeness, best first, without those that share nothing. */
  rank(text: { readonly title: string; readonly text: string }, countMax?: number): TextMatch[];
}

/** What stands far down a description is seldom what it is about. */
const CHARACTERS_MAX = 4_000;
/** A goal carried by a single word was right in 6 of 100 cases, whatever else its score said. */
const LIKELIHOOD_OF_ONE_WORD = 0.06;

/** Reads tasks against the words of goals. Closed goals and visions are left out, for they are never suggested. */
export function createTextMatcher(goals: readonly Goal[]): TextMatcher {
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const open = goals.filter((goal) => goal.closedOn === null && goal.kind !== 'vision');
  const linker = createLinker({
    goals: open.map((goal) => ({ id: goal.id, title: goal.title, text: textOf(goal, byId) })),
  });
  const rank: TextMatcher['rank'] = ({ title, text }, countMax = 10) => {
    const task = { id: '', title, text: cleanText(text.slice(0, CHARACTERS_MAX)) };
    return linker.read(task, { countMax }).ranked.map(({ goalId, score, likelihood }) => {
      const words = linker.explain(task, goalId)?.words ?? [];
      return {
        goalId,
        score,
        likelihood: words.length > 1 ? likelihood : Math.min(likelihood, LIKELIHOOD_OF_ONE_WORD),
        words,
      };
    });
  };
  return {
    rank,
    match: (task) => {
      const [best] = rank(task, 1);
      const goal = best && byId.get(best.goalId);
      if (!goal) return { evidence: null, tried: nothingNear(open.length) };
      return { evidence: best.likelihood >= SUGGEST_FROM ? evidenceOf(task, best) : null, tried: nearest(best, goal) };
    },
  };
}

/** A key result reads like its objective, too. */
function textOf(goal: Goal, byId: ReadonlyMap<string, Goal>): string {
  const parent = goal.parentId === null ? undefined : byId.get(goal.parentId);
  return parent && parent.kind !== 'vision' ? `${goal.description}\n${parent.title}` : goal.description;
}

function evidenceOf(task: Pick<Task, 'id' | 'title' | 'readAt'>, best: TextMatch): Evidence {
  const hop: Hop = {
    kind: 'words',
    taskId: task.id,
    scopeId: null,
    place: 'words of title and description',
    value: best.words.join(', '),
    readAt: task.readAt,
    by: null,
  };
  // The order of the words follows their weights, which move with every import; the set of them is what was judged.
  const words = best.words.map((word) => word.toLowerCase()).sort();
  const judged: Hop = { ...hop, value: words.join(', ') };
  const fingerprint = fingerprintOf('text', best.goalId, [judged]);
  return { kind: 'text', goalId: best.goalId, likelihood: best.likelihood, hops: [hop], fingerprint, weight: null };
}

function nearest(best: TextMatch, goal: Goal): Tried {
  const words = best.words.map((word) => `“${word}”`).join(', ');
  const what = `reads nearest to ${goal.key} “${shorten(goal.title, 60)}” by ${words}`;
  return { kind: 'text', what, bestGoalId: goal.id, bestScore: best.likelihood };
}

function nothingNear(goalCount: number): Tried {
  const what =
    goalCount === 0
      ? 'there is no open goal to read it against'
      : `shares no telling word with ${goalCount} open goals`;
  return { kind: 'text', what, bestGoalId: null, bestScore: null };
}
