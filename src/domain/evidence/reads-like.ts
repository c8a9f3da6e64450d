import type { Evidence, Hop, Tried } from '../evidence.ts';
import type { Goal } from '../goal.ts';
import { shorten } from '../normal-text.ts';
import type { Task } from '../task.ts';
import { fingerprintOf } from './fingerprint.ts';
import { SUGGEST_FROM } from './likelihoods.ts';
import type { TextExample, TextKnowledge, TextMatch, TextReading } from './text.ts';

/** From this likeness on, 0 to 1, a reader sees it, too. */
const LIKENESS_MIN = 0.1;

/** What a reading was made from, for its words. */
export interface ReadAgainst {
  readonly goals: ReadonlyMap<string, Goal>;
  readonly examples: ReadonlyMap<string, TextExample>;
  readonly openGoalCount: number;
}

export function readAgainst({ goals, examples }: TextKnowledge): ReadAgainst {
  return {
    goals: new Map(goals.map((goal) => [goal.id, goal])),
    examples: new Map(examples.map((example) => [example.id, example])),
    openGoalCount: goals.filter(({ closedOn, kind }) => closedOn === null && kind !== 'vision').length,
  };
}

/**
 * What a reading says for a goal, where that is worth a person's look, and always what was tried. It is *learned* where a task that
 * serves the goal reads like this one, else it is *text*. Where that task serves another goal as well, that one may be said besides, as long
 * as nobody refused the first.
 *
 * @param refused Goals that a person said no to for this task.
 */
export function findReadsLike(
  task: Pick<Task, 'id' | 'title' | 'readAt'>,
  reading: TextReading,
  against: ReadAgainst,
  refused: ReadonlySet<string> = new Set(),
): { readonly evidence: readonly Evidence[]; readonly tried: readonly Tried[] } {
  const [best] = reading.ranked;
  const goal = best && against.goals.get(best.goalId);
  if (!best || !goal) return { evidence: [], tried: [triedExamples(reading, null, against), nothingNear(against)] };
  const like = likeOf(reading, against);
  const beside = refused.has(best.goalId) || !like ? null : reading.beside;
  const said = [{ ...best, words: reading.words }, ...(beside ? [beside] : [])];
  const evidence = said.flatMap((match) => {
    const named = against.goals.get(match.goalId);
    return named && match.likelihood >= SUGGEST_FROM ? [evidenceOf(task, match, named, like)] : [];
  });
  return { evidence, tried: [triedExamples(reading, goal, against), nearest(reading, best, goal)] };
}

function likeOf({ like }: TextReading, { examples }: ReadAgainst): TextExample | null {
  return like && like.likeness >= LIKENESS_MIN ? (examples.get(like.taskId) ?? null) : null;
}

function evidenceOf(
  task: Pick<Task, 'id' | 'title' | 'readAt'>,
  { goalId, likelihood, words }: TextMatch & Pick<TextReading, 'words'>,
  goal: Goal,
  like: TextExample | null,
): Evidence {
  const hop: Hop = {
    kind: 'words',
    taskId: task.id,
    scopeId: null,
    place: 'words of title and description',
    value: words.join(', '),
    readAt: task.readAt,
    by: null,
  };
  const hops = like ? [hop, neighbourHop(like, task.readAt)] : [hop];
  // What was judged is this title against that one. What carried it moves with every task that is learnt from: no reason to ask a person
  // again who said no.
  const judged: Hop = { ...hop, value: `${wordsIn(task.title)} / ${wordsIn(goal.title)}` };
  return {
    kind: like ? 'learned' : 'text',
    goalId,
    likelihood,
    hops,
    fingerprint: fingerprintOf('text', goalId, [judged]),
    weight: null,
  };
}

function wordsIn(title: string): string {
  return [...new Set(title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].sort().join(' ');
}

/** A key stands as it is, a title in quotes. */
function named(name: string): string {
  return name.includes(' ') ? `“${shorten(name, 60)}”` : name;
}

/** Always apart: a sentence is kept for all who see the task, and its neighbour may be anybody's. */
function neighbourHop(like: TextExample, readAt: number): Hop {
  return {
    kind: 'neighbour',
    taskId: like.id,
    scopeId: null,
    place: `reads like ${named(like.name)}, which serves it`,
    value: like.name,
    readAt,
    by: null,
    isApart: true,
  };
}

function triedExamples({ like, likeNone }: TextReading, goal: Goal | null, { examples }: ReadAgainst): Tried {
  const tried = (what: string, likeTaskId?: string): Tried => ({
    ...{ kind: 'learned', what, bestGoalId: null, bestScore: null },
    ...(likeTaskId !== undefined && { likeTaskId }),
  });
  if (examples.size === 0) return tried('no task is known yet to serve a goal');
  const likeness = like?.likeness ?? 0;
  if (likeNone && likeNone.likeness >= Math.max(LIKENESS_MIN, likeness)) {
    return tried('reads most like a task that is known to serve no goal', likeNone.taskId);
  }
  if (goal && likeness >= LIKENESS_MIN) return tried(`reads like a task that serves ${goal.key}`, like?.taskId);
  return tried(`like none of ${examples.size} tasks whose goal is known`);
}

function nearest({ words }: TextReading, best: TextMatch, goal: Goal): Tried {
  const by = words.length === 0 ? '' : ` by ${words.map((word) => `“${word}”`).join(', ')}`;
  const what = `reads nearest to ${goal.key} “${shorten(goal.title, 60)}”${by}`;
  return { kind: 'text', what, bestGoalId: goal.id, bestScore: best.likelihood };
}

function nothingNear({ openGoalCount }: ReadAgainst): Tried {
  const what =
    openGoalCount === 0
      ? 'there is no open goal to read it against'
      : `shares no telling word with ${openGoalCount} open goals`;
  return { kind: 'text', what, bestGoalId: null, bestScore: null };
}
