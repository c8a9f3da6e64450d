import type { PauseReason } from '../../connectors/connector.ts';
import { sources } from '../../connectors/registry.ts';
import { isLate, sayUnseen } from '../domain/sight.ts';
import { TOOL_WORDS } from '../domain/wording.ts';
import { type BreakerView, readBreakers } from '../store/breakers.ts';
import { type BudgetView, readBudgets } from '../store/call-budgets.ts';
import type { Connection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { countHealth } from '../store/views/health.ts';

export interface Health {
  /** What the tool held then is here; null before the first pull ended. */
  readonly freshAt: string | null;
  /** Changes are missing for longer than they ever should. */
  readonly isLate: boolean;
  /** What it cannot see, a sentence each. */
  readonly unseen: readonly string[];
  /** What the tool still allows, the scarcest first; empty where nothing was asked in the last day. */
  readonly budgets: readonly Budget[];
  /** Nobody asks the tool until then, since it failed again and again; null: it is asked. */
  readonly breaker: { readonly openedAt: string; readonly retryAt: string; readonly because: string } | null;
}

interface Budget {
  /** "requests in a minute". */
  readonly name: string;
  readonly remaining: number;
  readonly limit: number;
  readonly resetAt: string | null;
  /** The tool asked us to wait; null: no wait. */
  readonly pausedUntil: string | null;
  readonly reason: string | null;
}

const PAUSE_WORDS: Readonly<Record<string, string>> = {
  refused: 'the tool asked us to wait',
  'used-up': 'nothing is left of it',
} satisfies Record<PauseReason, string>;

/** How fresh each connection is, and what it cannot see. */
export async function readHealth(
  db: Database,
  now: number,
): Promise<(connection: Connection, unmatchedPeople: number) => Health> {
  const counts = await countHealth(db);
  const breakers = await readBreakers(db);
  const budgets = new Map<string, BudgetView[]>();
  for (const id of counts.keys()) budgets.set(id, await readBudgets(db, id));
  return (connection, unmatchedPeople) => {
    const { abilities } = sources[connection.tool];
    const found = counts.get(connection.id);
    const freshAt = found?.freshAt ?? null;
    return {
      freshAt: freshAt?.toISOString() ?? null,
      isLate: connection.state === 'active' && isLate(freshAt?.getTime() ?? null, now),
      unseen: sayUnseen({
        tool: TOOL_WORDS[connection.tool],
        abilities,
        scopesLost: found?.scopesLost ?? 0,
        scopesUnselected: found?.scopesUnselected ?? 0,
        tasksLost: found?.tasksLost ?? 0,
        documentsLost: found?.documentsLost ?? 0,
        isSearchRefused: found?.isSearchRefused ?? false,
        unmatchedPeople,
      }),
      budgets: (budgets.get(connection.id) ?? []).map(toBudget),
      breaker: toBreaker(breakers.get(connection.id)),
    };
  };
}

function toBudget({ name, remaining, limit, resetAt, pausedUntil, reason }: BudgetView): Budget {
  const times = { resetAt: resetAt?.toISOString() ?? null, pausedUntil: pausedUntil?.toISOString() ?? null };
  return { name, remaining, limit, ...times, reason: reason === null ? null : (PAUSE_WORDS[reason] ?? null) };
}

function toBreaker(found: BreakerView | undefined): Health['breaker'] {
  if (!found) return null;
  const { openedAt, retryAt, because } = found;
  return { openedAt: openedAt.toISOString(), retryAt: retryAt.toISOString(), because };
}
