import { sql } from 'kysely';
import type { Database } from '../../../src/store/database.ts';

/**
 * Tasks that stand in a scope that is read and seen. Those of an archived scope stay as they were, and an install that never saw it
 * open never reads them.
 */
const IN_SIGHT = sql`
  t.gone_at is null and t.visibility = 'visible' and exists (
    select from scopes s where s.connection_id = t.connection_id and s.is_selected and not s.is_archived
      and s.visibility = 'visible'
      and (s.id = t.scope_id or t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', s.external_id))))`;

/**
 * When it was read; what only who followed it saw; and the answer it was read from, which names other records as they were then (the
 * parent of an Asana subtask): what we took from it stands in the columns. How many subtasks it has left a task of Asana says only when it
 * is read again itself, and nothing tells that it should be; whether it is a container for that is compared.
 */
const TASK_WITHOUT = ['read_at', 'stale_at', 'transitions', 'raw', 'content_hash', 'child_count'];
const FINDING_WITHOUT = ['id', 'valid_from', 'active_days'];
/** Of a card that came from another board Trello tells only what happened since: who followed it knows more, and since when it is done. */
const WITHOUT_FORMER_BOARDS = sql`case when t.tool = 'trello' then '{finished_at}' else '{}' end::text[]`;

export type Rows = Readonly<Record<'tasks' | 'task_periods' | 'links' | 'flags', ReadonlyMap<string, string>>>;

/**
 * Tasks below one that was read before it came out of sight (its scope lost or put away), and those right above one: who followed it knows
 * what that one says, and that it is there at all, and an install that never saw it does not.
 */
