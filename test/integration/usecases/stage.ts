import type { Page, SetAside, ToolRecord } from '../../../connectors/connector.ts';
import type { Cycle, Goal } from '../../../src/domain/goal.ts';
import type { Mapping, TaskRecord, ToolName } from '../../../src/domain/task.ts';
import type { Database } from '../../../src/store/database.ts';
import { updateSettings } from '../../../src/store/settings.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { ingestPage } from '../../../src/usecases/ingest-page.ts';
import { createTestDatabase } from '../../helpers/database.ts';

export const DAY_MS = 86_400_000;
/** A Wednesday, noon in Berlin. */
export const NOON = Date.parse('2026-11-18T11:00:00Z');

const MAPPING: Mapping = {
  statuses: { '1': 'todo', '2': 'in-progress', '3': 'done' },
  goalFields: ['okr'],
  estimateFields: ['points'],
  teamFields: ['team'],
};

/** An organisation in a database of its own, with a clock that only a test moves. */
export interface Stage {
  readonly db: Database;
  /** ms since 1970; a test sets it. */
  clock: number;
  /** Stores one page as a pull of this connection would. */
  ingest(records: readonly ToolRecord[], options?: IngestOptions): ReturnType<typeof ingestPage>;
  /** Derives what is stale; fails when anything is left. */
  derive(): ReturnType<typeof deriveStale>;
  drop(): Promise<void>;
}

export interface IngestOptions {
  readonly connectionId?: ToolName;
  readonly scope?: string;
  readonly setAside?: readonly SetAside[];
}

export async function openStage(): Promise<Stage> {
  const database = await createTestDatabase();
  const { db } = database;
  await db
    .insertInto('settings')
    .values({ organisation_name: 'Northwind Clinics', time_zone: 'Europe/Berlin' })
    .execute();
  for (const tool of ['jira', 'asana', 'trello'] as const) {
    const [name, base_url] = [tool, `https://${tool}.example`];
    await db
      .insertInto('connections')
      .values({
        id: tool,
        tool,
        name,
        base_url,
        state: 'active',
        credentials: null,
        mapping_guessed: JSON.stringify(MAPPING),
      })
      .execute();
  }
  await db
    .insertInto('sync_runs')
    .values({ id: 'run', connection_id: 'jira', kind: 'full', state: 'running', requested_at: new Date(NOON) })
    .execute();
  const stage: Stage = {
    db,
    clock: NOON,
    ingest(records, { connectionId = 'jira', scope = 'ONB', setAside = [] } = {}) {
      const page: Page = { records, setAside, cursor: {}, isLast: true, expectedTasks: null };
      return db.transaction().execute((tx) =>
        ingestPage(tx, page, {
          connectionId,
          tool: connectionId,
          scopeId: `${connectionId}.${scope}`,
          syncRunId: 'run',
          hasHistory: connectionId !== 'asana',
          at: new Date(stage.clock),
        }),
      );
    },
    derive: () => deriveStale({ db, now: () => stage.clock, notify: async () => {} }, AbortSignal.timeout(110_000)),
    drop: () => database.drop(),
  };
  return stage;
}

/** A task in scope `ONB` with nothing on it; a test says what it is about. */
export function record(externalId: string, given: Partial<TaskRecord> = {}): TaskRecord {
  return {
    type: 'task',
    externalId,
    key: `ONB-${externalId}`,
    url: null,
    kind: 'Story',
    level: 0,
    status: inStatus('To Do'),
    title: `Sterilise instrument tray ${externalId}`,
    text: '',
    labels: [],
    fields: [],
    parentExternalId: null,
    placements: [placed('ONB')],
    assigneeId: null,
    authorId: null,
    memberIds: [],
    createdAt: NOON - 10 * DAY_MS,
    updatedAt: NOON,
    finishedAt: null,
    startOn: null,
    dueOn: null,
    archived: false,
    mirrorOfExternalId: null,
    links: [],
    childCount: null,
    transitions: null,
    raw: {},
    ...given,
  };
}

export function placed(scopeExternalId: string, groupName: string | null = null) {
  return { scopeExternalId, groupExternalId: groupName, groupName };
}

export function inStatus(name: 'To Do' | 'Doing' | 'Done'): TaskRecord['status'] {
  return { externalId: { 'To Do': '1', Doing: '2', Done: '3' }[name], name, category: null };
}

