import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, Page, RegisteredWebhook, ScopeRecord } from '../../../connectors/connector.ts';
import type { TaskRecord } from '../../../src/domain/task.ts';
import type { JobName } from '../../../src/queue/jobs.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { askJudge } from '../../../src/usecases/ask-judge.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { flagToday } from '../../../src/usecases/flag-today.ts';
import { keepWebhooks } from '../../../src/usecases/keep-webhooks.ts';
import { learnExamples } from '../../../src/usecases/learn-examples.ts';
import { measureParents } from '../../../src/usecases/measure-parents.ts';
import { moveThresholds } from '../../../src/usecases/move-thresholds.ts';
import { orderQuestions } from '../../../src/usecases/order-asks.ts';
import { areQuestionsDue, noteCanary, planDue } from '../../../src/usecases/plan-due.ts';
import { processDeliveries } from '../../../src/usecases/process-deliveries.ts';
import { refreshThemes } from '../../../src/usecases/refresh-themes.ts';
import { sendDigests } from '../../../src/usecases/send-digests.ts';
import { sendOutgoing } from '../../../src/usecases/send-outgoing.ts';
import { studyTexts } from '../../../src/usecases/study-texts.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import type { HandlerContext } from '../../../workers/handler.ts';
import { handlers } from '../../../workers/handlers.ts';
import type { UseCases } from '../../../workers/use-cases.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { storeDelivery } from '../../helpers/deliveries.ts';
import { noWiki } from '../../helpers/no-wiki.ts';
import { insertConnectionRow } from '../../helpers/rows.ts';

const NOW = Date.parse('2026-11-18T11:00:00Z');
const SCOPE: ScopeRecord = {
  externalId: '10000',
  key: 'ONB',
  name: 'Onboarding',
  url: null,
  archived: false,
  kind: 'software',
};
let database: TestDatabase;
let runId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Northwind Clinics', timeZone: 'Europe/Berlin' });
  await insertConnectionRow(database.db);
  const manager = {
    id: 'ines',
    email: 'ines@example.org',
    name: 'Ines',
    role: 'manager',
    manager_id: null,
    team_id: null,
  };
  await database.db
    .insertInto('people')
    .values({ ...manager, created_at: new Date('2026-11-01') } as never)
    .execute();
  // Her hour strikes now.
  await database.db
    .insertInto('digest_preferences')
    .values({ person_id: 'ines', weekday: 3, hour: 12 } as never)
    .execute();
  await database.db
    .insertInto('goals')
    .values({
      id: 'g1',
      key: 'O1',
      kind: 'objective',
      title: 'Onboard in a day',
      description: '',
      parent_id: null,
      cycle_id: null,
      from_value: null,
      to_value: null,
      unit: null,
      owner_id: null,
      team_id: null,
      commitment: null,
      weight: 1,
      urls: [],
    })
    .execute();
  const delivery = { connectionId: 'jira', webhookId: null, key: 'id 1', headers: {} };
  const body = Buffer.from(JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { id: '2' } }));
  await storeDelivery(database.db, { ...delivery, body }, new Date(NOW));
  runId = (await requestSyncRun(database.db, 'jira', 'full', new Date(NOW))).id;
});
afterAll(() => database.drop());

function task(number: number, given: Partial<TaskRecord> = {}): TaskRecord {
  return {
    type: 'task',
    externalId: String(number),
    key: `ONB-${number}`,
    url: null,
    kind: 'Story',
    level: 0,
    status: { externalId: '1', name: 'To Do', category: 'todo' },
    title: `Task ${number}`,
    text: '',
    labels: number % 2 ? ['okr:O1'] : [],
    fields: [],
    parentExternalId: null,
    placements: [{ scopeExternalId: '10000', groupExternalId: null, groupName: null }],
    assigneeId: 'ada',
    authorId: null,
    memberIds: ['ada'],
    createdAt: NOW - 1e9,
    updatedAt: NOW - 1e6,
    finishedAt: null,
    startOn: null,
    dueOn: null,
    archived: false,
    mirrorOfExternalId: null,
    links: [],
    childCount: null,
    transitions: [],
    raw: { id: number },
    ...given,
  };
}

