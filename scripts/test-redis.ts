/**
 * `npm run test:redis`: the queue's and the workers' suites on Redis. Uses the server that REDIS_URL names, else starts
 * one of its own on a free port of the loopback address, and stops it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, giveUp, runProject } from './run-tests.ts';

const READY_MS = 10_000;

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Waits for the server's own word that it takes connections. */
async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`redis-server is not ready after ${READY_MS} ms:\n${said}`)),
      READY_MS,
    );
    server.on('exit', () => reject(new Error(`redis-server ended:\n${said}`)));
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (!said.includes('Ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function withOwnServer(program: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-redis-'));
  const port = await freePort();
  // What BullMQ asks of a server: nothing may be evicted.
  const settings = [
    '--bind',
    '127.0.0.1',
    '--port',
    `${port}`,
    '--dir',
    folder,
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ];
  const server = spawn(program, settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = () => server.kill('SIGTERM');
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    await ready(server);
    return await runProject('redis', { REDIS_URL: `redis://127.0.0.1:${port}` });
  } finally {
    if (server.exitCode === null) {
      stop();
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

const program = findProgram(['redis-server', 'valkey-server']);
if (process.env.REDIS_URL) process.exitCode = await runProject('redis', {});
else if (program) process.exitCode = await withOwnServer(program);
else {
  giveUp(
    'npm run test:redis needs Redis: install redis-server (Debian: apt-get install redis-server) or name a server in REDIS_URL.',
  );
}
