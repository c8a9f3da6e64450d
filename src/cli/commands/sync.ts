import { setTimeout as delay } from 'node:timers/promises';
import type { Runtime } from '../../compose.ts';
import { isDay, startOfDay } from '../../domain/days.ts';
import { recordNoun, thousands } from '../../domain/wording.ts';
import { type Connection, listConnections } from '../../store/connections.ts';
import { readSettings } from '../../store/settings.ts';
import { FenceLost, requestSyncRun } from '../../store/sync-runs.ts';
import { deriveStale } from '../../usecases/derive.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { learnExamples } from '../../usecases/learn-examples.ts';
import { readAgainSince } from '../../usecases/read-again-since.ts';
import { type RunView, readRuns } from '../../usecases/read-connections.ts';
import { studyTexts } from '../../usecases/study-texts.ts';
import { syncConnection } from '../../usecases/sync-connection.ts';
import { OWNER } from '../owner.ts';
import type { Progress, Terminal } from '../terminal.ts';

const LOOK_EVERY_MS = 500;

interface SyncOptions {
  readonly isFull: boolean;
  /** A day, `YYYY-MM-DD`: what changed since it began is read again. */
  readonly since?: string | undefined;
}

/** Pulls one connection or all now, with progress; where the service takes the pull over, it is watched to its end. */
export async function sync(
  terminal: Terminal,
  runtime: Runtime,
  name: string | undefined,
  options: SyncOptions,
  signal: AbortSignal,
): Promise<void> {
  const since = await instantOf(runtime, options.since);
  const connections = await chosen(runtime, name);
  const results: RunView[] = [];
  for (const connection of connections) {
    if (since !== null) await readAgainSince(runtime.db, connection, since);
    results.push(await make(terminal, runtime, connection, options.isFull ? 'full' : 'incremental', signal));
    if (options.isFull) results.push(await make(terminal, runtime, connection, 'census', signal));
  }
  terminal.say('Deriving links and flags.');
  const derived = await deriveStale(runtime, signal);
  await studyTexts(runtime, signal);
  await learnExamples(runtime, signal);
  await deriveStale(runtime, signal);
  if (terminal.isJson) terminal.printJson({ runs: results, derived });
  if (results.some((run) => run.state === 'failed')) process.exitCode = 1;
}

async function instantOf(runtime: Runtime, day: string | undefined): Promise<number | null> {
  if (day === undefined) return null;
  if (!isDay(day)) throw new UseCaseError('bad-day', `${day} is no day; give it as YYYY-MM-DD.`);
  return startOfDay(day, (await readSettings(runtime.db)).time_zone);
}

async function chosen(runtime: Runtime, name: string | undefined): Promise<Connection[]> {
  const all = await listConnections(runtime.db);
  if (all.length === 0)
    throw new UseCaseError('no-connections', 'Nothing is connected yet; plumbline connect adds a tool.');
  const found = name
    ? all.filter((one) => one.id === name || one.name === name)
    : all.filter((one) => one.state !== 'paused');
  if (found.length > 0) return found;
  throw new UseCaseError(
    'no-such-connection',
    `There is no connection ${name}; there are ${all.map((one) => one.id).join(', ')}.`,
  );
}

async function make(
  terminal: Terminal,
  runtime: Runtime,
  connection: Connection,
  kind: RunView['kind'],
  signal: AbortSignal,
): Promise<RunView> {
  const run = await requestSyncRun(runtime.db, connection.id, kind, new Date(runtime.now()));
  const what = kind === 'census' ? ', what vanished' : '';
  const progress = terminal.progress(`${connection.name} (${connection.id})${what}`, null);
  const isOver = new AbortController();
  const watching = watch(runtime, connection.id, run.id, progress, isOver.signal);
  try {
    await syncConnection({ ...runtime, onStale: async () => {} }, run.id, { signal, isLast: true });
  } catch (error) {
    if (!(error instanceof FenceLost)) {
      isOver.abort();
      progress.stop(error instanceof Error ? error.message : 'failed');
      throw error;
    }
    await untilEnd(runtime, connection.id, run.id, signal);
  }
  isOver.abort();
  await watching;
  const found = await find(runtime, connection.id, run.id);
  progress.stop(found.state === 'failed' ? (found.error ?? 'failed') : summary(found, recordNoun(connection.tool)));
  return found;
}

async function watch(
  runtime: Runtime,
  connectionId: string,
  runId: string,
  progress: Progress,
  isOver: AbortSignal,
): Promise<void> {
  while (!isOver.aborted) {
    await delay(LOOK_EVERY_MS, undefined, { signal: isOver }).catch(() => undefined);
    if (isOver.aborted) return;
    const run = await find(runtime, connectionId, runId);
    const expected = run.scopes.every((scope) => scope.expectedTasks !== null)
      ? run.scopes.reduce((sum, scope) => sum + (scope.expectedTasks ?? 0), 0)
      : null;
    const current = run.scopes.find((scope) => scope.state === 'running');
    const waited = run.waitMs > 0 ? `, waited ${Math.round(run.waitMs / 1000)} s` : '';
    progress.update(run.tasks, expected, `${current?.scopeName ?? ''}${waited}`);
  }
}

/** The service pulls it: look until it is done. */
async function untilEnd(runtime: Runtime, connectionId: string, runId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const run = await find(runtime, connectionId, runId);
    if (['done', 'failed'].includes(run.state)) return;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function find(runtime: Runtime, connectionId: string, runId: string): Promise<RunView> {
  const run = (await readRuns(runtime.db, OWNER, connectionId, 50)).find((one) => one.id === runId);
  if (!run) throw new Error(`The sync run ${runId} is gone`);
  return run;
}

function summary(run: RunView, noun: string): string {
  const aside = run.setAside > 0 ? `, ${run.setAside} set aside` : '';
  const waited = run.waitMs > 0 ? `, waited ${Math.round(run.waitMs / 1000)} s` : '';
  return `${thousands(run.tasks)} ${noun}${run.tasks === 1 ? '' : 's'} in ${thousands(run.requests)} requests${waited}${aside}`;
}