/** Two pages of one scope, one record that cannot be read, one person. */
const pages: Page[] = [
  {
    records: [1, 2, 3].map((number) => task(number)),
    setAside: [],
    cursor: { page: 1 },
    isLast: false,
    expectedTasks: 5,
  },
  {
    records: [task(4), task(5, { parentExternalId: '4' })],
    setAside: [{ externalId: '6', reason: 'no title', raw: { id: 6 } }],
    cursor: { page: 2 },
    isLast: true,
    expectedTasks: 5,
  },
];

const registered: RegisteredWebhook[] = [];
const connector: Connector = {
  tool: 'jira',
  abilities: {
    scopeNoun: 'project',
    hasHistory: true,
    hasGoals: false,
    canProveDeletion: true,
    hasWebhooks: false,
    showsEmail: true,
    isNamedByKey: true,
  },
  check: async () => ({ id: 'me', name: 'Me', email: null, site: 'example', timeZone: null }),
  async *listScopes() {
    yield SCOPE;
  },
  readVocabulary: async () => ({
    statuses: [{ externalId: '1', name: 'To Do', scopeExternalId: null, category: 'todo' }],
    fields: [],
  }),
  async *pull(_scope, since) {
    yield* pages.slice((since?.page as number | undefined) ?? 0);
  },
  async *pullShared() {
    yield {
      records: [{ type: 'person', externalId: 'ada', name: 'Ada', email: 'ada@example.com' }],
      setAside: [],
      cursor: {},
      isLast: true,
      expectedTasks: null,
    };
  },
  async *census() {
    yield ['1', '2', '3', '4', '5'];
  },
  fetchRecords: async (ids) => ({
    page: {
      records: ids.map(({ externalId }) => task(Number(externalId), { title: 'Renamed', updatedAt: NOW })),
      setAside: [],
      cursor: {},
      isLast: true,
      expectedTasks: null,
    },
    missing: [],
  }),
  webhooks: {
    per: 'connection',
    provenBy: 'own-secret',
    async *list() {
      yield* registered;
    },
    async create({ callbackUrl }) {
      const made = {
        externalId: 'w1',
        callbackUrl,
        scopeExternalId: null,
        isActive: true,
        expiresAt: null,
        trouble: null,
      };
      registered.push(made);
      return made;
    },
    refresh: async () => ({ expiresAt: null }),
    remove: async () => undefined,
  },
};

const takesAll = async () => ({ is: 'answered', status: 204, retryAfterMs: null }) as const;

/** The use cases as the service binds them, over the fake tool. */
function bind(): UseCases {
  const { db } = database;
  const now = () => NOW;
  const notify = async () => undefined;
  const settled = { onStale: notify, onSyncRequested: notify, openConnector: () => connector, openWiki: noWiki };
  const secrets = createSecretBox(Buffer.alloc(32, 7));
  return {
    processDeliveries: (id, { signal }) => processDeliveries({ db, now, notify, ...settled }, id, signal),
    keepWebhooks: (id, { signal }) =>
      keepWebhooks({ db, now, notify, ...settled, secrets, publicUrl: 'https://plumbline.example' }, id, signal),
    planDue: (at) => planDue(db, at),
    noteCanary: (at) => noteCanary(db, at),
    sendDigests: ({ signal }) =>
      sendDigests(
        { db, now, mailer: null, baseUrl: 'https://plumbline.example', mailDomain: 'plumbline.example' },
        signal,
      ),
    sendOutgoing: ({ signal }) =>
      sendOutgoing(
        { db, now, clock: now, secrets, post: { send: takesAll }, baseUrl: 'https://plumbline.example' },
        signal,
      ),
    flagToday: () => flagToday({ db, now }),
    measureParents: async ({ signal }) => (await measureParents({ db, now }, signal)).changed,
    studyTexts: async ({ signal }) => (await studyTexts({ db, now }, signal)).isChanged,
    learnExamples: async ({ signal }) => (await learnExamples({ db, now }, signal)).isChanged,
    moveThresholds: () => moveThresholds({ db, now }),
    orderQuestions: ({ signal }) => orderQuestions({ db, now }, signal),
    refreshThemes: ({ signal }) => refreshThemes({ db, now }, signal),
    askJudge: async ({ signal }) => (await askJudge({ db, now, judge: null }, signal)).answered,
    deriveStale: async ({ signal }) => {
      await deriveStale({ db, now, notify }, signal);
      return areQuestionsDue(db, new Date(now()));
    },
    runSync: (id, attempt) =>
      syncConnection(
        { db, now, notify, openConnector: () => connector, openWiki: noWiki, onStale: notify },
        id,
        attempt,
      ),
  };
}

