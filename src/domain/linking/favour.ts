/** What many tasks served before is served again, in some organisations more than in others (`learn-favour.ts` says how much). */

/** More examples than twenty say no more. */
const SERVED_MAX = 20;
/** Goals that share next to nothing with a task differ by chance; this much is added to each. */
const FLOOR = 0.05;

/** @param factor Of the goal, by `factorOf`. */
export function favoured(score: number, factor: number): number {
  return score > 0 ? (score + FLOOR) * factor : 0;
}

/** The score that was favoured so. */
export function bare(score: number, factor: number): number {
  return Math.max(0, score / factor - FLOOR);
}

/** @param served How many examples serve the goal. */
export function factorOf(favour: number, served: number): number {
  return Math.exp(favour * habitOf(served));
}

/** As a logarithm, by which a goal's examples count. */
export function habitOf(served: number): number {
  return Math.log(1 + Math.min(SERVED_MAX, served));
}

/** As a logarithm, by which scores count when goals are favoured. */
export function likenessOf(score: number): number {
  return Math.log(score + FLOOR);
}
