import type { Database } from '../store/database.ts';
import { listSealed, replaceSealed } from '../store/sealed.ts';
import type { SecretBox } from '../store/secrets.ts';

export interface SecretDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
}

/**
 * Seals with the key in force what a replaced one sealed, so that the replaced one can be thrown away. One that does not open stays
 * as it is: `checkSecrets` names it.
 *
 * @returns How many were sealed anew.
 */
export async function resealOld({ db, secrets }: SecretDeps): Promise<number> {
  let count = 0;
  for (const row of await listSealed(db)) {
    if (secrets.isCurrent(row.sealed)) continue;
    const plain = tryOpen(secrets, row);
    if (plain !== null && (await replaceSealed(db, row, secrets.seal(plain, row.binding)))) count += 1;
  }
  return count;
}

/** Opens every secret there is, and keeps none. */
export async function checkSecrets({ db, secrets }: SecretDeps): Promise<{
  readonly count: number;
  /** Connections with one that does not open. */
  readonly unreadable: readonly string[];
  /** Sealed with a replaced key; the next start seals them anew. */
  readonly old: number;
}> {
  const rows = await listSealed(db);
  const unreadable = rows.filter((row) => tryOpen(secrets, row) === null).map((row) => row.binding.connectionId);
  return {
    count: rows.length,
    unreadable: [...new Set(unreadable)],
    old: rows.filter((row) => !secrets.isCurrent(row.sealed)).length,
  };
}

function tryOpen(
  secrets: SecretBox,
  { sealed, binding }: Awaited<ReturnType<typeof listSealed>>[number],
): string | null {
  try {
    return secrets.open(sealed, binding);
  } catch {
    return null;
  }
}
