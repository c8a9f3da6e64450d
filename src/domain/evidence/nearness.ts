import type { Evidence, EvidenceKind, Hop } from '../evidence.ts';
import { KIND_RANK } from './likelihoods.ts';

/** Kinds that somebody wrote down or arranged: they may link by themselves, whatever else is known. */
export function isAutomaticKind(kind: EvidenceKind): boolean {
  return kind === 'stated' || kind === 'inherited' || kind === 'rule';
}

/** Kinds that only say how a task reads. */
export function isReadingKind(kind: EvidenceKind): boolean {
  return kind === 'learned' || kind === 'text' || kind === 'judged';
}

const PLACE_DISTANCE: Partial<Record<Hop['kind'], number>> = { group: 100, scope: 200 };

/** How far from the task it was found: the kind first, then parents before lists before scopes, nearer ones first. Smaller is nearer. */
export function nearnessOf(evidence: Pick<Evidence, 'kind' | 'hops'>): number {
  const steps =
    evidence.kind === 'inherited'
      ? evidence.hops.map(({ kind }) => (kind === 'parent' ? 1 : (PLACE_DISTANCE[kind] ?? 0)))
      : [];
  // A scope a person linked has two hops at one place; the place counts, not what was said there.
  const place = Math.max(0, ...steps.filter((step) => step > 1));
  return KIND_RANK[evidence.kind] * 1_000 + place + steps.filter((step) => step === 1).length;
}
