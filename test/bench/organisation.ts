/**
 * A large organisation, stored as pulls, derivations and half a year of people's decisions would leave it: eighty teams under two hundred
 * managers, sixty goals in two cycles, tasks in every state, weekly history, allowances, check-ins, themes, private scopes. The same each
 * time but for the day it is made on.
 */
import { Client } from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { sumWeeks } from '../../src/usecases/sum-weeks.ts';
import { findingsSql } from './organisation-findings-sql.ts';
import { goalsSql, peopleSql, workSql } from './organisation-sql.ts';

export const ORGANISATION = { teams: 80, managers: 200, goals: 60, weeks: 26 } as const;

/** @param databaseUrl Migrated and empty but for its settings and its owner. */
export async function storeOrganisation(databaseUrl: string, tasks: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // A database that is thrown away may forget its last second.
    await client.query('set synchronous_commit = off');
    await client.query(peopleSql);
    await client.query(goalsSql);
    await client.query(workSql(tasks));
    await client.query(findingsSql);
    await sumPast(databaseUrl);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

/** As it is done each hour. */
async function sumPast(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl);
  await sumWeeks({ db, now: Date.now });
  await db.destroy();
}

/** Everybody who leads somebody, from the whole organisation's leader down to who leads a few of one team. */
export async function listManagerIds(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `select id from people where role in ('leader', 'manager') order by id`,
    );
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}
