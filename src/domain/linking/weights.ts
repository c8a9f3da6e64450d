// Made by scripts/fit-linking.ts from labelled sets; not edited by hand.

/** Log odds that the best goal is right, by what is seen of it; in the order of `signsOf`. */
export const WEIGHTS = {
  withoutExamples: { base: 3.81, mass: 1.667, goals: -0.802 },
  withExamples: {
    base: -0.881,
    mass: 1.654,
    lead: 1.512,
    leaning: -0.114,
    servesNothing: -0.88,
    like: -0.656,
    likeOther: -0.634,
    examples: 0.272,
  },
} as const;
