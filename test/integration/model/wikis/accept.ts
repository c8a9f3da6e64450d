import { sql } from 'kysely';
import { acceptWrittenGoals } from '../../../../src/cli/demo-wikis.ts';
import { importFiles } from '../../../../src/demo/organisation/import-files.ts';
import { goalsIn } from '../../../../src/demo/organisation/wikis/goals-in-wikis.ts';
import type { World } from '../../../../src/demo/world.ts';
import type { Database } from '../../../../src/store/database.ts';
import { importRules } from '../../../../src/usecases/import-rules.ts';
import { readRows } from '../../../../src/usecases/read-rows.ts';
import { ensureOwner } from '../../../../src/usecases/sign-in.ts';

/** A person takes over the goals that both wikis state, and makes the rules that name them. */
export async function acceptGoals(db: Database, world: World, now: () => number): Promise<void> {
  const written = [...goalsIn('confluence', world.goals), ...goalsIn('notion', world.goals)];
  const owner = await ensureOwner(db, world.people.find(({ managerId }) => managerId === null)?.email);
  await acceptWrittenGoals({ db, now }, written, owner);
  const { errors } = await importRules(
    { db, now, onStale: async () => {} },
    readRows(importFiles(world).rules, 'yaml'),
  );
  if (errors.length > 0) throw new Error(`The rules cannot be imported: ${JSON.stringify(errors[0])}`);
}

const DECIDED = ['people', 'cycles', 'goals', 'rules', 'proposals', 'goal_sources', 'proposal_decisions'];

/**
 * What people decided, and nothing that was read: an install that has yet to pull knows the same goals, and where each was stated. Of
 * documents it knows none; they come under the same ids.
 */
export async function takeOverDecisions(from: Database, to: Database): Promise<void> {
  await to.connection().execute(async (db) => {
    await sql`set session_replication_role = replica`.execute(db);
    for (const table of DECIDED) {
      const { rows } = await sql<{ all: string | null }>`
        select jsonb_agg(to_jsonb(t))::text as all from ${sql.table(table)} t`.execute(from);
      await sql`delete from ${sql.table(table)}`.execute(db);
      await sql`
        insert into ${sql.table(table)} overriding system value
        select * from jsonb_populate_recordset(null::${sql.table(table)}, ${rows[0]?.all ?? '[]'}::jsonb)`.execute(db);
    }
    await sql`set session_replication_role = default`.execute(db);
  });
}
