/**
 * What npm runs after an install. Plain JavaScript, since it also runs where the pinned Node.js is missing.
 *
 * 1. Links node_modules/.bin/plumbline, so that `npx plumbline` finds the command of its own checkout.
 * 2. Builds the dashboard, where Vite is installed; `npm ci --omit=dev` has none and takes what was built before.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

function linkCommand() {
  // On Windows npm writes command shims in place of links, and `npm run plumbline` is the way.
  if (process.platform === 'win32') return;
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'plumbline'), { force: true });
  symlinkSync('../../src/cli/plumbline.mjs', join(bin, 'plumbline'));
}

function buildDashboard() {
  if (!existsSync(join(root, 'node_modules', 'vite')) || !existsSync(join(root, 'src', 'dashboard', 'index.html')))
    return;
  const built = spawnSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (built.status === 0) return;
  // Not an end: everything but the dashboard works, and the service builds it again at its start, with the same message.
  process.stderr.write(
    `The dashboard could not be built:\n${built.stdout ?? ''}${built.stderr ?? built.error ?? ''}\n`,
  );
}

linkCommand();
buildDashboard();
