import type { Digest } from '../../domain/digest.ts';

/** Where the links of one digest lead. Addresses are ours alone; nothing in them comes from a tool. */
export interface DigestLinks {
  readonly overview: string;
  readonly unaligned: string;
  readonly task: (taskId: string) => string;
  readonly goal: (key: string) => string;
  /** By the place of the ask and of its answer. */
  readonly answer: (ask: number, answer: number) => string;
  readonly preferences: string;
  readonly stop: string;
}

/** What a template is given. */
export interface Letter {
  readonly digest: Digest;
  readonly links: DigestLinks;
  readonly organisation: string;
  /** Whom it is for, and why they get it: "as you lead Ward". */
  readonly because: string;
  /** "Monday 30 November at 09:00 (Europe/Lisbon)"; null where none comes. */
  readonly next: string | null;
  /** Whether the chart comes along as `cid:trend`. */
  readonly hasPicture: boolean;
}

/** What a template gives. */
export interface Rendered {
  readonly subject: string;
  readonly preview: string;
  readonly text: string;
  readonly html: string;
}

export const TREND_CID = 'trend';
