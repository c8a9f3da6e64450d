/** Puts an answer of hundreds of kilobytes together by copying bytes that were rendered before. */
export interface Writer {
  text(text: string): void;
  bytes(source: Buffer, start?: number, end?: number): void;
  /** Writes a comma from the second call on: call it before each item of a list. */
  separate(isFirst: boolean): void;
  /** What was written; the writer is empty again. */
  take(): Buffer;
}

/** One simulator answers one request at a time: it needs a single writer, whose memory is used again and again. */
export function makeWriter(): Writer {
  let scratch = Buffer.allocUnsafe(1 << 20);
  let length = 0;
  const makeRoom = (more: number) => {
    if (length + more <= scratch.length) return;
    const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, length + more));
    scratch.copy(larger, 0, 0, length);
    scratch = larger;
  };
  const text = (added: string) => {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    makeRoom(added.length * 3);
    length += scratch.write(added, length);
  };
  return {
    text,
    bytes: (source, start = 0, end = source.length) => {
      makeRoom(end - start);
      length += source.copy(scratch, length, start, end);
    },
    separate: (isFirst) => {
      if (!isFirst) text(',');
    },
    take: () => {
      const written = Buffer.from(scratch.subarray(0, length));
      length = 0;
      return written;
    },
  };
}
