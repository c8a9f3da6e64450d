import type { Evidence, Hop, Tried } from '../evidence.ts';
import type { Goal } from '../goal.ts';
import { blankOutCode, shorten } from '../normal-text.ts';
import type { Task } from '../task.ts';
import { fingerprintOf } from './fingerprint.ts';
import { SUGGEST_FROM } from './likelihoods.ts';
import { stemsOf } from './stems.ts';

export interface TextMatch {
  readonly goalId: string;
  /** Cosine of the two texts' weighted stems, 0 to 1. Ranks goals for one task; not comparable between organisations. */
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
  /** Goals by likeness, best first, without those that share no word. */
  rank(text: { readonly title: string; readonly text: string }, countMax?: number): TextMatch[];
}

/** Titles say most, in goals and in tasks. */
const TITLE_WEIGHT = 2;
const PARENT_WEIGHT = 0.5;
/** What stands far down a description is seldom what it is about. */
const CHARACTERS_MAX = 4_000;
const WORDS_SHOWN_MAX = 5;

/**
 * Likelihood = logistic of the score, of its lead over the second goal as a share of the score, and of how many telling words carry it (one
 * shared word was right in 6 of 100 cases, five in 47). Fitted over all labelled sets with equal weight each
 * (docs/decisions/2026-11-22-likelihoods.md); an organisation's own decisions will say better.
 */
const CALIBRATION = { base: -3.68, perScore: 3.19, perLead: 2.16, perLogWords: 1.34 } as const;

type Vector = ReadonlyMap<string, number>;

interface Model {
  readonly goals: readonly Goal[];
  readonly idf: (stem: string) => number;
  readonly postings: ReadonlyMap<string, readonly { readonly at: number; readonly weight: number }[]>;
}

/**
 * Reads tasks against the words of goals: stems weighted by how rare they are. Closed goals are left out, for they are never suggested.
 *
 * @param corpusSample Some texts of tasks, so that words which every task uses ("add", "page") count little.
 */
export function createTextMatcher(goals: readonly Goal[], corpusSample: readonly string[] = []): TextMatcher {
  const model = build(goals, corpusSample);
  const rank: TextMatcher['rank'] = (text, countMax = 10) => rankGoals(model, text, countMax);
  return {
    rank,
    match: (task) => {
      const matches = rank(task, 2);
      const best = matches[0];
      const goal = best ? model.goals.find(({ id }) => id === best.goalId) : undefined;
      if (!best || !goal) return { evidence: null, tried: nothingNear(model.goals.length) };
      return { evidence: best.likelihood >= SUGGEST_FROM ? evidenceOf(task, best) : null, tried: nearest(best, goal) };
    },
  };
}

function build(goals: readonly Goal[], corpusSample: readonly string[]): Model {
  const open = goals.filter((goal) => goal.closedOn === null && goal.kind !== 'vision');
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const texts = open.map((goal) => termsOfGoal(goal, byId));
  const idf = mean(idfOver(texts.map((terms) => terms.keys())), corpusIdf(texts, corpusSample));
  const postings = new Map<string, { at: number; weight: number }[]>();
  texts.forEach((terms, at) => {
    for (const [stem, weight] of unit(terms, idf)) {
      const list = postings.get(stem);
      if (list) list.push({ at, weight });
      else postings.set(stem, [{ at, weight }]);
    }
  });
  return { goals: open, idf, postings };
}

function termsOfGoal(goal: Goal, byId: ReadonlyMap<string, Goal>): Vector {
  const terms = new Map<string, number>();
  add(terms, goal.title, TITLE_WEIGHT);
  add(terms, goal.description, 1);
  const parent = goal.parentId === null ? undefined : byId.get(goal.parentId);
  if (parent && parent.kind !== 'vision') add(terms, parent.title, PARENT_WEIGHT);
  return terms;
}

function add(terms: Map<string, number>, text: string, weight: number): void {
  for (const { stem } of stemsOf(text.slice(0, CHARACTERS_MAX))) terms.set(stem, (terms.get(stem) ?? 0) + weight);
}

