import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import { migrateToLatest } from '../../../src/store/migrate.ts';
import { migrations } from '../../../src/store/migrations/all.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

describe('migrateToLatest', () => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  it('lets eight starters migrate at once: each migration is applied by exactly one', async () => {
    database = await createTestDatabase({ isEmpty: true });
    const starters = Array.from({ length: 8 }, () => openDatabase(database.url));
    const applied = await Promise.all(starters.map((db) => migrateToLatest(db)));
    await Promise.all(starters.map((db) => db.destroy()));
    expect(applied.flat().toSorted()).toEqual(Object.keys(migrations));
  });

  it('changes nothing the second time', async () => {
    database = await createTestDatabase();
    expect(await migrateToLatest(database.db)).toEqual([]);
  });

  it('refuses a database that a newer release wrote, and leaves it alone', async () => {
    database = await createTestDatabase();
    await sql`insert into kysely_migration (name, timestamp) values ('2031-01-01T00-00-later', 'x')`.execute(
      database.db,
    );
    await expect(migrateToLatest(database.db)).rejects.toMatchObject({
      code: 'schema-too-new',
      message: expect.stringContaining('2031-01-01T00-00-later'),
    });
  });

  it('leaves the schema as it was when a migration fails', async () => {
    database = await createTestDatabase();
    const broken = {
      ...migrations,
      '2030-01-01T00-00-half': { up: async (db: typeof database.db) => sql`create table half (id int)`.execute(db) },
      '2030-01-02T00-00-broken': { up: async (db: typeof database.db) => sql`select no_such_function()`.execute(db) },
    };
    await expect(migrateToLatest(database.db, broken as never)).rejects.toMatchObject({ code: 'migration-failed' });
    const found = await sql<{ half: string | null }>`select to_regclass('half')::text as half`.execute(database.db);
    expect(found.rows[0]?.half).toBeNull();
  });
});

describe('the migrations', () => {
  it('are named by ISO time, in the order they are applied in', () => {
    const names = Object.keys(migrations);
    expect(names.filter((name) => !/^\d{4}-\d\d-\d\dT\d\d-\d\d-[a-z-]+$/.test(name))).toEqual([]);
    expect(names.toSorted()).toEqual(names);
  });
});
