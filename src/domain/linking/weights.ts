// Made by scripts/fit-linking.ts from labelled sets; not edited by hand.

/** Log odds that the best goal is right, by what is seen of it; in the order of `signsOf`. */
export const WEIGHTS = {
  withoutExamples: { base: 3.821, mass: 1.705, goals: -0.808 },
  withExamples: {
    base: -0.076,
    mass: 1.604,
    lead: 1.55,
    leaning: -0.116,
    noneShare: -1.423,
    like: -0.245,
    likeOther: -0.514,
  },
} as const;
