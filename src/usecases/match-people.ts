import { matchAccounts } from '../domain/people.ts';
import { listAccounts, saveAccountMatches } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { listPeopleWithAccounts } from '../store/people.ts';
import { markAllStale } from '../store/stale.ts';

/**
 * Finds whom the tool's accounts belong to: by e-mail, then by the account named in the people file. What a person matched by hand
 * stays. The rest is left to be matched by hand.
 */
export async function matchFoundPeople(
  deps: { readonly db: Database; readonly now: () => number },
  connectionId: string,
): Promise<{ matched: number; unmatched: number }> {
  return deps.db.transaction().execute(async (tx) => {
    const accounts = await listAccounts(tx, connectionId);
    const people = await listPeopleWithAccounts(tx);
    const found = matchAccounts(
      accounts.filter((account) => account.matchedBy !== 'hand'),
      people,
    );
    const changed = await saveAccountMatches(tx, connectionId, found.matched);
    if (changed > 0) await markAllStale(tx, new Date(deps.now()), connectionId);
    return { matched: found.matched.length, unmatched: found.unmatched.length };
  });
}
