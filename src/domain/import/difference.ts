/** One field that an import would change. */
export interface FieldChange {
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What applying a file would do, shown before it is done. */
export interface Difference<T> {
  readonly added: readonly T[];
  readonly changed: readonly { readonly key: string; readonly fields: readonly FieldChange[]; readonly record: T }[];
  /** Keys that exist and are not in the file: kept, and said. */
  readonly missing: readonly string[];
  readonly unchangedCount: number;
}

/** Compares two lists by key, whatever their order or the key's case. Importing what is already there gives no addition and no change. */
export function differenceOf<T extends object>(
  current: readonly T[],
  wanted: readonly T[],
  keyOf: (record: T) => string,
): Difference<T> {
  const existing = new Map(current.map((record) => [keyOf(record).toLowerCase(), record]));
  const wantedKeys = new Set(wanted.map((record) => keyOf(record).toLowerCase()));
  const pairs = wanted.map((record) => ({ record, before: existing.get(keyOf(record).toLowerCase()) }));
  const changed = pairs.flatMap(({ record, before }) => {
    const fields = before ? changesOf(before, record) : [];
    return fields.length > 0 ? [{ key: keyOf(record), fields, record }] : [];
  });
  const added = pairs.filter(({ before }) => before === undefined).map(({ record }) => record);
  return {
    added,
    changed,
    missing: current.filter((record) => !wantedKeys.has(keyOf(record).toLowerCase())).map(keyOf),
    unchangedCount: wanted.length - added.length - changed.length,
  };
}

/** True where applying it would write nothing. */
export function isEmptyDifference(difference: Difference<unknown>): boolean {
  return difference.added.length === 0 && difference.changed.length === 0;
}

function changesOf<T extends object>(before: T, after: T): FieldChange[] {
  return (Object.keys(after) as (keyof T & string)[])
    .filter((name) => !isSame(before[name], after[name]))
    .map((name) => ({ name, from: before[name], to: after[name] }));
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return (a ?? null) === (b ?? null);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]));
}
