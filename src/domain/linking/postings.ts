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
  const isKept = Uint8Array.from(documents, (document) => (document === undefined ? 1 : 0));
  const kept = before ? keptIn(before, isKept, keyCount) : new Int32Array(keyCount);
  const starts = startsOf(kept, documents);
  const all = starts[keyCount] as number;
  const postings = { starts, documents: new Int32Array(all), counts: new Float32Array(all) };
  if (before) copyKept(before, isKept, kept, postings);
  fill(
    postings,
    documents,
    kept.map((count, key) => (starts[key] as number) + count),
  );
  return postings;
}

function startsOf(kept: Int32Array, documents: readonly (Counts | undefined)[]): Int32Array {
  const starts = new Int32Array(kept.length + 1);
  starts.set(kept, 1);
  for (const document of documents) {
    if (document === undefined) continue;
    const { size, keys } = document;
    for (let at = 0; at < size; at++) {
      const key = keys[at] as number;
      starts[key + 1] = (starts[key + 1] as number) + 1;
    }
  }
  for (let key = 0; key < kept.length; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  return starts;
}

/** Of each key, how many of its documents are as they were. */
function keptIn({ starts, documents }: Postings, isKept: Uint8Array, keyCount: number): Int32Array {
  const counts = new Int32Array(keyCount);
  for (let key = 0; key + 1 < starts.length; key++) {
    let kept = 0;
    const end = starts[key + 1] as number;
    for (let at = starts[key] as number; at < end; at++) kept += isKept[documents[at] as number] as number;
    counts[key] = kept;
  }
  return counts;
}

/** Lists of which nothing changed are copied many at a time. */
function copyKept(before: Postings, isKept: Uint8Array, kept: Int32Array, into: Postings): void {
  const keyCount = before.starts.length - 1;
  const [old, now] = [before.starts, into.starts];
  for (let key = 0; key < keyCount; ) {
    const from = key;
    const length = (at: number, starts: Int32Array) => (starts[at + 1] as number) - (starts[at] as number);
    while (key < keyCount && kept[key] === length(key, old) && kept[key] === length(key, now)) key++;
    const [first, last] = [old[from] as number, old[key] as number];
    into.documents.set(before.documents.subarray(first, last), now[from] as number);
    into.counts.set(before.counts.subarray(first, last), now[from] as number);
    if (key < keyCount) copyList(before, isKept, key++, into);
  }
}

function copyList({ starts, documents, counts }: Postings, isKept: Uint8Array, key: number, into: Postings): void {
  let place = into.starts[key] as number;
  const end = starts[key + 1] as number;
  for (let at = starts[key] as number; at < end; at++) {
    const document = documents[at] as number;
    if (isKept[document] === 0) continue;
    into.documents[place] = document;
    into.counts[place++] = counts[at] as number;
  }
}

/** @param ends Where each key's list ends as yet. */
function fill(into: Postings, documents: readonly (Counts | undefined)[], ends: Int32Array): void {
  for (let document = 0; document < documents.length; document++) {
    const said = documents[document];
    if (said) fillOne(into, document, said, ends);
  }
}

function fillOne({ starts, documents, counts }: Postings, document: number, said: Counts, ends: Int32Array): void {
  for (let at = 0; at < said.size; at++) {
    const key = said.keys[at] as number;
    const first = starts[key] as number;
    let place = ends[key] as number;
    ends[key] = place + 1;
    for (; place > first && (documents[place - 1] as number) > document; place--) {
      documents[place] = documents[place - 1] as number;
      counts[place] = counts[place - 1] as number;
    }
    documents[place] = document;
    counts[place] = said.counts[at] as number;
  }
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
