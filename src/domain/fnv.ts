const PRIME = 0x01000193;

/**
 * FNV-1a over the UTF-16 units of a text: the same signed 32 bits everywhere, for equality and even choices; it keeps no secret. Stored
 * fingerprints and learnt lines rest on it, so it never changes.
 *
 * @param start Where another text left off, so that pieces give what the whole gives.
 */
export function fnv1a(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}
