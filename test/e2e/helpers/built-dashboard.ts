import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const index = join(root, 'dist/dashboard/index.html');
const lock = join(root, 'dist/.building');

/** Builds the dashboard where it is missing or older than its sources; test files that ask at once wait for one build. */
export async function ensureBuilt(): Promise<void> {
  if (isFresh()) return;
  mkdirSync(join(root, 'dist'), { recursive: true });
  if (takeLock()) {
    try {
      const args = [
        'build',
        'src/dashboard',
        '--outDir',
        '../../dist/dashboard',
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ];
      await promisify(execFile)(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), ...args], {
        cwd: root,
      });
    } finally {
      rmdirSync(lock);
    }
    return;
  }
  while (isLocked()) await wait(200);
}

function isFresh(): boolean {
  const builtAt = statSync(index, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['src/dashboard', 'src/domain/wording.ts', 'src/domain/task.ts'].map((path) => join(root, path));
  return !isLocked() && sources.every((path) => newestIn(path) < builtAt);
}

function newestIn(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function isLocked(): boolean {
  return statSync(lock, { throwIfNoEntry: false }) !== undefined;
}
