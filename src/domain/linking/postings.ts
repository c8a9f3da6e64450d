import type { Counts } from './tally.ts';

/** In which documents each key stands: key n has the places `starts[n]` to `starts[n + 1]`, end excluded, documents ascending. */
export interface Postings {
  readonly starts: Int32Array;
  readonly documents: Int32Array;
  /** How often it stands there. */
  readonly counts: Float32Array;
}

export function postingsOf(documents: readonly Counts[], keyCount: number): Postings {
  const starts = new Int32Array(keyCount + 1);
  for (const { size, keys } of documents) {
    for (let at = 0; at < size; at++) {
      const key = keys[at] as number;
      starts[key + 1] = (starts[key + 1] as number) + 1;
    }
  }
  for (let key = 0; key < keyCount; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  const all = starts[keyCount] as number;
  const postings = { starts, documents: new Int32Array(all), counts: new Float32Array(all) };
  fill(postings, documents);
  return postings;
}

function fill(postings: Postings, documents: readonly Counts[]): void {
  const next = postings.starts.slice();
  documents.forEach(({ size, keys, counts }, document) => {
    for (let at = 0; at < size; at++) {
      const key = keys[at] as number;
      const place = next[key] as number;
      postings.documents[place] = document;
      postings.counts[place] = counts[at] as number;
      next[key] = place + 1;
    }
  });
}

/** How many documents a key stands in. */
export function seenIn({ starts }: Postings, key: number): number {
  return (starts[key + 1] as number) - (starts[key] as number);
}

/** The place of one document in a key's list; -1 where it does not stand there. */
export function placeIn({ starts, documents }: Postings, key: number, document: number): number {
  const end = starts[key + 1] as number;
  let from = starts[key] as number;
  let to = end;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((documents[middle] as number) < document) from = middle + 1;
    else to = middle;
  }
  return from < end && documents[from] === document ? from : -1;
}

/** ln(1 + (documents + 1) / (seen in + 1)); larger is rarer. */
export function rarityOf(documentCount: number, seen: number): number {
  return Math.log(1 + (documentCount + 1) / (seen + 1));
}
