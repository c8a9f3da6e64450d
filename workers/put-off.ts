/** A job that waits looks again after so long at the latest: what a tool told hours ago may have been mended. */
const DELAY_MS_MAX = 900_000;
/** Where a tool refuses for the rate and does not say for how long. */
const DEFAULT_MS = 60_000;

/**
 * When a job that may not ask its tool now is worked on again: never before the tool allows it (a wait beyond a quarter of an hour is
 * kept by the tool's budget: the job that looks earlier is put off anew and asks nothing), and up to a tenth later, so that jobs that
 * were put off together do not come back together.
 *
 * @param waitMs null: nobody said.
 */
export function delayOf(waitMs: number | null | undefined, random: () => number = Math.random): number {
  const plain = Math.min(DELAY_MS_MAX, Math.max(0, waitMs ?? DEFAULT_MS));
  return Math.ceil(plain * (1 + random() / 10));
}
