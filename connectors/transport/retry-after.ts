/**
 * How long the tool asks us to wait: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3).
 *
 * A date is held against the answer's own `Date`, so that a clock of ours that goes fast does not make us come too early.
 *
 * @returns ms, never negative; null where it says nothing that can be read.
 */
export function readRetryAfter(headers: Readonly<Record<string, string>>, now: number): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  // Only as it is written there: a bare number, a negative one too, would be read as some year.
  const at = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return null;
  const serverNow = Date.parse(headers.date ?? '');
  return Math.max(0, at - (Number.isNaN(serverNow) ? now : serverNow));
}

/** Doubling waits with up to a quarter of jitter on top, so that many connections do not come back in one moment. */
export function backoffMs(attempt: number, firstMs: number, maxMs: number, random: () => number = Math.random): number {
  const plain = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return Math.round(plain * (1 + random() / 4));
}
