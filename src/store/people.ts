import { type Selectable, sql } from 'kysely';
import type { Person, Role, Team, Viewer } from '../domain/person.ts';
import type { TreePerson } from '../domain/person-change.ts';
import type { Database, Tx } from './database.ts';
import type { PersonTable } from './tables/organisation.ts';

/** Everybody, those who left too: what they did stays. */
export async function listPeople(db: Database | Tx): Promise<TreePerson[]> {
  const rows = await db.selectFrom('people').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(personOf);
}

/** The org tree as it was at a moment of the past: who answered to whom, and who was of which team. Names are today's. */
export async function listPeopleAt(db: Database | Tx, at: Date): Promise<TreePerson[]> {
  const { rows } = await sql<Selectable<PersonTable>>`
    select p.*, pp.manager_id, pp.team_id from person_periods pp join people p on p.id = pp.person_id
    where pp.valid_from <= ${at} and (pp.valid_to is null or pp.valid_to > ${at}) order by p.name, p.id`.execute(db);
  return rows.map(personOf);
}

function personOf(row: Selectable<PersonTable>): TreePerson {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    managerId: row.manager_id,
    teamId: row.team_id,
    role: row.role,
    leftAt: row.left_at,
    isRoleByHand: row.is_role_by_hand,
  };
}

export async function findPersonByEmail(db: Database | Tx, email: string): Promise<Person | null> {
  const people = await listPeople(db);
  return people.find((person) => person.email === email.trim().toLowerCase()) ?? null;
}

export async function listTeams(db: Database | Tx): Promise<Team[]> {
  return db.selectFrom('teams').select(['id', 'name']).orderBy('name').execute();
}

/** The team ids of this person's part of the organisation: their own team and the teams of everyone below them, at any depth. */
export async function teamsUnder(db: Database | Tx, personId: string): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`
    with recursive below as (
      select id, team_id from people where id = ${personId}
      union
      select p.id, p.team_id from people p join below on p.manager_id = below.id
    )
    select distinct team_id from below where team_id is not null order by team_id`.execute(db);
  return rows.map((row) => row.team_id);
}

/** What this person may see. The command line asks as the owner, with null. */
export async function viewerOf(db: Database | Tx, person: Person | null): Promise<Viewer> {
  if (!person) return { personId: null, role: 'owner', teamIds: [] };
  const seesTeams = person.role === 'leader' || person.role === 'manager';
  const teamIds = seesTeams ? await teamsUnder(db, person.id) : [];
  return { personId: person.id, role: person.role, teamIds };
}

/** People with the account ids or names their file gives for tools that hide e-mail. */
export async function listPeopleWithAccounts(db: Database | Tx) {
  const rows = await db
    .selectFrom('people')
    .select(['id', 'email', 'name', 'jira_account', 'asana_account', 'trello_account'])
    .orderBy('email')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    accounts: { jira: row.jira_account, asana: row.asana_account, trello: row.trello_account },
  }));
}

export async function findPerson(db: Database | Tx, id: string): Promise<Person | null> {
  const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? personOf(row) : null;
}

export async function insertPerson(db: Database | Tx, person: Person): Promise<void> {
  await db
    .insertInto('people')
    .values({
      id: person.id,
      email: person.email,
      name: person.name,
      role: person.role,
      manager_id: person.managerId,
      team_id: person.teamId,
    })
    .execute();
}

/** Holds everybody until the transaction ends, so that two owners cannot both make the other the last one. */
export async function holdPeople(tx: Tx): Promise<void> {
  await sql`lock table people in share row exclusive mode`.execute(tx);
}

/** Writes these people as given; managers are checked at commit. */
export async function updatePeople(tx: Tx, people: readonly TreePerson[]): Promise<void> {
  for (const person of people) {
    await tx
      .updateTable('people')
      .set({
        email: person.email,
        name: person.name,
        role: person.role,
        is_role_by_hand: person.isRoleByHand,
        manager_id: person.managerId,
        team_id: person.teamId,
        left_at: person.leftAt,
      })
      .where('id', '=', person.id)
      .execute();
  }
}

export async function setRole(db: Database | Tx, id: string, role: Role): Promise<void> {
  await db.updateTable('people').set({ role }).where('id', '=', id).execute();
}
