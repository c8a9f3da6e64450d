import type { SimTask } from '../world.ts';
import { refuse } from './refusals.ts';

/** Trello gives no more than this in one answer. */
export const pageMax = 1000;

/** Ids begin with their second, so an id and a date are both a place in the order of ids. */
export function boundOf(value: string): string {
  if (/^[0-9a-f]{24}$/i.test(value)) return value.toLowerCase();
  const at = Date.parse(value);
  if (Number.isNaN(at)) refuse(400, 'invalid value for before');
  return Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0');
}

export function firstFrom(cards: readonly SimTask[], bound: string): number {
  let low = 0;
  let high = cards.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cards[middle] as SimTask).vendorId < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function limitOf(value: string | undefined, unsaid: number): number {
  if (value === undefined) return unsaid;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 0 || limit > pageMax) refuse(400, 'invalid value for limit');
  return limit;
}
