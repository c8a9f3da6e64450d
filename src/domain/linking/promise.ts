/** From which likelihood on automatic links keep the promised precision, by the organisation's own examples. */
export interface KeptPromise {
  /** 0 to 1. */
  readonly from: number;
  /** Examples at or above it, and how many of them were right. */
  readonly examples: number;
  readonly right: number;
}

/** Fewer examples than these prove nothing. */
const EXAMPLES_MIN = 8;
/** What the likelihoods themselves say counts as much as so many examples. */
const BELIEF = 5;
/** What is thought more likely wrong than right is never linked without asking, however well the surer ones make up for it. */
const LIKELIHOOD_MIN = 0.5;

/**
 * The lowest likelihood above which links are right often enough: by the examples above it, each read without itself, and by what their
 * likelihoods promise, so that eight right ones alone do not prove a precision of 95 %.
 */
export function promiseOf(
  examples: readonly { readonly likelihood: number; readonly isRight: boolean }[],
  precision: number,
): KeptPromise | null {
  const ordered = [...examples].sort((a, b) => b.likelihood - a.likelihood);
  let kept: KeptPromise | null = null;
  let right = 0;
  let believed = 0;
  ordered.forEach(({ likelihood, isRight }, at) => {
    if (isRight) right++;
    believed += likelihood;
    const count = at + 1;
    if (count < EXAMPLES_MIN || likelihood < LIKELIHOOD_MIN || ordered[count]?.likelihood === likelihood) return;
    const expected = (right + BELIEF * (believed / count)) / (count + BELIEF);
    if (expected >= precision) kept = { from: likelihood, examples: count, right };
  });
  return kept;
}
