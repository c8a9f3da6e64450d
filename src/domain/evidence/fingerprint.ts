import type { EvidenceKind, Hop } from '../evidence.ts';
import { fnv1a } from '../fnv.ts';

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

/** 64 bits in two lanes, of which one is FNV-1a: a name for equality, not a secret; the domain has no crypto to import. */
function digest(text: string): string {
  let other = 0x9747b28c;
  for (let i = 0; i < text.length; i++) other = Math.imul(other ^ (text.charCodeAt(i) + i), 0x85ebca6b);
  return [fnv1a(text), other].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
