/** How often Trello may be asked, by key and by token. Source: Trello, "Rate limits", and recorded headers, read 2026-11-22. */
import type { Credentials } from '../connector.ts';
import type { ReadingOf, Refusal } from '../http.ts';
import { type Allowance, budgetKey, type Need } from '../transport/budget.ts';

export const WINDOW_MS = 10_000;
const SLOW_WINDOW_MS = 900_000;

type Named = Readonly<Record<'api-key' | 'api-token' | 'members', Allowance>>;

/** The key is shared by everybody who reads with it, whatever their tokens. */
function allowancesOf({ key = '', token = '' }: Credentials): Named {
  return {
    'api-key': {
      key: budgetKey('trello', 'key', key),
      name: 'requests in 10 seconds of the key',
      max: 300,
      windowMs: WINDOW_MS,
    },
    'api-token': {
      key: budgetKey('trello', 'token', token),
      name: 'requests in 10 seconds of the token',
      max: 100,
      windowMs: WINDOW_MS,
    },
    members: {
      key: budgetKey('trello', 'members', token),
      name: 'requests for members in 15 minutes',
      max: 100,
      windowMs: SLOW_WINDOW_MS,
    },
  };
}

/** What a request takes: a batch counts itself and each route in it; members and searches have a long window besides. */
export function trelloNeeds(credentials: Credentials) {
  const named = allowancesOf(credentials);
  return ({ url }: { readonly url: URL }): Need[] => {
    const cost = costOf(url);
    const isSlow = /^\/1\/(members|membersSearch|search)(\/|$)/.test(url.pathname);
    return [
      { allowance: named['api-key'], cost },
      { allowance: named['api-token'], cost },
      ...(isSlow ? [{ allowance: named.members, cost: 1 }] : []),
    ];
  };
}

function costOf({ pathname, searchParams }: URL): number {
  if (!pathname.endsWith('/batch')) return 1;
  return 1 + (searchParams.get('urls') ?? '').split(',').length;
}

/** What one token has used up says nothing of the others of the same key. */
export function limitedAtTrello({ text }: Refusal, needs: readonly Need[]): readonly Need[] {
  return text.includes('API_KEY_LIMIT_EXCEEDED') ? needs.slice(0, 1) : needs.slice(1);
}

/** The scarcest of what its headers tell; when their windows end is not said, so a whole one is assumed. */
export function readTrelloBudget(credentials: Credentials) {
  const named = allowancesOf(credentials);
  return (headers: Readonly<Record<string, string>>): ReadingOf | null => {
    const readings = (['api-key', 'api-token', 'member'] as const).flatMap((name): ReadingOf[] => {
      const numberOf = (what: string) => Number(headers[`x-rate-limit-${name}-${what}`] ?? Number.NaN);
      const [remaining, intervalMs, limit] = [numberOf('remaining'), numberOf('interval-ms'), numberOf('max')];
      if (Number.isNaN(remaining)) return [];
      const resetMs = Number.isNaN(intervalMs) ? WINDOW_MS : intervalMs;
      // What a member may ask is known from the headers alone, and shown with the token.
      const { key } = named[name === 'member' ? 'api-token' : name];
      return [{ remaining, resetMs, limit: Number.isNaN(limit) ? undefined : limit, key }];
    });
    return readings.sort((a, b) => a.remaining - b.remaining)[0] ?? null;
  };
}
