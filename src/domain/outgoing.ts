import type { FlagState, NextAction } from './flag.ts';
import type { Verdict } from './link.ts';

/** What other programs can be told of. */
export const OUTGOING_EVENTS = ['flag.changed', 'link.changed'] as const;
export type OutgoingEvent = (typeof OUTGOING_EVENTS)[number];
/** Sent when somebody asks for a test. */
export const TEST_EVENT = 'webhook.test';
export type OutgoingType = OutgoingEvent | typeof TEST_EVENT;

/** active: told. paused: by a person. silent: paused by us, nothing was answered for days. gone: it answered 410. */
export type OutgoingState = 'active' | 'paused' | 'silent' | 'gone';
/** waiting: for its first or next try. failed: given up. */
export type OutgoingDeliveryState = 'waiting' | 'delivered' | 'failed';

/** How a flag or a link stood when it was told last, or when somebody began to listen; null: there was none. */
export interface FlagStanding {
  readonly state: FlagState;
  readonly nextAction: NextAction;
  readonly goalIds: readonly string[];
}
export interface LinkStanding {
  readonly goalId: string;
  readonly verdict: Verdict;
  readonly likelihood: number;
}

/** A reason worded anew, or a likelihood that moved a little, is no change that somebody is told of. */
export function isSameFlagStanding(one: FlagStanding | null, other: FlagStanding | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.state === other.state &&
    one.nextAction === other.nextAction &&
    one.goalIds.toSorted().join() === other.goalIds.toSorted().join()
  );
}

export function isSameLinkStanding(one: LinkStanding | null, other: LinkStanding | null): boolean {
  return (one?.verdict ?? null) === (other?.verdict ?? null);
}

/** One call holds so many changes at most, and one minute so many calls to one address. */
export const ITEMS_MAX = 100;
export const CALLS_A_MINUTE_MAX = 10;
/** Changes are gathered once a minute, so that a relinked backlog is some calls and not thousands. */
export const GATHER_EVERY_MS = 60_000;

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Waits before the second try and each later one, a little over a day in all: those of Standard Webhooks without its last two. */
const WAITS_MS = [5 * SECOND_MS, 300 * SECOND_MS, 1_800 * SECOND_MS, ...[2, 5, 10, 14].map((hours) => hours * HOUR_MS)];
const TOLD_WAIT_MAX_MS = 24 * HOUR_MS;
const JITTER = 0.2;

/**
 * How long to wait after this many tries, up to a fifth longer so that addresses that fell together do not come back together.
 *
 * @param toldMs What the address asked for; null: nothing.
 * @param random From 0 to 1.
 * @returns null: no more tries.
 */
export function waitAfterMs(tries: number, toldMs: number | null, random: number): number | null {
  const wait = WAITS_MS[tries - 1];
  if (wait === undefined) return null;
  return Math.max(Math.round(wait * (1 + random * JITTER)), Math.min(toldMs ?? 0, TOLD_WAIT_MAX_MS));
}

/** An address that took nothing for so long is left alone until a person lets it go on. */
export const SILENT_AFTER_MS = 72 * HOUR_MS;
/** How long a replaced secret signs beside the new one. */
export const OLD_SECRET_MS = 24 * HOUR_MS;
