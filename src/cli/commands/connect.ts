import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { sources } from '../../../connectors/registry.ts';
import type { Runtime } from '../../compose.ts';
import type { SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { connectTool } from '../../usecases/connect.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { COMMAND_LINE } from '../../usecases/note-act.ts';
import type { Terminal } from '../terminal.ts';

export interface ConnectOptions {
  readonly baseUrl?: string;
  readonly name?: string;
  readonly email?: string;
  readonly key?: string;
  /** A file, or `-` for standard input: a token is never an argument, where others could read it. */
  readonly tokenFile?: string;
  /** The same for the secret of the app, with which Trello signs its deliveries. */
  readonly secretFile?: string;
}

const NAMED_MAX = 6;

/** Adds a connection once the tool has proven the credentials, and says what they see. */
export async function connect(
  terminal: Terminal,
  runtime: Runtime,
  tool: SourceName,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<void> {
  const { baseUrl, tokenFile } = options;
  if (!baseUrl || !tokenFile) {
    const message = 'Say --base-url and --token-file, or connect by consent: plumbline connect --help.';
    throw new UseCaseError('missing-credentials', message);
  }
  const token = await readSecret(tokenFile, 'token');
  const credentials = {
    token,
    ...(options.email ? { email: options.email } : {}),
    ...(options.key ? { key: options.key } : {}),
    ...(options.secretFile ? { appSecret: await readSecret(options.secretFile, 'secret') } : {}),
  };
  const done = await connectTool(runtime, { tool, baseUrl, credentials, name: options.name, by: COMMAND_LINE }, signal);
  if (terminal.isJson) {
    terminal.printJson({
      connection: done.connectionId,
      account: done.accountName,
      site: done.site,
      scopes: done.scopes.length,
    });
    return;
  }
  const { whenNothingIsSeen } = sources[tool];
  if (done.scopes.length === 0 && whenNothingIsSeen) terminal.say(whenNothingIsSeen);
  const names = done.scopes.slice(0, NAMED_MAX).map((scope) => scope.name);
  const more = done.scopes.length > NAMED_MAX ? ` and ${done.scopes.length - NAMED_MAX} more` : '';
  terminal.print(
    `${TOOL_WORDS[tool]} answers as ${done.accountName} (${done.site}); it sees ${names.join(', ') || 'nothing'}${more}.`,
  );
  terminal.print(
    `${done.isReplaced ? 'The credentials were replaced' : 'Connected'} as ${done.connectionId}. Next: plumbline sync ${done.connectionId}`,
  );
}

/** @throws UseCaseError `unreadable-file`, `missing-credentials` */
export async function readSecret(file: string, what: 'token' | 'secret'): Promise<string> {
  const secret = (await readInput(file)).trim();
  if (secret === '') throw new UseCaseError('missing-credentials', `${file} holds no ${what}.`);
  return secret;
}

async function readInput(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UseCaseError('unreadable-file', `${file} cannot be read; check its name and that it may be opened.`, {
      cause: error,
    });
  }
}
