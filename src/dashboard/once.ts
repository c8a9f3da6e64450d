import type { MouseEvent } from 'react';

/** The second click of a double one would answer the next question, which nobody has read. */
export function once(act: () => void) {
  return (event: MouseEvent) => {
    if (event.detail < 2) act();
  };
}
