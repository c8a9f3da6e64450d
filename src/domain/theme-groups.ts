import { directionOf, type Titles } from './theme-titles.ts';

/** Two groups whose middles are so near (a cosine) are about the same thing. */
const SAME_FROM = 0.55;
/** A title so near the middle of a group joins it. */
const JOINS_FROM = 0.5;
/** One that is further from the middle than this does not belong. */
const BELONGS_FROM = 0.3;
/** A word of a smaller share of the middle leads nobody to a group. */
const LEADS_FROM = 0.15;
const STRIDE = 200;

/** Titles by their places, and the direction they have in common. */
export interface Group {
  readonly members: readonly number[];
  readonly middle: ReadonlyMap<number, number>;
}

/** Groups that are about the same thing as an earlier one go into it. */
export function* mergeAlike(titles: Titles, groups: readonly (readonly number[])[]): Generator<void, Group[]> {
  const merged: Group[] = [];
  for (const members of groups) {
    const group = groupOf(titles, members);
    const at = merged.findIndex((other) => nearness(group.middle, other.middle) >= SAME_FROM);
    const same = merged[at];
    if (same) merged[at] = groupOf(titles, [...same.members, ...members]);
    else merged.push(group);
    yield;
  }
  return merged;
}

/** Titles of no group go to the one they are nearest to, where that is near. */
export function* adopt(titles: Titles, groups: readonly Group[]): Generator<void, Group[]> {
  const members = groups.map((group) => [...group.members]);
  const leads = leadsTo(groups);
  const isTaken = new Set(members.flat());
  for (let title = 0; title < titles.count; title += 1) {
    if (title % STRIDE === STRIDE - 1) yield;
    if (isTaken.has(title)) continue;
    const nearest = nearestGroup(titles, title, groups, leads);
    if (nearest !== null) members[nearest]?.push(title);
  }
  return yield* regroup(titles, members);
}

/** Without the titles that are far from the middle of their group. */
export function* withoutStrangers(titles: Titles, groups: readonly Group[]): Generator<void, Group[]> {
  const kept: number[][] = [];
  for (const { members, middle } of groups) {
    kept.push(members.filter((at) => nearness(directionOf(titles, at), middle) >= BELONGS_FROM));
    yield;
  }
  return yield* regroup(titles, kept);
}

function* regroup(titles: Titles, all: readonly number[][]): Generator<void, Group[]> {
  const groups: Group[] = [];
  for (const members of all) {
    groups.push(
      groupOf(
        titles,
        members.sort((a, b) => a - b),
      ),
    );
    yield;
  }
  return groups;
}

function groupOf(titles: Titles, members: readonly number[]): Group {
  const sum = new Map<number, number>();
  for (const at of members) {
    for (const [stem, share] of directionOf(titles, at)) sum.set(stem, (sum.get(stem) ?? 0) + share);
  }
  const length = Math.hypot(...sum.values());
  return { members, middle: new Map([...sum].map(([stem, share]) => [stem, share / length])) };
}

function leadsTo(groups: readonly Group[]): ReadonlyMap<number, readonly number[]> {
  const leads = new Map<number, number[]>();
  groups.forEach(({ middle }, at) => {
    for (const [stem, share] of middle) {
      if (share < LEADS_FROM) continue;
      const list = leads.get(stem);
      if (list) list.push(at);
      else leads.set(stem, [at]);
    }
  });
  return leads;
}

function nearestGroup(
  titles: Titles,
  title: number,
  groups: readonly Group[],
  leads: ReadonlyMap<number, readonly number[]>,
): number | null {
  const direction = directionOf(titles, title);
  const candidates = [...new Set(direction.flatMap(([stem]) => leads.get(stem) ?? []))].sort((a, b) => a - b);
  let best: number | null = null;
  let bestNearness = JOINS_FROM;
  for (const at of candidates) {
    const own = nearness(direction, groups[at]?.middle ?? new Map());
    if (own > bestNearness || (best === null && own === bestNearness)) [best, bestNearness] = [at, own];
  }
  return best;
}

function nearness(direction: Iterable<readonly [number, number]>, middle: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [stem, share] of direction) sum += share * (middle.get(stem) ?? 0);
  return sum;
}
