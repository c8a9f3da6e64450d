/** How often Asana may be asked with one token. Source: Asana, "Rate limits", read 2026-11-22. */
import type { ConnectorOptions } from '../connector.ts';
import type { Refusal } from '../http.ts';
import { type Allowance, budgetKey, type Need } from '../transport/budget.ts';

const MINUTE_MS = 60_000;
const SPREAD_MS = 10_000;

/** What a request takes: one of the minute's, spread over it, and a place among the reads or the writes under way. */
export function asanaNeeds({ credentials, connectionId, baseUrl }: ConnectorOptions) {
  const whose = `${new URL(baseUrl).origin} ${credentials.token ?? connectionId}`;
  const allowance = (what: string, name: string, max: number, windowMs: number): Allowance => ({
    key: budgetKey('asana', what, whose),
    name,
    max,
    windowMs,
  });
  // Nothing tells a paid plan from a free one but a refusal.
  const minute = { ...allowance('minute', 'requests in a minute', 1_500, MINUTE_MS), smallerMax: 150 };
  // The same, spread: a minute's worth at once would be followed by a minute of silence.
  const spread = { ...allowance('spread', 'requests in 10 seconds', 240, SPREAD_MS), smallerMax: 24 };
  const searches = allowance('search', 'searches in a minute', 60, MINUTE_MS);
  const reads = allowance('reads', 'reads at once', 50, 0);
  const writes = allowance('writes', 'writes at once', 15, 0);
  return ({ method, url }: { readonly method: string; readonly url: URL }): Need[] => [
    { allowance: minute, cost: 1 },
    { allowance: spread, cost: 1 },
    ...(url.pathname.endsWith('/tasks/search') ? [{ allowance: searches, cost: 1 }] : []),
    { allowance: method === 'GET' ? reads : writes, cost: 1 },
  ];
}

/** It does not say which one was broken: the minute is what lasts. */
export function limitedAtAsana(_answer: Refusal, needs: readonly Need[]): readonly Need[] {
  return needs.slice(0, 2);
}
