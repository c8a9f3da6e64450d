import type { Page } from '../../../../connectors/connector.ts';
import { guessMapping } from '../../../../src/domain/mapping.ts';
import type { Person } from '../../../../src/domain/person.ts';
import type { TaskRecord } from '../../../../src/domain/task.ts';
import { insertConnection, noteConnectionSynced, saveVocabulary } from '../../../../src/store/connections.ts';
import type { Database } from '../../../../src/store/database.ts';
import { listPeople } from '../../../../src/store/people.ts';
import { changeScope, upsertScopes } from '../../../../src/store/scopes.ts';
import { createSecretBox } from '../../../../src/store/secrets.ts';
import { ensureSettings } from '../../../../src/store/settings.ts';
import { requestSyncRun } from '../../../../src/store/sync-runs.ts';
import { closeGoal } from '../../../../src/usecases/change-goals.ts';
import { deriveStale } from '../../../../src/usecases/derive.ts';
import { importGoals } from '../../../../src/usecases/import-goals.ts';
import { importPeople } from '../../../../src/usecases/import-people.ts';
import { importRules } from '../../../../src/usecases/import-rules.ts';
import { ingestPage } from '../../../../src/usecases/ingest-page.ts';
import { orderQuestions } from '../../../../src/usecases/order-asks.ts';
import { readRows } from '../../../../src/usecases/read-rows.ts';
import { ensureOwner } from '../../../../src/usecases/sign-in.ts';

/** A Wednesday. */
export const NOW = Date.parse('2026-11-18T10:00:00Z');
export const DAY_MS = 86_400_000;
export const secrets = createSecretBox(Buffer.alloc(32, 7));

/** What must not come out where it does not belong: planted in titles, credentials and addresses. */
export const CANARIES = {
  token: 'canary-token-5b1f',
  privateTitle: 'Canarysecret acquisition',
  borealisTitle: 'Canaryborealis rollout',
  email: 'canary.account@elsewhere.example',
} as const;

export const ROLES = ['member', 'manager A', 'manager B', 'leader', 'owner'] as const;
export type RoleName = (typeof ROLES)[number];

const PEOPLE = `email,name,manager,team,jira,asana,trello
olga@larkfield.example,Olga Owner,,,,,
lea@larkfield.example,Lea Leader,olga@larkfield.example,,,,
ada@larkfield.example,Ada Manager,lea@larkfield.example,Atlas,acc-ada,,
max@larkfield.example,Max Member,ada@larkfield.example,Atlas,acc-max,,
bert@larkfield.example,Bert Manager,lea@larkfield.example,Borealis,acc-bert,,
mia@larkfield.example,Mia Member,bert@larkfield.example,Borealis,,,`;

const EMAIL_OF: Readonly<Record<RoleName, string>> = {
  member: 'max@larkfield.example',
  'manager A': 'ada@larkfield.example',
  'manager B': 'bert@larkfield.example',
  leader: 'lea@larkfield.example',
  owner: 'olga@larkfield.example',
};

const GOALS = `key,kind,title,description,parent,cycle,from,to,unit,by,owner,team,commitment,weight
V1,vision,Every clinic live within a week,,,,,,,,,,,
O1,objective,Onboarding takes days,,V1,2026-Q4,,,,,lea@larkfield.example,,committed,
KR1.1,key-result,Median days to go-live,,O1,2026-Q4,21,7,days,2026-12-31,ada@larkfield.example,Atlas,committed,
KR1.2,key-result,Self-service imports,,O1,2026-Q4,0,80,%,2026-12-31,,Atlas,aspirational,
O2,objective,Interfaces never drop a message,,V1,2026-Q4,,,,,,,committed,
KR2.1,key-result,Interface uptime,,O2,2026-Q4,99,99.9,%,2026-12-31,bert@larkfield.example,Borealis,committed,
KR2.2,key-result,Paper faxes retired,,O2,2026-Q4,0,100,%,2026-10-31,,Borealis,committed,`;

