import type { Difference } from './difference.ts';

/** One line of what a file would do, in words. */
export interface DifferenceLine {
  /** missing: it stands here and not in the file. */
  readonly is: 'added' | 'changed' | 'missing';
  /** "KR1.1  Median days to go-live", "ada@larkfield.example  Ada Lind", "rule 3  leads to KR1.1"; of what stood before the key alone. */
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/** What applying a file would do, line by line: what is new, what changes from what to what, and what the file leaves out. */
export function linesOf(difference: Difference<object>): DifferenceLine[] {
  return [
    ...difference.added.map((record) => ({ is: 'added' as const, name: nameOf(record), fields: [] })),
    ...difference.changed.map(({ key, fields }) => ({
      is: 'changed' as const,
      name: key,
      fields: fields.map(({ name, from, to }) => ({ name, from: said(from), to: said(to) })),
    })),
    ...difference.missing.map((key) => ({ is: 'missing' as const, name: key, fields: [] })),
  ];
}

function nameOf(record: object): string {
  const { key, title, email, name, position, then } = record as Record<string, unknown>;
  return [key ?? email ?? `rule ${String(position)}`, title ?? name ?? `leads to ${String(then)}`]
    .map(String)
    .join('  ');
}

function said(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value !== 'object') return String(value);
  // A cycle is known by its name, whatever its days.
  return 'name' in value ? String(value.name) : JSON.stringify(value);
}
