const JSONB_OID = 3802;
const JSONB_VERSION = 1;
const HEADER_BYTES = 20;

/**
 * JSON texts as one parameter of the type `jsonb[]`, in PostgreSQL's binary form: as text each of their quotes would have to be escaped
 * and read twice. Source: PostgreSQL's `array_recv` and `jsonb_recv`.
 */
export function jsonbArray(texts: readonly string[]): Buffer {
  const sizes = texts.map((text) => Buffer.byteLength(text) + 1);
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, HEADER_BYTES));
  // One dimension, no null, the element's type, how many, counted from one.
  let at = 0;
  for (const word of [1, 0, JSONB_OID, texts.length, 1]) at = bytes.writeInt32BE(word, at);
  for (const [index, text] of texts.entries()) {
    at = bytes.writeInt32BE(sizes[index] ?? 0, at);
    at = bytes.writeUInt8(JSONB_VERSION, at);
    at += bytes.write(text, at);
  }
  return bytes;
}
