/** The baseline: the least that fetches the same pages and keeps what they hold. No normalising, no cursor, no guard. */
import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Agent, request } from 'undici';
import type { JournalEntry } from '../../src/demo/world.ts';
import { answerParent } from './child.ts';
import type { Address } from './simulators.ts';

export interface BareAsk {
  readonly databaseUrl: string;
  readonly tools: readonly Address[];
  /** Of each tool, what a pull asked, in order. */
  readonly journals: Readonly<Record<string, readonly JournalEntry[]>>;
}

export interface Bare {
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly pages: number;
  readonly rows: number;
  readonly bytes: number;
}

const agent = new Agent({ pipelining: 1 });

/** The tools side by side as in our pull; of one tool, page after page. */
async function loop(message: BareAsk): Promise<Bare> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const counts = await Promise.all(message.tools.map((tool) => loopTool(tool, message)));
  const durationMs = performance.now() - startedAt;
  const used = process.cpuUsage(cpu);
  const add = (what: 'pages' | 'rows' | 'bytes') => counts.reduce((sum, one) => sum + one[what], 0);
  return {
    durationMs,
    cpuMs: (used.user + used.system) / 1000,
    pages: add('pages'),
    rows: add('rows'),
    bytes: add('bytes'),
  };
}

async function loopTool(tool: Address, { databaseUrl, journals }: BareAsk) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`create table bare_${tool.tool} (id text, raw jsonb)`);
  const counts = { pages: 0, rows: 0, bytes: 0 };
  for (const asked of journals[tool.tool] ?? []) {
    const text = await fetchPage(tool, asked);
    const records = recordsIn(JSON.parse(text));
    await copy(client, tool.tool, records);
    counts.pages += 1;
    counts.rows += records.length;
    counts.bytes += text.length;
  }
  await client.end();
  return counts;
}

async function fetchPage({ url, credentials }: Address, { method, path, body }: JournalEntry): Promise<string> {
  const { email, key, token } = credentials;
  const authorization = email
    ? `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`
    : key
      ? `OAuth oauth_consumer_key="${key}", oauth_token="${token}"`
      : `Bearer ${token}`;
  const answer = await request(`${url}${path}`, {
    dispatcher: agent,
    method: method as 'GET',
    headers: { authorization, ...(body === null ? {} : { 'content-type': 'application/json' }) },
    body: body === null ? null : JSON.stringify(body),
  });
  // Asana hands out a new place in its feed with a 412.
  if (![200, 412].includes(answer.statusCode)) throw new Error(`${method} ${path}: ${answer.statusCode}`);
  return answer.body.text();
}

interface Row {
  readonly id?: string;
}

/** Wherever the tool puts its list; an answer about one thing is one row. */
function recordsIn(answer: unknown): readonly Row[] {
  if (Array.isArray(answer)) return answer;
  const { issues, issueChangeLogs, data, values } = answer as Record<string, unknown>;
  const list = issues ?? issueChangeLogs ?? data ?? values;
  return Array.isArray(list) ? list : [answer as Row];
}

async function copy(client: Client, tool: string, records: readonly Row[]): Promise<void> {
  if (records.length === 0) return;
  const lines = records.map((row) => `${row.id ?? ''}\t${JSON.stringify(row).replaceAll('\\', '\\\\')}\n`);
  const stream = client.query(copyFrom(`copy bare_${tool} (id, raw) from stdin`));
  await new Promise<void>((resolve, reject) => {
    stream.on('finish', resolve);
    stream.on('error', reject);
    stream.end(lines.join(''));
  });
}

answerParent(loop, async () => agent.close());
