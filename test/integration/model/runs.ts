/**
 * How many random histories are tried, and from which seed on: the same one unless another is asked for, so that a suite that was green
 * is green again. `PLUMBLINE_MODEL_SEED=$RANDOM npm run test:long` is what a release wants.
 */
const { PLUMBLINE_MODEL_RUNS: runs, PLUMBLINE_MODEL_SECONDS: seconds, PLUMBLINE_MODEL_SEED: seed } = process.env;

/** Unless it is asked for, time does not end them: no machine is so fast, or so slow, that it tries others than the next one. */
const ms = seconds ? Number(seconds) * 1_000 : 3 * 3_600_000;

export const MODEL = {
  /** In all suites together. */
  runs: Number(runs ?? 300),
  ms,
  /** After the last history began, room for its end and for shortening one that failed. */
  timeoutMs: ms + 900_000,
  seed: Number(seed ?? 3),
};
