// Made by scripts/fit-linking.ts from labelled sets; not edited by hand.

/** Log odds that the best goal is right, by what is seen of it; in the order of `signsOf`. */
export const WEIGHTS = {
  withoutExamples: { base: 3.816, mass: 1.672, goals: -0.802 },
  withExamples: {
    base: -0.014,
    mass: 1.613,
    lead: 1.466,
    leaning: -0.102,
    noneShare: -1.453,
    like: -0.249,
    likeOther: -0.512,
  },
} as const;
