import fc from 'fast-check';

/** Any JSON value, with the field names that a reader looks for more often than chance would have them. */
export function anyAnswer(names: readonly string[]): fc.Arbitrary<unknown> {
  const key = fc.oneof(fc.constantFrom(...names), fc.string());
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constant(null),
      fc.string(),
      fc.integer(),
      fc.constantFrom(...names),
      fc.array(tie('value')),
      fc.dictionary(key, tie('value')),
    ),
  }));
  return value;
}
