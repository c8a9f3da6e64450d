// Made by scripts/fit-linking.ts from labelled sets; not edited by hand.

/** Log odds that the best goal is right, and one beside it, by what is seen of it; in the order of `signsOf` and `BesideSigns`. */
export const WEIGHTS = {
  withoutExamples: { base: 4.15, mass: 1.743, goals: -0.871 },
  withExamples: {
    base: -0.802,
    mass: 1.641,
    lead: 1.751,
    leaning: -0.109,
    servesNothing: -0.998,
    like: -0.682,
    likeOther: -0.72,
    examples: 0.215,
  },
  beside: { base: -3.472, first: 1.29, shared: 5.111 },
} as const;
