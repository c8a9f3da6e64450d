import { keyFinder } from './evidence/goal-keys.ts';
import type { Cycle, Goal } from './goal.ts';

/** Each round finds one spelling of every goal. */
const ROUNDS_MAX = 8;

/** Takes goals' keys out of texts, as whole words and in every spelling: what is left says only by its words which goal is meant. */
export function createKeyRemover(goals: readonly Goal[], cycles: readonly Cycle[]): (text: string) => string {
  const find = keyFinder(goals, cycles);
  return (text) => {
    let left = text;
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const written = new Set(find(left, 'prose').map((match) => match.written));
      if (written.size === 0) break;
      for (const one of written) left = left.replace(asWholeWord(one), '');
    }
    return left;
  };
}

function asWholeWord(written: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(written)}(?![\\p{L}\\p{N}])`, 'giu');
}
