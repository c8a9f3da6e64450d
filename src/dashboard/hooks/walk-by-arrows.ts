import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ...{ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] },
};
/** What lies aside counts double: straight on is meant first. */
const ASIDE = 2;

/** Arrow keys lead from a link of a picture to the nearest one in their direction; `data-walk` marks those that are walked to. */
export function walkByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const from = (event.target as Element).closest('[data-walk]');
  if (!step || !from) return;
  const here = middleOf(from);
  const [next] = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-walk]')]
    .filter((one) => one !== from)
    .map((one) => ({ one, away: awayBy(step, here, middleOf(one)) }))
    .filter(({ away }) => away !== null)
    .sort((a, b) => (a.away ?? 0) - (b.away ?? 0));
  if (!next) return;
  event.preventDefault();
  next.one.focus();
}

function middleOf(place: Element): { x: number; y: number } {
  const { left, top, width, height } = place.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** null: it does not lie that way. */
function awayBy([dx, dy]: readonly [number, number], from: { x: number; y: number }, to: { x: number; y: number }) {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const ahead = x * dx + y * dy;
  const aside = Math.abs(x * dy) + Math.abs(y * dx);
  return ahead > 1 && ahead >= aside / ASIDE ? ahead + aside * ASIDE : null;
}
