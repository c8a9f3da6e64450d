/** Calls at once, and once more after those that came too soon: a storm of deliveries asks for a few jobs, and the last one for its own. */
export function gather(everyMs: number, run: (key: string) => void): (key: string) => void {
  const waiting = new Map<string, { isAsked: boolean }>();

  function begin(key: string): void {
    const window = { isAsked: false };
    waiting.set(key, window);
    run(key);
    setTimeout(() => {
      waiting.delete(key);
      if (window.isAsked) begin(key);
    }, everyMs).unref();
  }

  return (key) => {
    const window = waiting.get(key);
    if (window) window.isAsked = true;
    else begin(key);
  };
}
