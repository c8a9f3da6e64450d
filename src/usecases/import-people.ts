import { randomUUID } from 'node:crypto';
import { diffPeople, type PersonDraft, readPeople } from '../domain/import/people.ts';
import type { ImportRow } from '../domain/import/rows.ts';
import { guessRoles } from '../domain/person-change.ts';
import { listConnections } from '../store/connections.ts';
import type { Tx } from '../store/database.ts';
import { ensureTeams, keepPersonPeriods, setTree, upsertPeople } from '../store/imports.ts';
import { listPeople, listPeopleWithAccounts, listTeams } from '../store/people.ts';
import { markAllStale } from '../store/stale.ts';
import { type ImportDeps, type ImportPlan, runImport } from './import-file.ts';
import { matchFoundPeople } from './match-people.ts';

/** Imports people with their managers, teams and accounts; roles follow from the tree. Doing it twice changes nothing. */
export async function importPeople(deps: ImportDeps, rows: readonly ImportRow[]): Promise<ImportPlan<PersonDraft>> {
  const plan = await runImport(deps, async (tx) => {
    const current = await currentPeople(tx);
    const read = readPeople(rows, current);
    if (read.records === null) return { errors: read.errors };
    return {
      difference: diffPeople(current, read.records),
      apply: () => writePeople(tx, read.records, new Date(deps.now())),
    };
  });
  if (plan.isApplied) {
    const connections = await listConnections(deps.db);
    for (const { id } of connections) await matchFoundPeople(deps, id);
    await deps.onStale();
  }
  return plan;
}

async function currentPeople(tx: Tx): Promise<PersonDraft[]> {
  const [people, accounts, teams] = [await listPeople(tx), await listPeopleWithAccounts(tx), await listTeams(tx)];
  const emailOf = new Map(people.map((person) => [person.id, person.email]));
  const teamOf = new Map(teams.map((team) => [team.id, team.name]));
  const accountsOf = new Map(accounts.map((one) => [one.id, one.accounts]));
  return people.map((person) => ({
    email: person.email,
    name: person.name,
    managerEmail: person.managerId ? (emailOf.get(person.managerId) ?? null) : null,
    team: person.teamId ? (teamOf.get(person.teamId) ?? null) : null,
    jira: accountsOf.get(person.id)?.jira ?? null,
    asana: accountsOf.get(person.id)?.asana ?? null,
    trello: accountsOf.get(person.id)?.trello ?? null,
  }));
}

async function writePeople(tx: Tx, drafts: readonly PersonDraft[], at: Date): Promise<void> {
  const teams = await ensureTeams(
    tx,
    drafts.flatMap((draft) => (draft.team ? [draft.team] : [])),
  );
  const ids = new Map((await listPeople(tx)).map((person) => [person.email, person.id]));
  await upsertPeople(
    tx,
    drafts.map((draft) => ({
      ...draft,
      id: ids.get(draft.email) ?? randomUUID(),
      teamId: draft.team ? (teams.get(draft.team.toLowerCase()) ?? null) : null,
    })),
  );
  await writeTree(tx, drafts);
  await keepPersonPeriods(tx, at);
  await markAllStale(tx, at);
}

async function writeTree(tx: Tx, drafts: readonly PersonDraft[]): Promise<void> {
  const stored = await listPeople(tx);
  const idOf = new Map(stored.map((person) => [person.email, person.id]));
  const managers = new Map(drafts.map((draft) => [draft.email, draft.managerEmail]));
  const tree = stored.map((person) => {
    const named = managers.get(person.email);
    const managerId = named === undefined ? person.managerId : named === null ? null : (idOf.get(named) ?? null);
    return { ...person, managerId };
  });
  await setTree(
    tx,
    guessRoles(tree).map(({ id, managerId, role }) => ({ id, managerId, role })),
  );
}
