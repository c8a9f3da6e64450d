import type { EvidenceKind, Hop } from '../evidence.ts';

/**
 * Same kind, goal, places and values: same fingerprint. When it was read, and how likely we thought it, do not count, or a person's
 * "no" would be asked again after every sync. Names of things (an epic's title) do not count either where the thing has an id.
 */
export function fingerprintOf(kind: EvidenceKind, goalId: string, hops: readonly Hop[]): string {
  const path = hops.map((hop) => [
    hop.kind,
    hop.taskId ?? '',
    hop.scopeId ?? '',
    namesItself(hop) ? '' : hop.value.toLowerCase(),
    ...(hop.documentId ? [hop.documentId] : []),
  ]);
  return `${kind}:${digest(JSON.stringify([goalId, path]))}`;
}

function namesItself(hop: Hop): boolean {
  return (hop.kind === 'parent' && hop.taskId !== null) || hop.documentId !== undefined;
}

/** 64 bits of FNV-1a in two lanes: a name for equality, not a secret; the domain has no crypto to import. */
function digest(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x85ebca6b);
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
