import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface RealService {
  readonly url: string;
  /** Signs the owner in, once. */
  readonly link: string;
  stop(): Promise<void>;
}

/** `plumbline start` as a customer runs it, on an empty data folder; tools may be on this machine. */
export async function startRealService(): Promise<RealService> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-first-run-'));
  // As root the database runs as a user of its own, who has to reach its folder.
  chmodSync(folder, 0o755);
  const child = spawn(process.execPath, [join(root, 'src/cli/plumbline.mjs'), 'start'], {
    env: {
      ...process.env,
      ...{ PLUMBLINE_DATA: join(folder, 'data'), PLUMBLINE_PORT: '0', DATABASE_URL: '', REDIS_URL: '' },
      PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const link = await readLink(child);
  return {
    url: new URL(link).origin,
    link,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readLink(child: ChildProcess): Promise<string> {
  let said = '';
  let log = '';
  // Read to the end, or a full pipe would hold it up; told only where it fails to start.
  child.stderr?.on('data', (chunk: Buffer) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(chunk);
    const found = /https?:\/\/\S+\/sign-in#\S+(?=\s)/.exec(said);
    if (!found) continue;
    child.stdout?.resume();
    return found[0];
  }
  throw new Error(`The service ended without a sign-in link:\n${said}\n${log}`);
}
