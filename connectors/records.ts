import type { ZodType } from 'zod';
import type { SetAside } from './connector.ts';

export interface Read<T> {
  readonly good: readonly T[];
  readonly setAside: readonly SetAside[];
}

/**
 * Reads the records of one answer one by one: one that does not fit is set aside with its reason, and the page goes on.
 *
 * @param idField Where the tool keeps the id, so that what was set aside can be named.
 */
export function readRecords<T>(schema: ZodType<T>, records: readonly unknown[], idField: string): Read<T> {
  const good: T[] = [];
  const setAside: SetAside[] = [];
  for (const raw of records) {
    const parsed = schema.safeParse(raw);
    if (parsed.success) good.push(parsed.data);
    else setAside.push({ externalId: idOf(raw, idField), reason: reasonOf(parsed.error.issues), raw });
  }
  return { good, setAside };
}

function idOf(raw: unknown, idField: string): string | null {
  const id = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[idField] : null;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** Names the fields and what was expected; never a value. */
function reasonOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[]): string {
  const fields = issues.slice(0, 3).map(({ path }) => (path.length > 0 ? path.join('.') : 'the record'));
  return `Could not be read: ${[...new Set(fields)].join(', ')} is missing or has another form.`;
}