const RULES = '- when: { label: ops }\n  then: ktlo\n';

const SCOPES = [
  { externalId: '10001', key: 'ATL', name: 'Atlas delivery', team: 'Atlas', isPrivate: false },
  { externalId: '10002', key: 'BOR', name: 'Borealis delivery', team: 'Borealis', isPrivate: false },
  { externalId: '10003', key: 'SEC', name: 'Canaryscope plans', team: 'Atlas', isPrivate: true },
  { externalId: '10004', key: 'NON', name: 'Nobody in particular', team: null, isPrivate: false },
] as const;

const STATUSES = [
  { externalId: '1', name: 'To Do', scopeExternalId: null, category: 'todo' },
  { externalId: '2', name: 'Doing', scopeExternalId: null, category: 'in-progress' },
  { externalId: '3', name: 'Done', scopeExternalId: null, category: 'done' },
] as const;

export interface World {
  readonly people: Readonly<Record<RoleName, Person>>;
}

/** One organisation of two teams under one leader, with a private scope and a scope of nobody, linked and flagged. */
export async function makeWorld(db: Database): Promise<World> {
  const deps = { db, now: () => NOW, notify: async () => {}, onStale: async () => {} };
  await ensureSettings(db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  const plans = [
    await importPeople(deps, readRows(PEOPLE, 'csv')),
    await importGoals(deps, readRows(GOALS, 'csv')),
    await importRules(deps, readRows(RULES, 'yaml')),
  ];
  const errors = plans.flatMap((plan) => [...plan.errors]);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  await closeGoal(deps, 'KR2.2', '2026-10-31');
  await ensureOwner(db, EMAIL_OF.owner);
  await makeConnection(db);
  await storeTasks(db, tasks());
  await deriveStale(deps, AbortSignal.timeout(110_000));
  await orderQuestions(deps, AbortSignal.timeout(110_000));
  const people = await listPeople(db);
  const named = ROLES.map((role) => [role, people.find((person) => person.email === EMAIL_OF[role])]);
  return { people: Object.fromEntries(named) };
}

async function makeConnection(db: Database): Promise<void> {
  const baseUrl = 'https://larkfield.atlassian.net';
  const credentials = JSON.stringify({ email: EMAIL_OF.owner, token: CANARIES.token });
  const account = { id: 'acc-olga', name: 'Olga Owner', email: EMAIL_OF.owner, site: 'larkfield', timeZone: null };
  const sealedCredentials = secrets.seal(credentials, { connectionId: 'jira', baseUrl });
  await insertConnection(db, { id: 'jira', tool: 'jira', name: 'Jira', baseUrl, sealedCredentials, account });
  const vocabulary = {
    statuses: STATUSES,
    fields: [{ externalId: 'points', name: 'Story Points', kind: 'number' }],
  };
  await saveVocabulary(db, 'jira', vocabulary, guessMapping(vocabulary));
  await upsertScopes(
    db,
    'jira',
    SCOPES.map(({ externalId, key, name }) => ({ externalId, key, name, url: null, archived: false, kind: null })),
  );
  const teams = new Map((await db.selectFrom('teams').selectAll().execute()).map((team) => [team.name, team.id]));
  await db.transaction().execute(async (tx) => {
    for (const { externalId, team, isPrivate } of SCOPES) {
      await changeScope(tx, `jira.${externalId}`, { isPrivate, teamId: team ? (teams.get(team) ?? null) : null });
    }
  });
  const ada = await db.selectFrom('people').select('id').where('email', '=', EMAIL_OF['manager A']).executeTakeFirst();
  await db
    .insertInto('scope_people')
    .values({ scope_id: 'jira.10003', person_id: ada?.id ?? '' })
    .execute();
  for (const role of ['member', 'manager A'] as const) {
    const person = await db
      .selectFrom('people')
      .selectAll()
      .where('email', '=', EMAIL_OF[role])
      .executeTakeFirstOrThrow();
    const own = { external_id: person.jira_account ?? '', name: person.name, email: null, person_id: person.id };
    await db
      .insertInto('accounts')
      .values({ connection_id: 'jira', ...own, matched_by: 'file' })
      .execute();
  }
  await noteConnectionSynced(db, 'jira', new Date(NOW));
}

/** Stores these as one page of a pull, with a record that could not be read. */
export async function storeTasks(db: Database, records: readonly TaskRecord[]): Promise<void> {
  const run = await requestSyncRun(db, 'jira', 'full', new Date(NOW));
  const page: Page = {
    records: [...records, { type: 'person', externalId: 'acc-canary', name: 'Somebody Else', email: CANARIES.email }],
    setAside: [{ externalId: '666', reason: 'The answer has no status.', raw: { id: '666' } }],
    cursor: {},
    isLast: true,
    expectedTasks: null,
  };
  const origin = {
    connectionId: 'jira',
    tool: 'jira',
    syncRunId: run.id,
    hasHistory: true,
    at: new Date(NOW),
  } as const;
  await db.transaction().execute((tx) => ingestPage(tx, page, { ...origin, scopeId: 'jira.10003' }));
}

/** A task of the world; what the test is about is given. */
export function taskRecord(given: Partial<TaskRecord> & { externalId: string; scope: string }): TaskRecord {
  const { scope, ...rest } = given;
  return {
    type: 'task',
    key: `T-${given.externalId}`,
    url: `https://larkfield.atlassian.net/browse/T-${given.externalId}`,
    kind: 'Story',
    level: 0,
    status: { externalId: '2', name: 'Doing', category: 'in-progress' },
    title: `Task ${given.externalId}`,
    text: '',
    labels: [],
    fields: [],
    parentExternalId: null,
    placements: [{ scopeExternalId: scope, groupExternalId: null, groupName: null }],
    assigneeId: null,
    authorId: null,
    memberIds: [],
    createdAt: NOW - 30 * DAY_MS,
    updatedAt: NOW - 5 * DAY_MS,
    finishedAt: null,
    startOn: null,
    dueOn: null,
    archived: false,
    mirrorOfExternalId: null,
    links: [],
    childCount: null,
    transitions: null,
    raw: {},
    ...rest,
  };
}

const points = (number: number) => [{ externalId: 'points', name: 'Story Points', value: String(number), number }];

function tasks(): TaskRecord[] {
  return [
    taskRecord({ externalId: '1', scope: '10001', title: 'Import wizard', labels: ['KR1.1'], fields: points(3) }),
    taskRecord({
      externalId: '2',
      scope: '10001',
      title: 'Tidy the cupboard',
      fields: points(8),
      assigneeId: 'acc-max',
    }),
    taskRecord({ externalId: '3', scope: '10001', title: 'Rotate certificates', labels: ['ops'] }),
    taskRecord({ externalId: '4', scope: '10001', title: 'Days to go-live: median over clinics' }),
    taskRecord({
      externalId: '5',
      scope: '10002',
      title: CANARIES.borealisTitle,
      labels: ['KR2.1'],
      kind: 'Epic',
      level: 1,
    }),
    taskRecord({ externalId: '6', scope: '10001', title: 'Adapter for the rollout', parentExternalId: '5' }),
    taskRecord({ externalId: '7', scope: '10002', title: 'Retry queue', parentExternalId: '5', fields: points(5) }),
    taskRecord({ externalId: '8', scope: '10002', title: 'Fax bridge', labels: ['KR2.2'] }),
    taskRecord({ externalId: '9', scope: '10003', title: CANARIES.privateTitle, assigneeId: 'acc-ada' }),
    taskRecord({ externalId: '10', scope: '10004', title: 'Nobody knows' }),
    taskRecord({
      externalId: '11',
      scope: '10001',
      title: 'Checklist for clinics',
      labels: ['KR1.2'],
      status: { externalId: '3', name: 'Done', category: 'done' },
      finishedAt: NOW - DAY_MS,
    }),
  ];
}
