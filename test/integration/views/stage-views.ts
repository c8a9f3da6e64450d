import { sql } from 'kysely';
import type { TaskRecord, ToolName } from '../../../src/domain/task.ts';
import {
  addGoal,
  addRule,
  addScope,
  addTeam,
  DAY_MS,
  inStatus,
  NOON,
  openStage,
  placed,
  points,
  record,
  type Stage,
} from '../usecases/stage.ts';

export const TEAMS = ['ward', 'lab', 'ops'] as const;
export const PEOPLE = ['ines', 'noor'] as const;
const TASKS_EACH = 60;
const TOOLS: readonly ToolName[] = ['jira', 'asana', 'trello'];

/** The same pick for the same number, spread well. */
function pick<T>(values: readonly T[], seed: number): T {
  return values[((seed * 2_654_435_761) % 4_294_967_296) % values.length] as T;
}

/**
 * An organisation with something in every corner of a view: teams and none, private scopes with and without names, estimates that are
 * missing, nil or below it, ages unknown, all tools, and most states.
 */
export async function openViews(): Promise<Stage> {
  const stage = await openStage();
  await addGoal(stage, 'O1', { title: 'Beds free by noon' });
  await addGoal(stage, 'KR1.1', { parentId: 'o1', title: 'Discharge letters out by ten' });
  await addGoal(stage, 'KR1.2', { parentId: 'o1', title: 'Cleaning within the hour' });
  await addGoal(stage, 'O2', { title: 'No lost samples', closedOn: '2026-11-01' });
  for (const team of TEAMS) await addTeam(stage, team);
  for (const id of PEOPLE) {
    const person = { id, email: `${id}@example.org`, name: id, role: 'manager', team_id: 'ward', manager_id: null };
    await stage.db
      .insertInto('people')
      .values(person as never)
      .execute();
  }
  for (const connectionId of TOOLS) {
    await addScope(stage, 'open', { connectionId });
    await addScope(stage, 'ward', { connectionId, teamId: 'ward' });
    await addScope(stage, 'lab', { connectionId, teamId: 'lab' });
    await addScope(stage, 'closed', { connectionId, teamId: 'ward', isPrivate: true });
    await stage.db
      .insertInto('scope_people')
      .values({ scope_id: `${connectionId}.closed`, person_id: 'ines' })
      .execute();
    for (const id of PEOPLE) {
      const account = { connection_id: connectionId, external_id: `acc-${id}`, name: id, email: null, person_id: id };
      await stage.db
        .insertInto('accounts')
        .values({ ...account, matched_by: 'hand' })
        .execute();
    }
  }
  await addRule(stage, { label: 'patching' }, 'ktlo');
  for (const connectionId of TOOLS) {
    await stage.ingest(
      Array.from({ length: TASKS_EACH }, (_, n) => variedTask(connectionId, n)),
      { connectionId, scope: 'open' },
    );
  }
  await stage.db
    .updateTable('tasks')
    .set({ visibility: 'access-lost' })
    .where(sql<boolean>`external_id like '%7'`)
    .execute();
  await stage.derive();
  return stage;
}

function variedTask(tool: ToolName, n: number): TaskRecord {
  const externalId =
    tool === 'asana'
      ? `1209000000000${String(n).padStart(3, '0')}`
      : tool === 'trello'
        ? `65f0c0ffee${n}`
        : `${10_000 + n}`;
  const key = tool === 'jira' ? `ONB-${n}` : tool === 'trello' ? `AbCd${n}xY` : null;
  const created = [NOON - DAY_MS * (n % 50), NOON - DAY_MS * 7, null][n % 3] ?? null;
  const done = n % 11 === 0;
  return record(externalId, {
    key,
    url: urlOf(tool, key, externalId),
    title: `${pick(['Sterilise', 'Label', 'count', 'Über'], n)} tray ${n % 9} 100% of ${pick(['A_B', 'a\\b', 'mixed Case'], n + 3)}`,
    labels: pick([['KR1.1'], ['KR1.2', 'O1'], ['O2'], ['patching'], [], [], []], n + 5),
    placements: [placed(pick(['open', 'ward', 'lab', 'closed', 'open'], n + 1))],
    fields: [
      ...pick([[], [points(3)], [points(0)], [points(-2)], [points(8)], [points(1.3)]], n + 2),
      ...pick([[], [team('ops')]], n),
    ],
    status: inStatus(done ? 'Done' : pick(['To Do', 'Doing'], n)),
    finishedAt: done ? NOON - DAY_MS * (n % 14) : null,
    parentExternalId:
      n === 5 ? `${tool === 'asana' ? '1209000000000004' : tool === 'trello' ? '65f0c0ffee4' : '10004'}` : null,
    createdAt: created,
    assigneeId: pick([null, null, 'acc-ines', null, 'acc-noor'], n + 4),
  });
}

function team(value: string) {
  return { externalId: 'team', name: 'Team', value, number: null };
}

function urlOf(tool: ToolName, key: string | null, externalId: string): string {
  if (tool === 'jira') return `https://jira.example/browse/${key}`;
  if (tool === 'trello') return `https://trello.com/c/${key}`;
  return `https://app.asana.com/0/1208/${externalId}`;
}
