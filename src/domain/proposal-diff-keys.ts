import { canonicalKey } from './evidence/goal-index.ts';

/** Gives out keys, each once: the one stated where it is free, else the next free one under its objective. */
export interface KeyRing {
  isFree(key: string): boolean;
  take(key: string): string;
  /** `O6`, or `KR6.1` under O6. */
  next(kind: 'objective' | 'key-result', parentKey: string | null): string;
}

/** @param taken Keys of all goals of ours, and those a page states: nobody else gets them. */
export function keyRing(taken: Iterable<string>): KeyRing {
  const used = new Set([...taken].map(canonicalKey));
  const ring: KeyRing = {
    isFree: (key) => !used.has(canonicalKey(key)),
    take(key) {
      used.add(canonicalKey(key));
      return key;
    },
    next(kind, parentKey) {
      const stem = kind === 'objective' ? 'O' : stemUnder(parentKey);
      for (let n = 1; ; n += 1) if (ring.isFree(`${stem}${n}`)) return ring.take(`${stem}${n}`);
    },
  };
  return ring;
}

/** Key results carry the number of their objective; one that has none (`GROWTH`) is written in full. */
function stemUnder(parentKey: string | null): string {
  if (parentKey === null) return 'KR';
  const number = /^\p{L}*?[-_ ]?(\d+(?:\.\d+)*)$/u.exec(parentKey.trim())?.[1];
  return number === undefined ? `${parentKey}.` : `KR${number}.`;
}