export async function readBesideUnseen(db: Database): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with recursive below as (
      select child.id from tasks t join tasks child on child.parent_id = t.id where t.gone_at is null and not (${IN_SIGHT})
      union select child.id from below join tasks child on child.parent_id = below.id
    )
    select id from below
    union select t.parent_id from tasks t where t.parent_id is not null and t.gone_at is null and not (${IN_SIGHT})`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Without what is derived of these tasks: whether they hold others, what counts of them, their links and flags. */
export function withoutFindings(rows: Rows, tasks: ReadonlySet<string>): Rows {
  // Keys begin with the task's id.
  const isOneOf = (key: string) => tasks.has(key.split(' ')[0] ?? '');
  const cut = (map: ReadonlyMap<string, string>) => new Map([...map].filter(([key]) => !isOneOf(key)));
  const own = [...rows.tasks].map(([key, row]) => [key, isOneOf(key) ? withoutHolding(row) : row] as const);
  return { tasks: new Map(own), task_periods: cut(rows.task_periods), links: cut(rows.links), flags: cut(rows.flags) };
}

function withoutHolding(row: string): string {
  const { is_container: _, ...rest } = JSON.parse(row) as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** What an install says now of all it sees: its tasks, what counts of them, their links and flags. */
export async function readRows(db: Database): Promise<Rows> {
  const findings = async (table: string) =>
    toMap(
      (
        await sql<Row>`
          select f.task_id || coalesce(' ' || (to_jsonb(f) ->> 'goal_id'), '') as key,
            (to_jsonb(f) - ${FINDING_WITHOUT}::text[] - ${WITHOUT_FORMER_BOARDS})::text as row
          from ${sql.table(table)} f join tasks t on t.id = f.task_id
          where f.valid_to is null and ${IN_SIGHT}`.execute(db)
      ).rows,
    );
  const tasks = await sql<Row>`
    select t.id as key, (to_jsonb(t) - ${TASK_WITHOUT}::text[])::text as row from tasks t where ${IN_SIGHT}`.execute(
    db,
  );
  return {
    tasks: toMap(tasks.rows),
    task_periods: await findings('task_periods'),
    links: withoutWords(await findings('links')),
    flags: await findings('flags'),
  };
}

/**
 * Evidence by its fingerprints: a link stands as long as these stay the same, with the words it was found in. Whoever renames an epic
 * begins no new link for each of its stories.
 */
function withoutWords(links: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...links].map(([key, row]) => {
      const link = JSON.parse(row) as { evidence: readonly { fingerprint: string }[] };
      const evidence = link.evidence.map(({ fingerprint }) => fingerprint);
      return [key, JSON.stringify({ ...link, evidence })];
    }),
  );
}

interface Row {
  readonly key: string;
  readonly row: string;
}

export function toMap(rows: readonly Row[]): Map<string, string> {
  // Evidence says when it was read, which is the one thing that may differ.
  return new Map(rows.map(({ key, row }) => [key, row.replace(/"readAt": \d+/g, '"readAt": 0')]));
}

/**
 * In words, a few of each table; empty when both say the same.
 *
 * What broke before its eyes only the one that followed can know: its broken links, which the other suggests at most, by the words that
 * are left, and that a task lost one.
 */
export function differencesOf(fresh: Rows, all: Rows): string[] {
  const broken = [...all.links].filter(([, row]) => JSON.parse(row).verdict === 'broken').map(([key]) => key);
  const losers = new Set(broken.map((key) => key.split(' ')[0] ?? ''));
  const followed: Rows = {
    ...all,
    links: new Map(
      [...all.links].flatMap(([key, row]): [string, string][] => {
        const otherwise = fresh.links.get(key);
        if (!broken.includes(key)) return [[key, row]];
        return otherwise === undefined ? [] : [[key, isWhatIsLeft(otherwise, row) ? otherwise : row]];
      }),
    ),
    flags: new Map(
      [...all.flags].map(([key, row]) => {
        const isLoss = losers.has(key) && JSON.parse(row).state === 'broken-link';
        const otherwise = fresh.flags.get(key);
        return [key, isLoss && otherwise && LOST_TO.has(JSON.parse(otherwise).state) ? otherwise : row];
      }),
    ),
  };
  return (Object.keys(fresh) as (keyof Rows)[]).flatMap((table) => {
    const keys = new Set([...fresh[table].keys(), ...followed[table].keys()]);
    return [...keys]
      .filter((key) => fresh[table].get(key) !== followed[table].get(key))
      .slice(0, 3)
      .map((key) => `${table} ${key}: ${tellPair(fresh[table].get(key), followed[table].get(key))}`);
  });
}

/** What a task whose link broke is to an install that never saw the link. */
const LOST_TO = new Set(['no-why', 'suggested']);

/** True where a suggestion rests on nothing but how the task reads, and on what the broken link rests on, too. */
function isWhatIsLeft(suggested: string, broken: string): boolean {
  const [left, lost] = [JSON.parse(suggested), JSON.parse(broken)] as { verdict: string; evidence: string[] }[];
  return (
    left?.verdict === 'suggested' &&
    left.evidence.every((one) => lost?.evidence.includes(one) || one.startsWith('text:'))
  );
}

function tellPair(fresh: string | undefined, followed: string | undefined): string {
  if (fresh === undefined) return `only in the one that followed: ${followed?.slice(0, 300)}`;
  if (followed === undefined) return `missing in the one that followed: ${fresh.slice(0, 300)}`;
  const [one, other] = [JSON.parse(fresh), JSON.parse(followed)] as Record<string, unknown>[];
  return (
    Object.keys({ ...one, ...other })
      .filter((name) => JSON.stringify(one?.[name]) !== JSON.stringify(other?.[name]))
      // What was read stands in the columns too, and its hash says nothing.
      .filter((name, _at, all) => all.length < 3 || !['raw', 'content_hash'].includes(name))
      .map((name) => `${name} is ${shorten(one?.[name])}, followed as ${shorten(other?.[name])}`)
      .join('; ')
  );
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

/** What must not be said of tasks nobody sees: that they are gone and flagged, or out of sight and anything but unknown. */
export async function findClaims(db: Database): Promise<string[]> {
  const { rows } = await sql<{ claim: string }>`
    select t.id || ' is ' || coalesce(t.gone_how, t.visibility) || ' and flagged ' || f.state as claim
    from flags f join tasks t on t.id = f.task_id
    where f.valid_to is null
      and (t.gone_at is not null or (t.visibility = 'access-lost' and f.state <> 'unknown'))
    order by 1`.execute(db);
  return rows.map(({ claim }) => claim);
}