export const points = (number: number) => ({ externalId: 'points', name: 'Points', value: String(number), number });

export async function addCycle(
  stage: Stage,
  name: string,
  startsOn: Cycle['startsOn'],
  endsOn: Cycle['endsOn'],
): Promise<void> {
  await stage.db.insertInto('cycles').values({ id: name, name, starts_on: startsOn, ends_on: endsOn }).execute();
}

/** Its id is its key in lower case. */
export async function addGoal(
  stage: Stage,
  key: string,
  given: Partial<Pick<Goal, 'title' | 'cycleId' | 'closedOn' | 'parentId'>> = {},
) {
  await stage.db
    .insertInto('goals')
    .values({
      id: key.toLowerCase(),
      key,
      kind: key.startsWith('K') ? 'key-result' : 'objective',
      title: given.title ?? `Quarterly aim ${key.replace(/\W/g, ' dot ')}`,
      description: '',
      parent_id: given.parentId ?? null,
      cycle_id: given.cycleId ?? null,
      from_value: null,
      to_value: null,
      unit: null,
      owner_id: null,
      team_id: null,
      commitment: null,
      weight: 1,
      closed_on: given.closedOn ?? null,
      urls: [],
    })
    .execute();
}

export async function addTeam(stage: Stage, id: string): Promise<void> {
  await stage.db.insertInto('teams').values({ id, name: id }).execute();
}

export async function addScope(
  stage: Stage,
  externalId: string,
  given: {
    connectionId?: ToolName;
    teamId?: string;
    isPrivate?: boolean;
    isSelected?: boolean;
    isArchived?: boolean;
  } = {},
): Promise<void> {
  const connection = given.connectionId ?? 'jira';
  await stage.db
    .insertInto('scopes')
    .values({
      id: `${connection}.${externalId}`,
      connection_id: connection,
      external_id: externalId,
      key: externalId,
      name: externalId,
      url: null,
      kind: null,
      team_id: given.teamId ?? null,
      is_private: given.isPrivate ?? false,
      is_selected: given.isSelected ?? true,
      is_archived: given.isArchived ?? false,
    })
    .execute();
}

/** A rule after those that stand: a goal's id, or `ktlo`. */
export async function addRule(stage: Stage, when: Record<string, string>, says: string): Promise<void> {
  const { count } = await stage.db
    .selectFrom('rules')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  await stage.db
    .insertInto('rules')
    .values({
      id: `r${count}`,
      position: count,
      conditions: JSON.stringify(when),
      goal_id: says === 'ktlo' ? null : says,
      is_ktlo: says === 'ktlo',
    })
    .execute();
}

export async function setToday(stage: Stage, day: string): Promise<void> {
  await updateSettings(stage.db, { flagged_on: day });
}

/** The open flag's state, reason and goals; undefined where it has none. */
export async function flagOf(stage: Stage, taskId: string) {
  return stage.db
    .selectFrom('flags')
    .select(['state', 'reason', 'goal_ids'])
    .where('task_id', '=', taskId)
    .where('valid_to', 'is', null)
    .executeTakeFirst();
}

export async function stateOf(stage: Stage, taskId: string): Promise<string | undefined> {
  return (await flagOf(stage, taskId))?.state;
}

export async function linksOf(stage: Stage, taskId: string) {
  return stage.db
    .selectFrom('links')
    .select(['goal_id', 'verdict', 'evidence', 'broken_hop'])
    .where('task_id', '=', taskId)
    .where('valid_to', 'is', null)
    .orderBy('goal_id')
    .execute();
}

export async function taskOf(stage: Stage, taskId: string) {
  return stage.db.selectFrom('tasks').selectAll().where('id', '=', taskId).executeTakeFirstOrThrow();
}

/** Of every table that a pull and a derivation write: to see that nothing changed. */
export async function everything(stage: Stage): Promise<string> {
  const tables = ['tasks', 'task_periods', 'links', 'flags', 'set_asides', 'accounts', 'tool_goals'] as const;
  const all = await Promise.all(
    tables.map((table) =>
      stage.db
        .selectFrom(table)
        .selectAll()
        .orderBy(table === 'accounts' ? 'external_id' : ('id' as never))
        .execute(),
    ),
  );
  return JSON.stringify(all, null, 1);
}
