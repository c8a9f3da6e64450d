/** Many rows of numbers, one for each goal, kept in 16 bits each, and summed eight at a time. */
export interface Rows {
  /** How many rows there is room for. */
  readonly max: number;
  /** Keeps a row in this place, 0 or more; what was there is gone. Finer than 1 ÷ 60,000 of its largest number nothing is kept. */
  set(place: number, values: Float32Array): void;
  /** One number of a row. */
  at(place: number, goal: number): number;
  /** Adds `times` a row to the sum. */
  add(place: number, times: number): void;
  /** Adds `scale` times the sum to `into`, and starts a new sum. */
  take(into: Float32Array, scale: number): void;
}

const LANES = 8;
const STEPS = 65_535;
const PAGE_BYTES = 65_536;
const ROWS_MAX = 65_536;

export function createRows(width: number, bytesMax: number): Rows {
  const padded = Math.max(LANES, Math.ceil(width / LANES) * LANES);
  const sumBytes = padded * Float32Array.BYTES_PER_ELEMENT;
  const rowBytes = padded * Uint16Array.BYTES_PER_ELEMENT;
  const max = Math.min(ROWS_MAX, Math.max(512, Math.floor(bytesMax / rowBytes)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((sumBytes + rowBytes) / PAGE_BYTES) });
  const { add } = new WebAssembly.Instance(new WebAssembly.Module(ADD_ROW), { own: { memory } }).exports as {
    add: (row: number, sum: number, sumEnd: number, times: number) => void;
  };
  const steps = new Float32Array(max);
  let sum = new Float32Array(memory.buffer, 0, padded);
  let rows = new Uint16Array(memory.buffer, sumBytes);
  const makeRoom = (place: number) => {
    const missing = sumBytes + (place + 1) * rowBytes - memory.buffer.byteLength;
    if (missing <= 0) return;
    memory.grow(Math.max(Math.ceil(missing / PAGE_BYTES), Math.floor(memory.buffer.byteLength / PAGE_BYTES / 4)));
    sum = new Float32Array(memory.buffer, 0, padded);
    rows = new Uint16Array(memory.buffer, sumBytes);
  };
  return {
    max,
    set(place, values) {
      makeRoom(place);
      let largest = 0;
      for (let goal = 0; goal < width; goal++) if ((values[goal] as number) > largest) largest = values[goal] as number;
      steps[place] = largest / STEPS;
      const perStep = largest === 0 ? 0 : STEPS / largest;
      const from = place * padded;
      for (let goal = 0; goal < width; goal++) rows[from + goal] = (values[goal] as number) * perStep + 0.5;
    },
    at: (place, goal) => (steps[place] as number) * (rows[place * padded + goal] as number),
    add: (place, times) => add(sumBytes + place * rowBytes, 0, sumBytes, times * (steps[place] as number)),
    take(into, scale) {
      for (let goal = 0; goal < width; goal++) into[goal] = (into[goal] as number) + scale * (sum[goal] as number);
      sum.fill(0);
    },
  };
}

/**
 * JavaScript has no arithmetic on several numbers at once; WebAssembly does, and every Node we run on has it. A module of one function,
 * written by hand:
 *
 *   (func (export "add") (param $row i32) (param $sum i32) (param $sumEnd i32) (param $times f32) (local $all v128) (local $eight v128)
 *     $all = f32x4.splat $times
 *     loop
 *       $eight = v128.load $row
 *       v128.store $sum           (f32x4.add (v128.load $sum)           (f32x4.mul (convert (extend_low_u $eight)) $all))
 *       v128.store $sum offset=16 (f32x4.add (v128.load $sum offset=16) (f32x4.mul (convert (extend_high_u $eight)) $all))
 *       $row += 16, $sum += 32
 *       br_if $sum < $sumEnd)
 */
const ADD_ROW = Uint8Array.from(
  // Magic number and version; one type, (i32 i32 i32 f32) -> ().
  (
    '00 61 73 6d 01 00 00 00  01 08 01 60 04 7f 7f 7f 7d 00 ' +
    // The memory "own.memory" is brought along; one function; it is exported as "add".
    '02 0f 01 03 6f 77 6e 06 6d 65 6d 6f 72 79 02 00 01  03 02 01 00  07 07 01 03 61 64 64 00 00 ' +
    // Code: its length, one body and its length, two locals of v128.
    '0a 62 01 60 01 02 7b ' +
    '20 03 fd 13 21 04  03 40  20 00 fd 00 04 00 21 05 ' +
    '20 01  20 01 fd 00 04 00  20 05 fd a9 01 fd fa 01 20 04 fd e6 01  fd e4 01  fd 0b 04 00 ' +
    '20 01  20 01 fd 00 04 10  20 05 fd aa 01 fd fa 01 20 04 fd e6 01  fd e4 01  fd 0b 04 10 ' +
    '20 00 41 10 6a 21 00  20 01 41 20 6a 22 01  20 02 49 0d 00  0b 0b'
  )
    .split(/ +/u)
    .map((byte) => Number.parseInt(byte, 16)),
);
