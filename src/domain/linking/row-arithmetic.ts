/**
 * JavaScript has no arithmetic on several numbers at once; WebAssembly does, and every Node we run on has it. A module of four
 * functions, written by hand. Places are in bytes; each function runs at least once, and to the end of whole blocks.
 */
export interface RowArithmetic {
  /**
   * Adds rows of 16 bits to sums, four rows at a time, so that their memory is fetched together. The list has two numbers for each row:
   * where it begins, and how many times it is added.
   *
   *   loop
   *     for each of four: $row = i32.load $list, $times = f32x4.splat (f32.load $list offset=4)
   *     $at = $sums
   *     loop
   *       $low = v128.load $at, $high = v128.load $at offset=16
   *       for each of four:
   *         $eight = v128.load $row
   *         $low = f32x4.add $low (f32x4.mul (convert (extend_low_u $eight)) $times), and so $high
   *         $row += 16
   *       v128.store $at $low, v128.store $at offset=16 $high
   *       br_if ($at += 32) < $sumsEnd
   *     br_if ($list += 32) < $listEnd
   */
  add(list: number, listEnd: number, sums: number, sumsEnd: number): void;
  /**
   * The largest of each 32 numbers, as four of which the largest is it.
   *
   *   loop
   *     v128.store $out (f32x4.pmax … of eight loads from $at)
   *     $out += 16
   *     br_if ($at += 128) < $end
   */
  peaks(at: number, end: number, out: number): void;
  /**
   * Numbers as a row of 16 bits, `perStep` times as large.
   *
   *   loop
   *     v128.store $row (i16x8.narrow_u (trunc (load $at × $perStep + 0.5)) (the same of the next four))
   *     $row += 16
   *     br_if ($at += 32) < $end
   */
  keep(at: number, end: number, row: number, perStep: number): void;
  /** Numbers `times` as large as they were: loop, v128.store $at (f32x4.mul (v128.load $at) $times), br_if ($at += 16) < $end. */
  scale(at: number, end: number, times: number): void;
}

/** Numbers in a block. */
export const BLOCK = 32;
/** Rows that are added together. */
export const TOGETHER = 4;

export function rowArithmetic(memory: WebAssembly.Memory): RowArithmetic {
  return new WebAssembly.Instance(MODULE, { own: { memory } }).exports as unknown as RowArithmetic;
}

const FOUR = [0, 1, 2, 3];
const hex = (byte: number) => byte.toString(16).padStart(2, '0');
/** Locals of `add`: 4 $at, 5 to 8 $row, 9 to 12 $times, 13 $eight, 14 $low, 15 $high. */
const ADD = bytes(
  '02 05 7f 07 7b  03 40 ',
  ...FOUR.map(
    (n) => `20 00 28 02 ${hex(8 * n)} 21 ${hex(5 + n)}  20 00 2a 02 ${hex(8 * n + 4)} fd 13 21 ${hex(9 + n)} `,
  ),
  '20 02 21 04  03 40  20 04 fd 00 04 00 21 0e  20 04 fd 00 04 10 21 0f ',
  ...FOUR.map(
    (n) =>
      `20 ${hex(5 + n)} fd 00 04 00 21 0d ` +
      `20 0e  20 0d fd a9 01 fd fa 01 20 ${hex(9 + n)} fd e6 01  fd e4 01 21 0e ` +
      `20 0f  20 0d fd aa 01 fd fa 01 20 ${hex(9 + n)} fd e6 01  fd e4 01 21 0f ` +
      `20 ${hex(5 + n)} 41 10 6a 21 ${hex(5 + n)} `,
  ),
  '20 04 20 0e fd 0b 04 00  20 04 20 0f fd 0b 04 10 ',
  '20 04 41 20 6a 22 04  20 03 49 0d 00  0b  20 00 41 20 6a 22 00  20 01 49 0d 00  0b 0b',
);
const PEAKS = bytes(
  '00  03 40  20 02  20 00 fd 00 04 00 ',
  ...[16, 32, 48, 64, 80, 96, 112].map((offset) => `20 00 fd 00 04 ${hex(offset)} fd eb 01 `),
  'fd 0b 04 00  20 02 41 10 6a 21 02  20 00 41 80 01 6a 22 00  20 01 49 0d 00  0b 0b',
);
/** Locals of `keep`: 4 $perStep of all, 5 the half of all. */
const KEEP = bytes(
  '01 02 7b  20 03 fd 13 21 04  43 00 00 00 3f fd 13 21 05  03 40  20 02 ',
  ...[0, 16].map((offset) => `20 00 fd 00 04 ${hex(offset)} 20 04 fd e6 01 20 05 fd e4 01 fd f8 01 `),
  'fd 86 01 fd 0b 04 00  20 02 41 10 6a 21 02  20 00 41 20 6a 22 00  20 01 49 0d 00  0b 0b',
);

/** Local 3: $times of all. */
const SCALE = bytes(
  '01 01 7b  20 02 fd 13 21 03  03 40  20 00  20 00 fd 00 04 00 20 03 fd e6 01  fd 0b 04 00 ',
  '20 00 41 10 6a 22 00  20 01 49 0d 00  0b 0b',
);

const MODULE = new WebAssembly.Module(
  Uint8Array.of(
    ...bytes('00 61 73 6d 01 00 00 00 '),
    // Four types: four places; three places; three places and a number; two places and a number.
    ...section(1, [4, ...bytes('60 04 7f 7f 7f 7f 00  60 03 7f 7f 7f 00  60 04 7f 7f 7f 7d 00  60 03 7f 7f 7d 00')]),
    // The memory "own.memory" is brought along.
    ...section(2, [1, ...named('own'), ...named('memory'), 2, 0, 1]),
    ...section(3, [4, 0, 1, 2, 3]),
    ...section(7, [4, ...named('add'), 0, 0, ...named('peaks'), 0, 1, ...named('keep'), 0, 2, ...named('scale'), 0, 3]),
    ...section(10, [4, ...sized(ADD), ...sized(PEAKS), ...sized(KEEP), ...sized(SCALE)]),
  ),
);

function bytes(...lines: readonly string[]): number[] {
  return lines.flatMap((line) => line.trim().split(/ +/u)).map((byte) => Number.parseInt(byte, 16));
}

function section(kind: number, all: readonly number[]): number[] {
  return [kind, ...sized(all)];
}

function named(name: string): number[] {
  return sized([...name].map((letter) => letter.charCodeAt(0)));
}

/** Their number first, seven bits in each byte. */
function sized(all: readonly number[]): number[] {
  return [...(all.length < 128 ? [all.length] : [(all.length & 127) | 128, all.length >> 7]), ...all];
}
