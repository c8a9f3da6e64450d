/**
 * How long random histories are tried, and from which seed on: the same one unless another is asked for, so that a suite that was green
 * is green again. `PLUMBLINE_MODEL_RUNS=300 PLUMBLINE_MODEL_SEED=$RANDOM` is what a release wants.
 */
const { PLUMBLINE_MODEL_RUNS: runs, PLUMBLINE_MODEL_SECONDS: seconds, PLUMBLINE_MODEL_SEED: seed } = process.env;

/** Where a number of runs is asked for, time does not end them; else no machine is so fast that it comes to histories no other has seen. */
export const MODEL = {
  runs: runs ? Number(runs) : 40,
  ms: runs ? 3 * 3_600_000 : Number(seconds ?? 20) * 1_000,
  seed: Number(seed ?? 3),
};
