/**
 * Builds the dashboard where it is missing or older than its sources, once before the suites that open it in a browser:
 * no test's time limit has to hold a build.
 */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['src/dashboard', 'src/domain/wording.ts', 'src/domain/task.ts'].map((path) => join(root, path));

export default async function setup(): Promise<void> {
  const builtAt = statSync(join(root, 'dist/dashboard/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.every((path) => newestIn(path) < builtAt)) return;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const to = ['--outDir', '../../dist/dashboard', '--emptyOutDir', '--logLevel', 'warn'];
  // Under vitest NODE_ENV is `test`, which would build React's development build: it mounts everything twice.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, 'build', 'src/dashboard', ...to], { cwd: root, env });
}

function newestIn(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newestIn(join(path, name))));
}
