/** Tasks stored at once, as if they had been pulled: with text, of one project, all to be linked. */
import { once } from 'node:events';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { LinkerTask } from '../../src/domain/linking/reading.ts';
import type { Corpus } from './link-corpus.ts';

/** Each so often, with another number in its title: making up a million texts takes longer than reading them. */
const DISTINCT = 20_000;
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
    const texts = corpus.withText(Math.min(count, DISTINCT));
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
