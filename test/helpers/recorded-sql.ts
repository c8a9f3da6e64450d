import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Database } from '../../src/store/database.ts';

export interface RecordedDatabase {
  readonly db: Database;
  /** Every statement since the last call, as it was sent, without those that only begin and end transactions. */
  take(): { sql: string; parameters: readonly unknown[] }[];
  close(): Promise<void>;
}

/** A database that remembers what it was asked. */
export function openRecorded(url: string): RecordedDatabase {
  let queries: { sql: string; parameters: readonly unknown[] }[] = [];
  const db: Database = new Kysely({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 2 }) }),
    log: ({ query }) => {
      if (!/^(begin|commit|rollback)/.test(query.sql)) queries.push({ sql: query.sql, parameters: query.parameters });
    },
  });
  return {
    db,
    take() {
      const taken = queries;
      queries = [];
      return taken;
    },
    close: () => db.destroy(),
  };
}

/** One statement after the other, broken at its clauses so that a change in one is seen as a change of a line. */
export function asText(queries: readonly { sql: string }[]): string {
  const clause = /\s+(?=(?:from|where|order by|limit|returning|on conflict|set|left join|union|for update)\b)/g;
  return `${queries.map(({ sql }) => `${sql.trim().replace(/\s+/g, ' ').replace(clause, '\n')};`).join('\n\n')}\n`;
}
