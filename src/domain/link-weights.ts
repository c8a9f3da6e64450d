import type { Evidence } from './evidence.ts';

interface Weighable {
  readonly goalId: string;
  readonly evidence: readonly Evidence[];
  readonly weight: number;
}

/**
 * Shares one task out over the goals it serves: by the tool's own weights where it gives any (a goal without one gets their mean), else
 * evenly. Goals that are not open get nothing while an open one is served. The shares add up to 1; links that tie nothing get 0.
 */
export function weighLinks<T extends Weighable>(
  links: readonly T[],
  isHolding: (link: T) => boolean,
  isOpen: (goalId: string) => boolean,
): T[] {
  const holding = links.filter(isHolding);
  const open = holding.filter((link) => isOpen(link.goalId));
  const sharing = new Set(open.length > 0 ? open : holding);
  const given = [...sharing].map(toolWeight).filter((weight) => weight !== null);
  const usual = given.length > 0 ? sum(given) / given.length : 1;
  const raw = new Map([...sharing].map((link) => [link, toolWeight(link) ?? usual]));
  const total = sum([...raw.values()]);
  const shareOf = (link: T) => (total > 0 ? (raw.get(link) ?? 0) / total : 1 / sharing.size);
  return links.map((link) => ({ ...link, weight: sharing.has(link) ? shareOf(link) : 0 }));
}

function toolWeight(link: Weighable): number | null {
  return link.evidence.find(({ weight }) => weight !== null)?.weight ?? null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
