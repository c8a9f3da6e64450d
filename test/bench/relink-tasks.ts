/** Tasks stored at once, as if they had been pulled: with text, of one project, all to be linked. */
import { once } from 'node:events';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { LinkerTask } from '../../src/domain/linking/reading.ts';
import type { Corpus } from './link-corpus.ts';

/** Made up and linked one by one; more are copies of these with other numbers: a million would take longer to link than to link again. */
export const DISTINCT = 20_000;
/** Of a hundred tasks, those that name a goal in a label. */
const SURE_IN_100 = 30;
const COLUMNS =
  'id, connection_id, tool, external_id, key, kind, title, body, labels, fields, links_found, placements, scope_id, status_id, status_name, status_tool_category, tool_created_at, tool_updated_at, is_archived, transitions, raw, content_hash, version, member_external_ids, read_at, stale_at';

export async function storeTasks(databaseUrl: string, count: number, corpus: Corpus, keys: readonly string[]) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      insert into connections (id, tool, name, base_url, state) values ('jira', 'jira', 'jira', 'https://jira.example', 'paused');
      insert into scopes (id, connection_id, external_id, key, name) values ('jira.1', 'jira', '1', 'ONB', 'ONB');`);
    const texts = corpus.withText(count);
    const stream = client.query(copyFrom(`copy tasks (${COLUMNS}) from stdin`));
    for (let number = 1; number <= count; number += 1) {
      const text = texts[number % texts.length] as LinkerTask;
      const key = number % 100 < SURE_IN_100 ? (keys[number % keys.length] as string) : null;
      if (!stream.write(lineOf(number, text, key))) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** What is derived of a task, by the column that names it. */
const DERIVED = { task_periods: 'task_id', flags: 'task_id', links: 'task_id', task_words: 'task_id' } as const;

/** Copies the first tasks, linked as they are, until there are so many. */
export async function copyTasks(databaseUrl: string, count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let more = DISTINCT; more < count; more += DISTINCT) {
      const number = `(split_part(ID, '.', 2)::int + ${more})`;
      const isFirst = `split_part(ID, '.', 2)::int <= ${Math.min(DISTINCT, count - more)}`;
      const of = (column: string, sql: string) => sql.replaceAll('ID', column);
      await copyRows(client, 'tasks', of('id', isFirst), {
        id: of('id', `'jira.' || ${number}`),
        external_id: of('id', `${number}::text`),
        key: of('id', `'ONB-' || ${number}`),
        title: of('id', `regexp_replace(title, '\\d+$', ${number}::text)`),
      });
      for (const [table, column] of Object.entries(DERIVED))
        await copyRows(client, table, of(column, isFirst), { [column]: of(column, `'jira.' || ${number}`) });
    }
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** @param changed Columns that are not as in the rows that are copied. */
async function copyRows(client: Client, table: string, where: string, changed: Readonly<Record<string, string>>) {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const values = names.map((name) => changed[name] ?? name);
  await client.query(
    `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${table} where ${where}`,
  );
}

function lineOf(number: number, { title, text }: LinkerTask, goalKey: string | null): string {
  const at = '2026-11-01T00:00:00Z';
  const [places, labels] = ['[{"scopeExternalId":"1","groupName":null}]', goalKey ? `{okr:${goalKey}}` : '{}'];
  const cells = [
    ...[
      `jira.${number}`,
      'jira',
      'jira',
      number,
      `ONB-${number}`,
      'Story',
      `${title} ${number}`,
      text,
      labels,
      '[]',
      '[]',
    ],
    ...[places, 'jira.1', '1', 'To Do', 'todo', at, at, 'f', '[]', '{}', number, 1, '{}', at, at],
  ];
  return `${cells.map((cell) => String(cell).replace(/[\\\n\t]/g, ' ')).join('\t')}\n`;
}
