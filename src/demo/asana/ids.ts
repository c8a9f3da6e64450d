import { createHash } from 'node:crypto';

/** A number from 0 to `below - 1` that depends on nothing but the text. */
export function pick(text: string, below: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % below;
}

/** An Asana gid (sixteen digits) for something the world does not number itself. */
export function gidOf(kind: string, name: string): string {
  const digits = createHash('sha256').update(`asana ${kind} ${name}`).digest().readBigUInt64BE(0) % 10n ** 13n;
  return `120${digits.toString().padStart(13, '0')}`;
}

export function isoOf(at: number): string {
  return new Date(at).toISOString();
}