async function run(name: JobName): Promise<string[]> {
  const enqueued: string[] = [];
  const context: HandlerContext = {
    useCases: bind(),
    queues: { enqueue: async (next) => enqueued.push(next) > 0 },
    now: () => NOW,
    signal: new AbortController().signal,
    isLast: false,
  };
  const payload =
    {
      sync: { syncRunId: runId, connectionId: 'jira' },
      delivery: { connectionId: 'jira' },
      webhooks: { connectionId: 'jira' },
      derive: { reason: 'sync' },
    }[name as string] ?? {};
  await (handlers[name] as (payload: unknown, context: HandlerContext) => Promise<void>)(payload, context);
  return enqueued;
}

/** Every row of every table, ids and instants included: the clock stands still. */
async function everything(): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1`.execute(
    database.db,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{
      row: string;
    }>`select to_jsonb(t)::text as row from ${sql.table(name)} t order by 1`.execute(database.db);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

describe('running a job twice', () => {
  it.each([
    ['plan', ['sync', 'delivery', 'webhooks', 'flag', 'review', 'digest', 'canary']],
    ['sync', ['derive']],
    ['delivery', []],
    ['webhooks', []],
    ['derive', ['review']],
    ['flag', ['derive']],
    ['canary', []],
    ['cohesion', []],
    ['texts', []],
    ['learn', ['derive']],
    ['thresholds', []],
    ['review', []],
    ['themes', []],
    ['judge', []],
    ['digest', []],
    ['outgoing', []],
  ] as [JobName, string[]][])('%s changes nothing the second time', async (name, follows) => {
    expect(await run(name)).toEqual(follows);
    const once = await everything();
    await run(name);
    expect(await everything()).toEqual(once);
  });

  it('began with something: five tasks, each judged, one record set aside', async () => {
    const { tasks, flags, links, set_asides } = await everything();
    expect(tasks?.filter((row) => row.includes('Renamed'))).toHaveLength(1);
    expect([tasks?.length, flags?.length, links?.length, set_asides?.length]).toEqual([5, 4, 3, 1]);
  });

  it('held one digest, and no second one', async () => {
    const { digests } = await everything();
    expect(digests).toEqual([expect.stringContaining('2026-W47')]);
  });

  it('pulling the connection again in another run changes no task, link or flag', async () => {
    await run('derive');
    const { tasks, links, flags, task_periods, set_asides } = await everything();
    runId = (await requestSyncRun(database.db, 'jira', 'full', new Date(NOW))).id;
    await run('sync');
    await run('derive');
    const again = await everything();
    expect({ tasks: again.tasks, links: again.links, flags: again.flags, task_periods: again.task_periods }).toEqual({
      tasks,
      links,
      flags,
      task_periods,
    });
    expect(again.set_asides).toHaveLength(set_asides?.length ?? 0);
  });
});
