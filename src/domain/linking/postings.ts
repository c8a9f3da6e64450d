import type { Counts } from './tally.ts';

/** In which documents each key stands: key n has the places `starts[n]` to `starts[n + 1]`, end excluded, documents ascending. */
export interface Postings {
  readonly starts: Int32Array;
  readonly documents: Int32Array;
  /** How often it stands there. */
  readonly counts: Float32Array;
}

/** @param documents undefined for one that is as it was in `before`. */
export function postingsOf(documents: readonly (Counts | undefined)[], keyCount: number, before?: Postings): Postings {
  const starts = new Int32Array(keyCount + 1);
  const isKept = Uint8Array.from(documents, (document) => (document === undefined ? 1 : 0));
  if (before) countKept(before, isKept, starts);
  for (const document of documents) {
    if (document === undefined) continue;
    const { size, keys } = document;
    for (let at = 0; at < size; at++) {
      const key = keys[at] as number;
      starts[key + 1] = (starts[key + 1] as number) + 1;
    }
  }
  for (let key = 0; key < keyCount; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  const all = starts[keyCount] as number;
  const postings = { starts, documents: new Int32Array(all), counts: new Float32Array(all) };
  const ends = starts.slice();
  if (before) copyKept(before, isKept, postings, ends);
  fill(postings, documents, ends);
  return postings;
}

function countKept({ starts, documents }: Postings, isKept: Uint8Array, into: Int32Array): void {
  for (let key = 0; key + 1 < starts.length; key++) {
    let kept = 0;
    const end = starts[key + 1] as number;
    for (let at = starts[key] as number; at < end; at++) kept += isKept[documents[at] as number] as number;
    into[key + 1] = kept;
  }
}

function copyKept({ starts, documents, counts }: Postings, isKept: Uint8Array, into: Postings, ends: Int32Array): void {
  for (let key = 0; key + 1 < starts.length; key++) {
    let place = ends[key] as number;
    const end = starts[key + 1] as number;
    for (let at = starts[key] as number; at < end; at++) {
      const document = documents[at] as number;
      if (isKept[document] === 0) continue;
      into.documents[place] = document;
      into.counts[place++] = counts[at] as number;
    }
    ends[key] = place;
  }
}

/** @param ends Where each key's list ends as yet. */
function fill(into: Postings, documents: readonly (Counts | undefined)[], ends: Int32Array): void {
  documents.forEach((counts, document) => {
    for (let at = 0; at < (counts?.size ?? 0); at++) {
      const key = counts?.keys[at] as number;
      const first = into.starts[key] as number;
      let place = ends[key] as number;
      ends[key] = place + 1;
      for (; place > first && (into.documents[place - 1] as number) > document; place--) {
        into.documents[place] = into.documents[place - 1] as number;
        into.counts[place] = into.counts[place - 1] as number;
      }
      into.documents[place] = document;
      into.counts[place] = counts?.counts[at] as number;
    }
  });
}

/** How many documents a key stands in. */
export function seenIn({ starts }: Postings, key: number): number {
  return (starts[key + 1] as number) - (starts[key] as number);
}

/** The place of one document in a key's list; -1 where it does not stand there. */
export function placeIn({ starts, documents }: Postings, key: number, document: number): number {
  if (key + 1 >= starts.length) return -1;
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

/** Of each key. */
export function raritiesOf(postings: Postings, documentCount: number): Float64Array {
  const rarities = new Float64Array(postings.starts.length - 1);
  // Most stand in one document, or in few.
  const bySeen = new Float64Array(documentCount + 1);
  for (let key = 0; key < rarities.length; key++) {
    const seen = seenIn(postings, key);
    if (bySeen[seen] === 0) bySeen[seen] = rarityOf(documentCount, seen);
    rarities[key] = bySeen[seen] as number;
  }
  return rarities;
}
