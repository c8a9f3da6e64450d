import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Runtime } from '../../compose.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { takeReturn } from '../../usecases/take-return.ts';
import type { Terminal } from '../terminal.ts';

/** Takes a digest that came back, as a mail server hands it over. @param file `-` for standard input. */
export async function mailReturned(
  terminal: Terminal,
  runtime: Pick<Runtime, 'db' | 'now'>,
  file: string,
): Promise<void> {
  const taken = await takeReturn(runtime, await read(file));
  if (terminal.isJson) terminal.printJson(taken);
  else if (taken.stopped === null) terminal.print(`It may still arrive, so nothing is stopped: ${taken.says}`);
  else terminal.print(`Nothing more is sent to ${taken.stopped}: ${taken.says}`);
}

async function read(file: string): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UseCaseError('unreadable-file', `${file} cannot be read: ${error.code}.`);
  });
}
