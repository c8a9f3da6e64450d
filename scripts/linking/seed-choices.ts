import type { LabelledSet } from '../../src/domain/linking/labelled-set.ts';

/** The share of tasks that a set names as those that may be learnt from. */
const SEED_SHARE = 0.3;

/** The set as it is, then with so many other choices of the tasks that may be learnt from: the same ones each time. */
export function withOtherSeeds(set: LabelledSet, others: number): LabelledSet[] {
  const chosen = (choice: number) => set.tasks.map(({ id }) => id).filter((id) => shareOf(id, choice) < SEED_SHARE);
  return [set, ...Array.from({ length: others }, (_, at) => ({ ...set, seed: chosen(at + 1) }))];
}

/** 0 to 1, spread evenly over names. */
function shareOf(name: string, choice: number): number {
  let hash = Math.imul(choice, 2_654_435_761) >>> 0;
  for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
