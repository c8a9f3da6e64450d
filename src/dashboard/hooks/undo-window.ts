/** How long a decision can be taken back with one click or `u`. */
export const undoMs = 10_000;

const openUntil = new Set<number>();

/** Marks that a decision can be undone from now on; call the answer when that is over. */
export function openUndoWindow(): () => void {
  const mark = Date.now() + Math.random();
  openUntil.add(mark);
  return () => openUntil.delete(mark);
}

export function isUndoOpen(): boolean {
  return openUntil.size > 0;
}
