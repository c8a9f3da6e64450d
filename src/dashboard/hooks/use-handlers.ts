import { useMemo, useRef } from 'react';

type Handlers = Readonly<Record<string, (...args: never[]) => void>>;

/** The same functions at each drawing, which call those given last: what is handed them need not be drawn anew. */
export function useHandlers<T extends Handlers>(handlers: T): T {
  const latest = useRef(handlers);
  latest.current = handlers;
  return useMemo(() => {
    const names = Object.keys(latest.current);
    return Object.fromEntries(
      names.map((name) => [name, (...args: never[]) => latest.current[name]?.(...args)]),
    ) as unknown as T;
  }, []);
}
