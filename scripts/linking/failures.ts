import { SUGGEST_FROM } from '../../src/domain/evidence/likelihoods.ts';
import type { Prediction } from '../../src/domain/linking/figures.ts';
import { type LabelledSet, truthOf } from '../../src/domain/linking/labelled-set.ts';
import type { EvaluatedSet } from './evaluated-set.ts';

/** Tasks that went wrong in one way. */
export interface FailureKind {
  readonly kind: string;
  readonly failures: readonly Failure[];
}

interface Failure {
  readonly set: string;
  readonly task: string;
  /** The best candidate; null where there was none. */
  readonly said: string | null;
  /** A goal it does serve. */
  readonly right: string | null;
  /** Wrong, and likely by its own word. */
  readonly isSure: boolean;
}

const KINDS_MAX = 10;
const SURE_FROM = 0.8;
const FEW_WORDS = 4;

/** The ten commonest ways to go wrong when it learns from the seed tasks, the commonest first; each task stands in one. */
export function worstKinds(sets: readonly EvaluatedSet[]): FailureKind[] {
  const found = new Map<string, Failure[]>();
  for (const { set, seeded } of sets) {
    for (const [kind, failure] of failuresOf(set, seeded.predictions)) {
      const known = found.get(kind);
      if (known) known.push(failure);
      else found.set(kind, [failure]);
    }
  }
  const kinds = [...found].map(([kind, failures]) => ({ kind, failures }));
  return kinds.sort((a, b) => b.failures.length - a.failures.length || (a.kind < b.kind ? -1 : 1)).slice(0, KINDS_MAX);
}

function failuresOf(set: LabelledSet, predictions: readonly Prediction[]): [string, Failure][] {
  const truth = truthOf(set, true);
  const textOf = new Map(set.tasks.map(({ id, text }) => [id, text]));
  const seed = new Set(set.seed);
  const exampled = new Set(set.links.flatMap(([task, goal]) => (seed.has(task) ? [goal] : [])));
  return predictions.flatMap((prediction): [string, Failure][] => {
    const goals = truth.get(prediction.task);
    if (!goals) return [];
    const kind = kindOf(prediction, goals, exampled, textOf.get(prediction.task) ?? '');
    return kind === null ? [] : [[kind, toFailure(set.name, prediction, goals)]];
  });
}

/** null where all of it is right. */
function kindOf(
  prediction: Prediction,
  goals: ReadonlySet<string>,
  exampled: ReadonlySet<string>,
  text: string,
): string | null {
  const { ranked, links, confidence } = prediction;
  if (goals.size === 0) return links.length > 0 ? 'serves none, and a goal is suggested' : null;
  const rank = ranked.findIndex((goal) => goals.has(goal));
  if (rank === 0) {
    if (confidence < SUGGEST_FROM) return 'the right goal comes first, and is not likely enough to be suggested';
    return [...goals].every((goal) => links.includes(goal))
      ? null
      : 'serves several goals, of which only some are suggested';
  }
  if (rank === -1) return 'shares nothing with the goal it serves, nor with a task of that goal';
  return misranked(rank, ranked[0] ?? '', ranked[rank] ?? '', exampled, text);
}

function misranked(rank: number, said: string, right: string, exampled: ReadonlySet<string>, text: string): string {
  const place = rank <= 2 ? 'second or third' : rank <= 9 ? 'fourth to tenth' : 'beyond the tenth';
  if (text.trim().split(/\s+/).length <= FEW_WORDS)
    return `a task of ${FEW_WORDS} words or fewer; the right goal is ${place}`;
  if (exampled.has(said) && !exampled.has(right))
    return `a goal with examples goes before the right one, which has none and is ${place}`;
  return `another goal reads nearer; the right one is ${place}`;
}

function toFailure(set: string, { task, ranked, links, confidence }: Prediction, goals: ReadonlySet<string>): Failure {
  const said = ranked[0] ?? null;
  const isWrong = links.length > 0 && (said === null || !goals.has(said));
  return { set, task, said, right: [...goals][0] ?? null, isSure: isWrong && confidence >= SURE_FROM };
}
