import { hash } from 'node:crypto';
import { CompiledQuery, type Insertable, sql } from 'kysely';
import type { Transition } from '../domain/task.ts';
import type { Tx } from './database.ts';
import { jsonbArray } from './jsonb-array.ts';
import type { TaskTable } from './tables/work.ts';

/** Written by a pull, with the type that carries it to the server. Derived columns and history are written elsewhere. */
const COLUMNS = {
  id: 'text',
  connection_id: 'text',
  tool: 'text',
  external_id: 'text',
  key: 'text',
  url: 'text',
  kind: 'text',
  level: 'integer',
  title: 'text',
  body: 'text',
  labels: 'text[]',
  fields: 'jsonb',
  links_found: 'jsonb',
  placements: 'jsonb',
  scope_id: 'text',
  group_name: 'text',
  parent_id: 'text',
  mirror_of_id: 'text',
  status_id: 'text',
  status_name: 'text',
  status_tool_category: 'text',
  assignee_external_id: 'text',
  author_external_id: 'text',
  member_external_ids: 'text[]',
  start_on: 'date',
  due_on: 'date',
  tool_created_at: 'timestamptz',
  tool_updated_at: 'timestamptz',
  tool_finished_at: 'timestamptz',
  is_archived: 'boolean',
  child_count: 'integer',
  raw: 'jsonb',
  content_hash: 'text',
  version: 'bigint',
} as const satisfies Partial<Record<keyof TaskTable, string>>;

type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];

/** A task as a pull brings it; `transitions` are what a task begins with, and leave those of a known one alone. */
export type NewTask = Pick<Insertable<TaskTable>, Column> & { readonly transitions?: string | undefined };

type Content = Omit<NewTask, 'content_hash' | 'transitions'>;

/**
 * A row with its JSON text and the hash of all it says. What is JSON text already goes in as it is: quoting kilobytes a task once more
 * costs a large pull dearly.
 */
export function packTask(row: Content): NewTask & { readonly json: string } {
  const json = toJson(row);
  return { ...row, content_hash: hash('sha1', json + row.raw), json };
}

/** All but what the tool gave, which goes to the server apart. */
function toJson({ raw, fields, links_found, placements, ...rest }: Content): string {
  return `${JSON.stringify(rest).slice(0, -1)},"fields":${fields},"links_found":${links_found},"placements":${placements}}`;
}

export interface UpsertCounts {
  readonly inserted: number;
  readonly updated: number;
  /** Left as stored: nothing in it differs, or what came was an older version. */
  readonly untouched: number;
  /** Inserted or updated; these are stale now. */
  readonly changedIds: readonly string[];
  /** Above updated ones that now hang elsewhere. */
  readonly formerParentIds: readonly string[];
  /** Updated ones whose status was another before. */
  readonly statusChanges: readonly { readonly id: string; readonly fromId: string | null; readonly fromName: string }[];
}

/** A row that was written, with what stood there before; null where nothing did. */
interface Written {
  readonly id: string;
  readonly parent_id: string | null;
  readonly old_parent_id: string | null;
  readonly status_id: string | null;
  readonly status_name: string;
  readonly old_status_id: string | null;
  readonly old_status_name: string | null;
}

/**
 * Writes tasks in bulk, hundreds to a thousand a call. An older version never overwrites a newer one; an equal one touches
 * nothing. A changed one becomes stale, and one that was gone or out of sight is back.
 *
 * A page goes to the server as one JSON text and is taken apart there (docs/decisions): as COPY cannot, it carries the version
 * guard.
 *
 * @param areNew Most of them are not stored yet: they are sent without a look at what is stored.
 */
