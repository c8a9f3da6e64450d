import type { AnswerName } from './digest-asks.ts';

/**
 * How a digest went: *due*, waits to be made; *making*, nothing is sent yet; *sending*, handed to the mail server and not answered for;
 * *unknown*, it may have arrived or not; *held*, no mail is set up, or its reader wants none by mail; *skipped*, its time was over, or its
 * address takes no mail; *refused* by the mail server; *failed*, the mail server was away for too long.
 */
export const DIGEST_STATES = [
  'due',
  'making',
  'sending',
  'sent',
  'unknown',
  'held',
  'skipped',
  'refused',
  'failed',
] as const;
export type DigestState = (typeof DIGEST_STATES)[number];

/** What a one-time link in a digest does once it is confirmed. */
export type LinkDeed =
  | { readonly does: 'answer'; readonly says: AnswerName; readonly taskId: string; readonly goalKey: string | null }
  | { readonly does: 'stop' };

export const DIGEST_STATE_WORDS: Readonly<Record<DigestState, string>> = {
  due: 'Waits to be sent',
  making: 'Being written',
  sending: 'Being sent',
  sent: 'Sent',
  unknown: 'May have arrived or not',
  held: 'Held here',
  skipped: 'Skipped',
  refused: 'Refused by the mail server',
  failed: 'Not sent',
};
