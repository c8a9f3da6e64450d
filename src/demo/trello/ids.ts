import { createHash } from 'node:crypto';

/** A number from 0 to `below - 1` that depends on nothing but the text. */
export function pick(text: string, below: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % below;
}

/** 24 hex digits of which the first eight are the second of creation, the next three its milliseconds. */
export function idOf(at: number, text: string): string {
  const second = Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0');
  const rest = createHash('sha256').update(`trello ${text}`).digest('hex').slice(0, 13);
  return `${second}${(at % 1000).toString(16).padStart(3, '0')}${rest}`;
}

/** The moment an id was made: its first eight digits are seconds since 1970. */
export function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) * 1000;
}

export function shortLinkOf(id: string): string {
  const letters = createHash('sha256')
    .update(`short ${id}`)
    .digest('base64')
    .replace(/[^A-Za-z0-9]/g, '');
  return letters.slice(0, 8);
}

export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

export function isoOf(at: number): string {
  return new Date(at).toISOString();
}

export type TrelloRecord = Readonly<Record<string, unknown>>;
