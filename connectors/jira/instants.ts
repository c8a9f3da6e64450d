/**
 * An instant as Jira writes it: "2026-04-28T15:33:15.438+0200", or a number of seconds or ms (the bulk changelog's example says
 * seconds while its schema says date-time; both are read).
 *
 * @returns ms since 1970; null where it cannot be read.
 */
export function readInstant(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return value < 100_000_000_000 ? value * 1000 : value;
  if (/^\d+$/.test(value)) return readInstant(Number(value));
  // ISO 8601 wants a colon in the offset; Jira leaves it out.
  const sign = value.at(-5);
  const at = Date.parse(sign === '+' || sign === '-' ? `${value.slice(0, -2)}:${value.slice(-2)}` : value);
  return Number.isNaN(at) ? null : at;
}

/** `YYYY-MM-DD` of a date, or of the day an instant names in its own offset. */
export function readDay(value: unknown): string | null {
  return typeof value === 'string' ? (/^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? null) : null;
}
