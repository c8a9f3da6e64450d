/** Things by their number, the one worth most on top; of those worth the same, the one with the lowest number. */
export interface WorthHeap {
  /** null where it is empty. */
  top(): { readonly at: number; readonly worth: number } | null;
  /** What the top one is worth now: no more than before. Nothing more at 0: it is taken out. */
  lower(worth: number): void;
}

export function createWorthHeap(worths: Float64Array): WorthHeap {
  const heap = [...worths.keys()]
    .filter((at) => (worths[at] ?? 0) > 0)
    .sort((a, b) => (worths[b] ?? 0) - (worths[a] ?? 0) || a - b);
  const worthAt = (place: number) => worths[heap[place] ?? 0] ?? 0;
  const isBefore = (a: number, b: number) =>
    worthAt(a) > worthAt(b) || (worthAt(a) === worthAt(b) && (heap[a] ?? 0) < (heap[b] ?? 0));
  const sink = () => {
    for (let place = 0; ; ) {
      const left = 2 * place + 1;
      const child = left + 1 < heap.length && isBefore(left + 1, left) ? left + 1 : left;
      if (child >= heap.length || !isBefore(child, place)) return;
      [heap[place], heap[child]] = [heap[child] ?? 0, heap[place] ?? 0];
      place = child;
    }
  };
  return {
    top: () => (heap.length === 0 ? null : { at: heap[0] ?? 0, worth: worthAt(0) }),
    lower: (worth) => {
      worths[heap[0] ?? 0] = worth;
      if (worth <= 0) {
        const last = heap.pop();
        if (heap.length > 0 && last !== undefined) heap[0] = last;
      }
      sink();
    },
  };
}
