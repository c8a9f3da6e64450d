import type { Cycle } from './goal.ts';

type Span = Pick<Cycle, 'id' | 'name' | 'startsOn' | 'endsOn'>;

/** What is wrong with a field of a cycle. */
export interface CycleFault {
  readonly field: 'name' | 'startsOn' | 'endsOn';
  readonly message: string;
}

/**
 * What keeps a cycle from standing beside the others. One may lie within another (a quarter in its year); two that cross, or are of the
 * very same days, would leave it open of which one a day is.
 *
 * @returns null where it may stand.
 */
export function findCycleFault(cycle: Span, cycles: readonly Span[]): CycleFault | null {
  const others = cycles.filter(({ id }) => id !== cycle.id);
  if (cycle.endsOn < cycle.startsOn)
    return { field: 'endsOn', message: `ends on ${cycle.endsOn}, before it begins on ${cycle.startsOn}` };
  const namesake = others.find(({ name }) => name.toLowerCase() === cycle.name.toLowerCase());
  if (namesake) return { field: 'name', message: `is taken: ${sayCycle(namesake)}; give another name` };
  const crossed = others.find((other) => areCrossing(cycle, other));
  if (!crossed) return null;
  const advice = 'let one end before the other begins, or lie wholly within it';
  return { field: 'startsOn', message: `crosses ${sayCycle(crossed)}: ${advice}` };
}

function areCrossing(a: Span, b: Span): boolean {
  const areApart = a.endsOn < b.startsOn || b.endsOn < a.startsOn;
  return !areApart && !isWithin(a, b) && !isWithin(b, a);
}

/** Not of the same days. */
function isWithin(inner: Span, outer: Span): boolean {
  const isSame = inner.startsOn === outer.startsOn && inner.endsOn === outer.endsOn;
  return !isSame && outer.startsOn <= inner.startsOn && inner.endsOn <= outer.endsOn;
}

function sayCycle({ name, startsOn, endsOn }: Span): string {
  return `${name}, ${startsOn} to ${endsOn}`;
}
