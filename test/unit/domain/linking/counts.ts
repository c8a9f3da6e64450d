import { add, createTally, type Tally } from '../../../../src/domain/linking/tally.ts';

export function countsOf(counts: ReadonlyMap<number, number>): Tally {
  const tally = createTally();
  for (const [key, count] of counts) add(tally, key, count);
  return tally;
}
