// PostgreSQL keeps no NUL in a text and no half of a surrogate pair in a jsonb, and people paste both into tickets.
const UNSTORABLE_JSON = /\\u0000|\\ud[89a-f]/;

/** The text without what the database cannot keep. */
export function toStorableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '').toWellFormed() : text.toWellFormed();
}

/** The value as JSON text the database can keep; what it cannot is left out, of names as of values. */
export function toStorableJson(value: unknown): string {
  const json = JSON.stringify(value ?? null);
  // Looked for as plain text first: a pull of a large organisation passes hundreds of megabytes through here.
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json;
  return UNSTORABLE_JSON.test(json) ? JSON.stringify(storable(value)) : json;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [toStorableText(name), storable(inner)]));
}
