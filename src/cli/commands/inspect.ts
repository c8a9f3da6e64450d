import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { connectors, wikis } from '../../../connectors/registry.ts';
import type { SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import type { Terminal } from '../terminal.ts';

/** Tools and wikis are read alike here: only what comes out differs. */
const sources = { ...connectors, ...wikis };

export type PayloadKind = 'webhook' | 'rest';

/** How one payload of a tool is understood, recognised by its shape: needs no connection and no database. */
export async function inspect(terminal: Terminal, tool: SourceName, kind: PayloadKind, file: string): Promise<void> {
  const body = await readBody(file);
  const found = kind === 'rest' ? readAnswer(tool, body, file) : readDelivery(tool, body);
  if (terminal.isJson) {
    terminal.printJson(found);
    return;
  }
  terminal.print(`${TOOL_WORDS[tool]}: ${found.kind}`);
  for (const record of found.records) terminal.print(`  ${describe(record)}`);
  for (const { reason } of found.ignored) terminal.print(`  ignored: ${reason}`);
  if (found.records.length + found.ignored.length === 0) terminal.print('  holds nothing');
}

function readAnswer(tool: SourceName, body: Buffer, file: string) {
  const { kind, records, ignored } = sources[tool].readAnswer(parse(body, file));
  return { tool, kind, records: [...records] as readonly object[], ignored: [...ignored] };
}

function readDelivery(tool: SourceName, body: Buffer) {
  const { changed, deleted, ignored } = sources[tool].readDelivery({ headers: {}, body, callbackUrl: null });
  const records: object[] = [
    ...changed.map((id) => ({ type: 'changed', ...id })),
    ...deleted.map((id) => ({ type: 'deleted', ...id })),
  ];
  return { tool, kind: 'delivery', records, ignored: [...ignored] };
}

function parse(body: Buffer, file: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new UseCaseError('not-json', `${file} is not JSON, which every answer of the tools is.`, { cause: error });
  }
}

async function readBody(file: string): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    throw new UseCaseError('unreadable-file', `${file} cannot be read; check its name and that it may be opened.`, {
      cause: error,
    });
  }
}

function describe(record: object): string {
  const { type, externalId, key, title, name, status, kind } = record as Record<string, unknown>;
  const word = typeof status === 'object' && status !== null ? (status as { name?: unknown }).name : undefined;
  return [type, kind, externalId, key, title ?? name, word && `(${String(word)})`]
    .filter(Boolean)
    .map(String)
    .join('  ');
}
