import type { Person, Role } from './person.ts';
import type { ToolName } from './task.ts';

/** A person's account in one tool, as stored. */
export interface ToolAccount {
  readonly connectionId: string;
  readonly tool: ToolName;
  readonly externalId: string;
  readonly name: string;
  readonly email: string | null;
}

/** A person with the accounts the import file gave: a tool's id, user name or display name. */
export interface PersonWithAccounts extends Pick<Person, 'id' | 'email' | 'name'> {
  readonly accounts: Partial<Record<ToolName, string | null>>;
}

export interface AccountMatch {
  readonly connectionId: string;
  readonly externalId: string;
  readonly personId: string;
  readonly by: 'email' | 'account';
}

export interface AccountMatches {
  readonly matched: readonly AccountMatch[];
  /** To be matched by hand, in the order given. */
  readonly unmatched: readonly ToolAccount[];
}

/**
 * Whose accounts these are: by e-mail, then by the account in the people file (the tool's id before its display name). A name alone is never
 * enough, and one that fits several people or accounts is left to a person.
 */
export function matchAccounts(accounts: readonly ToolAccount[], people: readonly PersonWithAccounts[]): AccountMatches {
  const byEmail = new Map(people.map((person) => [person.email.trim().toLowerCase(), person.id]));
  const named = namesInConnections(accounts);
  const matched: AccountMatch[] = [];
  const unmatched: ToolAccount[] = [];
  for (const account of accounts) {
    const own = { connectionId: account.connectionId, externalId: account.externalId };
    const byMail = account.email === null ? undefined : byEmail.get(account.email.trim().toLowerCase());
    const given = byMail ? null : givenIn(people, account, named);
    if (byMail) matched.push({ ...own, personId: byMail, by: 'email' });
    else if (given) matched.push({ ...own, personId: given, by: 'account' });
    else unmatched.push(account);
  }
  return { matched, unmatched };
}

function namesInConnections(accounts: readonly ToolAccount[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const account of accounts) counts.set(nameKey(account), (counts.get(nameKey(account)) ?? 0) + 1);
  return counts;
}

function nameKey(account: ToolAccount): string {
  return `${account.connectionId} ${account.name.trim().toLowerCase()}`;
}

function givenIn(
  people: readonly PersonWithAccounts[],
  account: ToolAccount,
  named: ReadonlyMap<string, number>,
): string | null {
  const given = (person: PersonWithAccounts) => person.accounts[account.tool]?.trim().toLowerCase().replace(/^@/u, '');
  const byId = people.filter((person) => given(person) === account.externalId.toLowerCase());
  if (byId.length > 0) return only(byId);
  if (named.get(nameKey(account)) !== 1) return null;
  return only(people.filter((person) => given(person) === account.name.trim().toLowerCase()));
}

function only(people: readonly PersonWithAccounts[]): string | null {
  return people.length === 1 ? (people[0]?.id ?? null) : null;
}

/** The team a task belongs to that day: its scope's or a rule's, else the one its field names, else its assignee's, else none. */
export function teamOf(task: {
  readonly scopeTeam: string | null;
  readonly ruleTeam?: string | null;
  readonly fieldTeam?: string | null;
  readonly assigneeTeam: string | null;
}): string | null {
  return task.scopeTeam ?? task.ruleTeam ?? task.fieldTeam ?? task.assigneeTeam;
}

/** Everyone who answers to this person, near and far; a ring in the tree ends the walk. */
export function reportsOf(personId: string, people: readonly Pick<Person, 'id' | 'managerId'>[]): Set<string> {
  const byManager = Map.groupBy(people, ({ managerId }) => managerId);
  const found = new Set<string>();
  const open = [personId];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { id } of byManager.get(next) ?? []) {
      if (id === personId || found.has(id)) continue;
      found.add(id);
      open.push(id);
    }
  }
  return found;
}

/** Teams whose tasks a person may see: their own, and the teams of everyone who answers to them. */
export function teamsSeenBy(
  personId: string,
  people: readonly Pick<Person, 'id' | 'managerId' | 'teamId'>[],
): string[] {
  const seen = reportsOf(personId, people).add(personId);
  return [...new Set(people.flatMap(({ id, teamId }) => (seen.has(id) && teamId !== null ? [teamId] : [])))];
}

/** From the org tree: who leads managers is a leader, who leads anyone a manager. Owners are named by hand, never derived. */
export function roleFromTree(
  personId: string,
  people: readonly Pick<Person, 'id' | 'managerId'>[],
): Exclude<Role, 'owner'> {
  const own = people.filter(({ managerId, id }) => managerId === personId && id !== personId);
  if (own.length === 0) return 'member';
  return own.some((report) => people.some(({ managerId }) => managerId === report.id)) ? 'leader' : 'manager';
}
