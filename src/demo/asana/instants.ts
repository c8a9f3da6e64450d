import { refuse } from './errors.ts';

/** An instant of a query; null where it is not given. `now` is a word of Asana's `completed_since`. */
export function timeOf(value: string | undefined, name: string, now?: number): number | null {
  if (value === undefined) return null;
  if (value === 'now' && now !== undefined) return now;
  const at = Date.parse(value);
  return Number.isNaN(at) ? refuse(400, `${name}: Not a valid date-time: ${value}`) : at;
}
