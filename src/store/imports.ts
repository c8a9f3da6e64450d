import { sql } from 'kysely';
import type { Cycle } from '../domain/goal.ts';
import type { Role } from '../domain/person.ts';
import type { Tx } from './database.ts';
import { listTeams } from './people.ts';

/** Teams by name, made where they are missing; two names that read the same are one team. */
export async function ensureTeams(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  const known = new Map((await listTeams(tx)).map((team) => [team.name.toLowerCase(), team.id]));
  for (const name of names) {
    if (known.has(name.toLowerCase())) continue;
    const id = freeSlug(name, new Set(known.values()));
    await tx.insertInto('teams').values({ id, name }).execute();
    known.set(name.toLowerCase(), id);
  }
  return known;
}

function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const slug =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'team';
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? slug : `${slug}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Cycles by name in lower case, made where they are missing. */
export async function ensureCycles(
  tx: Tx,
  cycles: readonly Pick<Cycle, 'name' | 'startsOn' | 'endsOn'>[],
): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('cycles').select(['id', 'name']).execute();
  const known = new Map(rows.map((row) => [row.name.toLowerCase(), row.id]));
  for (const { name, startsOn, endsOn } of cycles) {
    if (known.has(name.toLowerCase())) continue;
    // One that was renamed keeps the id of its first name.
    const id = freeSlug(name.toLowerCase(), new Set(known.values()));
    await tx.insertInto('cycles').values({ id, name, starts_on: startsOn, ends_on: endsOn }).execute();
    known.set(name.toLowerCase(), id);
  }
  return known;
}

export interface GoalWrite {
  readonly id: string;
  readonly key: string;
  readonly kind: 'vision' | 'objective' | 'key-result';
  readonly title: string;
  readonly description: string;
  readonly cycleId: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly unit: string | null;
  readonly by: string | null;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly commitment: 'committed' | 'aspirational' | null;
  readonly weight: number;
}

export async function upsertGoals(tx: Tx, goals: readonly GoalWrite[], at: Date): Promise<void> {
  for (const goal of goals) {
    const values = {
      key: goal.key,
      kind: goal.kind,
      title: goal.title,
      description: goal.description,
      cycle_id: goal.cycleId,
      from_value: goal.from,
      to_value: goal.to,
      unit: goal.unit,
      due_on: goal.by,
      owner_id: goal.ownerId,
      team_id: goal.teamId,
      commitment: goal.commitment,
      weight: goal.weight,
      updated_at: at,
    };
    await tx
      .insertInto('goals')
      .values({ id: goal.id, ...values, parent_id: null, urls: [] })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute();
  }
}

/** After all goals stand: a file may name a parent further down. */
export async function setGoalParents(tx: Tx, parents: ReadonlyMap<string, string | null>): Promise<void> {
  for (const [id, parentId] of parents)
    await tx.updateTable('goals').set({ parent_id: parentId }).where('id', '=', id).execute();
}

/** @returns Whether there is such a goal. */
export async function setGoalClosed(tx: Tx, key: string, closedOn: string | null): Promise<boolean> {
  const result = await tx
    .updateTable('goals')
    .set({ closed_on: closedOn })
    .where(sql`lower(key)`, '=', key.toLowerCase())
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export interface PersonWrite {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly jira: string | null;
  readonly asana: string | null;
  readonly trello: string | null;
}

export async function upsertPeople(tx: Tx, people: readonly PersonWrite[]): Promise<void> {
  for (const person of people) {
    const values = {
      email: person.email,
      name: person.name,
      team_id: person.teamId,
      jira_account: person.jira,
      asana_account: person.asana,
      trello_account: person.trello,
    };
    await tx
      .insertInto('people')
      .values({ id: person.id, ...values, manager_id: null, role: 'member' })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute();
  }
}

/** Managers and roles once everyone stands; what did not change is not written. */
export async function setTree(
  tx: Tx,
  tree: readonly { readonly id: string; readonly managerId: string | null; readonly role: Role }[],
): Promise<void> {
  for (const { id, managerId, role } of tree) {
    await tx
      .updateTable('people')
      .set({ manager_id: managerId, role })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('manager_id', 'is distinct from', managerId), eb('role', '!=', role)]))
      .execute();
  }
}

/** Ends and begins the periods of everyone whose team or manager is another than before. */
export async function keepPersonPeriods(tx: Tx, at: Date): Promise<void> {
  await sql`
    update person_periods pp set valid_to = greatest(pp.valid_from, ${at})
    from people p
    where pp.person_id = p.id and pp.valid_to is null
      and (pp.team_id is distinct from p.team_id or pp.manager_id is distinct from p.manager_id)`.execute(tx);
  await sql`
    insert into person_periods (person_id, team_id, manager_id, valid_from)
    select p.id, p.team_id, p.manager_id, ${at} from people p
    where not exists (select 1 from person_periods pp where pp.person_id = p.id and pp.valid_to is null)`.execute(tx);
}