function idfOver(texts: readonly Iterable<string>[]): (stem: string) => number {
  const seenIn = new Map<string, number>();
  for (const text of texts) for (const stem of new Set(text)) seenIn.set(stem, (seenIn.get(stem) ?? 0) + 1);
  return (stem) => Math.log(1 + (texts.length + 1) / ((seenIn.get(stem) ?? 0) + 1));
}

function corpusIdf(goalTexts: readonly Vector[], sample: readonly string[]): (stem: string) => number {
  const tasks = sample.map((text) => stemsOf(text.slice(0, CHARACTERS_MAX)).map(({ stem }) => stem));
  return idfOver([...goalTexts.map((terms) => [...terms.keys()]), ...tasks]);
}

function mean(a: (stem: string) => number, b: (stem: string) => number): (stem: string) => number {
  return (stem) => (a(stem) + b(stem)) / 2;
}

/** Dampened counts times rarity, scaled to length 1. */
function unit(terms: Vector, idf: (stem: string) => number): Map<string, number> {
  const weights = [...terms].map(([stem, count]): [string, number] => [stem, (1 + Math.log(1 + count)) * idf(stem)]);
  const length = Math.hypot(...weights.map(([, weight]) => weight));
  return new Map(weights.map(([stem, weight]) => [stem, weight / length]));
}

function rankGoals(
  model: Model,
  text: { readonly title: string; readonly text: string },
  countMax: number,
): TextMatch[] {
  const terms = new Map<string, number>();
  add(terms, text.title, TITLE_WEIGHT);
  add(terms, blankOutCode(text.text.slice(0, CHARACTERS_MAX)), 1);
  if (terms.size === 0) return [];
  const vector = unit(terms, model.idf);
  const scores = new Float64Array(model.goals.length);
  for (const [stem, weight] of vector) {
    for (const posting of model.postings.get(stem) ?? [])
      scores[posting.at] = (scores[posting.at] ?? 0) + weight * posting.weight;
  }
  const ranked = [...scores.entries()].filter(([, score]) => score > 0).sort(([a, x], [b, y]) => y - x || a - b);
  return ranked.slice(0, countMax).map(([at, score], place) => {
    const lead = score - (ranked[place === 0 ? 1 : 0]?.[1] ?? 0);
    const words = wordsFor(model, vector, at, text);
    return { goalId: model.goals[at]?.id ?? '', score, likelihood: calibrated(score, lead, words.length), words };
  });
}

/** In thousandths: finer than it is sure, and the same again after a trip through the database. */
function calibrated(score: number, lead: number, wordCount: number): number {
  const { base, perScore, perLead, perLogWords } = CALIBRATION;
  const odds = base + perScore * score + perLead * Math.max(0, lead / score) + perLogWords * Math.log(wordCount);
  return Math.round(1_000 / (1 + Math.exp(-odds))) / 1_000;
}

function wordsFor(
  model: Model,
  vector: Vector,
  at: number,
  text: { readonly title: string; readonly text: string },
): string[] {
  const carried = [...vector].flatMap(([stem, weight]) => {
    const posting = model.postings.get(stem)?.find((candidate) => candidate.at === at);
    return posting ? [{ stem, carries: weight * posting.weight }] : [];
  });
  const heaviest = carried
    .sort((a, b) => b.carries - a.carries || (a.stem < b.stem ? -1 : 1))
    .slice(0, WORDS_SHOWN_MAX);
  const spoken = new Map<string, string>();
  for (const { stem, word } of stemsOf(`${text.title} ${text.text.slice(0, CHARACTERS_MAX)}`)) {
    if (!spoken.has(stem)) spoken.set(stem, word);
  }
  return heaviest.map(({ stem }) => spoken.get(stem) ?? stem);
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
  const judged: Hop = { ...hop, value: [...best.words].sort().join(', ') };
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