export async function upsertTasks(
  tx: Tx,
  rows: readonly NewTask[],
  readAt: Date,
  areNew = false,
): Promise<UpsertCounts> {
  const newest = newestOfEach(rows);
  const written = await write(tx, areNew ? newest : await differing(tx, newest), readAt);
  const updated = written.filter((row) => row.old_status_name !== null);
  return {
    inserted: written.length - updated.length,
    updated: updated.length,
    untouched: newest.length - written.length,
    changedIds: written.map((row) => row.id),
    formerParentIds: updated.flatMap((row) =>
      row.old_parent_id !== null && row.old_parent_id !== row.parent_id ? [row.old_parent_id] : [],
    ),
    statusChanges: updated.flatMap(({ id, ...row }) =>
      row.old_status_id === row.status_id && row.old_status_name === row.status_name
        ? []
        : [{ id, fromId: row.old_status_id, fromName: row.old_status_name ?? '' }],
    ),
  };
}

/** A page may hold a task twice; and two pages written at once lock their rows in the same order. */
function newestOfEach(rows: readonly NewTask[]): NewTask[] {
  const byId = new Map<string, NewTask>();
  for (const row of rows) if (row.version >= (byId.get(row.id)?.version ?? 0)) byId.set(row.id, row);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Those that differ from what is stored: a page that was read before sends nothing. */
async function differing(tx: Tx, rows: readonly NewTask[]): Promise<NewTask[]> {
  if (rows.length === 0) return [];
  const { rows: stored } = await sql<{ id: string; version: number; content_hash: string; is_hidden: boolean }>`
    select id, version, content_hash, gone_at is not null or visibility <> 'visible' as is_hidden
    from tasks where id = any(${rows.map((row) => row.id)}::text[])`.execute(tx);
  const before = new Map(stored.map((row) => [row.id, row]));
  return rows.filter((row) => {
    const known = before.get(row.id);
    if (!known) return true;
    return row.version >= known.version && (row.content_hash !== known.content_hash || known.is_hidden);
  });
}

const READ_AS_JSON = NAMES.filter((name) => name !== 'raw');

const UPSERT = `
  insert into tasks (${READ_AS_JSON.join(', ')}, transitions, raw, read_at, stale_at)
  select page.*, $3, $3
  from rows from (
    json_to_recordset($1::json) as (${READ_AS_JSON.map((name) => `${name} ${COLUMNS[name]}`).join(', ')}, transitions jsonb),
    unnest($2::jsonb[])
  ) as page
  on conflict (id) do update set ${NAMES.filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(
      ', ',
    )}, read_at = excluded.read_at, stale_at = excluded.stale_at, visibility = 'visible', gone_at = null, gone_how = null
  -- Asked again here: another worker may have written since we looked.
  where excluded.version >= tasks.version
    and (excluded.content_hash <> tasks.content_hash or tasks.gone_at is not null or tasks.visibility <> 'visible')
  returning tasks.id, tasks.parent_id, tasks.status_id, tasks.status_name,
    old.parent_id as old_parent_id, old.status_id as old_status_id, old.status_name as old_status_name`;

/** A statement's values stand in memory several times over while they are sent; a page of a thousand cards goes in parts. */
const ROWS_AT_ONCE = 250;

async function write(tx: Tx, rows: readonly NewTask[], readAt: Date): Promise<Written[]> {
  const written: Written[] = [];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    written.push(...(await writePart(tx, rows.slice(from, from + ROWS_AT_ONCE), readAt)));
  }
  return written;
}

async function writePart(
  tx: Tx,
  rows: readonly (NewTask & { readonly json?: string })[],
  readAt: Date,
): Promise<Written[]> {
  const texts = rows.map(
    ({ json, transitions = '[]', ...row }) =>
      `${(json ?? toJson(row)).slice(0, -1)},"content_hash":${JSON.stringify(row.content_hash)},"transitions":${transitions}}`,
  );
  const { rows: written } = await tx.executeQuery<Written>(
    CompiledQuery.raw(UPSERT, [`[${texts.join(',')}]`, jsonbArray(rows.map((row) => row.raw)), readAt]),
  );
  return written;
}

