/**
 * What linking by words costs at the least: lower case, split, a stem remembered for each word, TF-IDF over posting lists, and the goal
 * with the largest cosine. Neither letters nor pairs of words nor likelihoods.
 */
import { stemmer } from 'stemmer';
import type { LinkerGoal, LinkerTask } from '../../src/domain/linking/reading.ts';

interface Posting {
  readonly rarity: number;
  readonly goals: number[];
  readonly weights: number[];
}

/** @returns For a task the best goal's place, -1 where it shares nothing with any. */
export function createBareLinker(goals: readonly LinkerGoal[]): (task: LinkerTask) => number {
  const stems = new Map<string, string>();
  const countsOf = (text: string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const word of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
      if (word === '') continue;
      let stem = stems.get(word);
      if (stem === undefined) {
        stem = stemmer(word);
        stems.set(word, stem);
      }
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
    return counts;
  };
  const postings = indexOf(goals.map((goal) => countsOf(`${goal.title} ${goal.text}`)));
  return (task) => {
    const scores = new Float64Array(goals.length);
    let square = 0;
    for (const [stem, count] of countsOf(`${task.title} ${task.text}`)) {
      const posting = postings.get(stem);
      if (!posting) continue;
      const weight = (1 + Math.log(count)) * posting.rarity;
      square += weight * weight;
      const { goals, weights } = posting;
      for (let at = 0; at < goals.length; at++) {
        const goal = goals[at] as number;
        scores[goal] = (scores[goal] as number) + weight * (weights[at] as number);
      }
    }
    return square === 0 ? -1 : largest(scores);
  };
}

function largest(scores: Float64Array): number {
  let best = -1;
  let most = 0;
  for (let goal = 0; goal < scores.length; goal++) {
    if ((scores[goal] as number) > most) {
      most = scores[goal] as number;
      best = goal;
    }
  }
  return best;
}

function indexOf(documents: readonly ReadonlyMap<string, number>[]): Map<string, Posting> {
  const seenIn = new Map<string, number>();
  for (const document of documents) for (const stem of document.keys()) seenIn.set(stem, (seenIn.get(stem) ?? 0) + 1);
  const postings = new Map<string, Posting>();
  documents.forEach((document, goal) => {
    const weighed = [...document].map(([stem, count]): [string, number, number] => {
      const rarity = Math.log((1 + documents.length) / (seenIn.get(stem) ?? 1));
      return [stem, rarity, (1 + Math.log(count)) * rarity];
    });
    const length = Math.hypot(...weighed.map(([, , weight]) => weight)) || 1;
    for (const [stem, rarity, weight] of weighed) {
      const posting = postings.get(stem) ?? { rarity, goals: [], weights: [] };
      posting.goals.push(goal);
      posting.weights.push(weight / length);
      postings.set(stem, posting);
    }
  });
  return postings;
}