export interface NewTransitions {
  readonly id: string;
  /** Only a part of the history: it is added to what is stored. Else it replaces it. */
  readonly isPart: boolean;
  readonly transitions: readonly Transition[];
}

/** Stores the history of these tasks, oldest first. Those it changes become stale; unknown tasks are passed over. */
export async function setTransitions(tx: Tx, histories: readonly NewTransitions[], at: Date): Promise<void> {
  if (histories.length === 0) return;
  const stored = await tx
    .selectFrom('tasks')
    .select(['id', 'transitions'])
    .where('id', '=', sql<string>`any(${[...new Set(histories.map((history) => history.id))]}::text[])`)
    // What another page adds to the same history meanwhile must not be lost.
    .orderBy('id')
    .forUpdate()
    .execute();
  const before = new Map(stored.map((row) => [row.id, row.transitions]));
  const after = new Map<string, readonly Transition[]>();
  for (const { id, isPart, transitions } of histories) {
    const base = isPart ? (after.get(id) ?? before.get(id) ?? []) : [];
    after.set(id, inOrder([...base, ...transitions]));
  }
  const changed = [...after].filter(([id, list]) => before.has(id) && !isSame(before.get(id) ?? [], list));
  await writeTransitions(tx, changed, at);
}

async function writeTransitions(tx: Tx, changed: readonly [string, readonly Transition[]][], at: Date): Promise<void> {
  if (changed.length === 0) return;
  await sql`
    update tasks t set transitions = h.transitions, stale_at = coalesce(t.stale_at, ${at})
    from unnest(${changed.map(([id]) => id)}::text[], ${changed.map(([, list]) => JSON.stringify(list))}::jsonb[])
      as h(id, transitions)
    where t.id = h.id`.execute(tx);
}

/** By time, each move once: a history read in parts may overlap. */
function inOrder(transitions: readonly Transition[]): Transition[] {
  const once = new Map(transitions.map((one) => [JSON.stringify([one.at, one.fromId, one.toId ?? one.toName]), one]));
  return [...once.values()].sort((a, b) => a.at - b.at);
}

function isSame(a: readonly Transition[], b: readonly Transition[]): boolean {
  const plain = (list: readonly Transition[]) =>
    JSON.stringify(list.map((one) => [one.at, one.fromId, one.fromName, one.toId, one.toName]));
  return plain(a) === plain(b);
}

/**
 * Stores the pages tied to these tasks; unknown tasks are passed over.
 *
 * @returns Those it changed; they are stale now.
 */
export async function setRemoteLinks(
  tx: Tx,
  tasks: readonly { readonly id: string; readonly links: string }[],
  at: Date,
): Promise<string[]> {
  if (tasks.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update tasks t set remote_links = r.links, stale_at = coalesce(t.stale_at, ${at})
    from unnest(${tasks.map((one) => one.id)}::text[], ${tasks.map((one) => one.links)}::jsonb[]) as r(id, links)
    where t.id = r.id and t.remote_links <> r.links
    returning t.id`.execute(tx);
  return rows.map((row) => row.id);
}

export interface Deletion {
  readonly id: string;
  readonly at: Date;
}

/**
 * Marks tasks that the tool says were deleted; they and their relatives are derived anew. One already gone, one we never knew and one
 * read in a later version are passed over.
 *
 * @returns Those marked.
 */
export async function markDeleted(tx: Tx, deletions: readonly Deletion[], at: Date): Promise<string[]> {
  if (deletions.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update tasks t set gone_at = d.at, gone_how = 'deleted', stale_at = ${at}
    from unnest(${deletions.map((one) => one.id)}::text[], ${deletions.map((one) => one.at)}::timestamptz[]) as d(id, at)
    where t.id = d.id and t.gone_at is null and t.version <= extract(epoch from d.at) * 1000
    returning t.id`.execute(tx);
  return rows.map((row) => row.id);
}
