/**
 * What npm runs after an install. Plain JavaScript, since it also runs where the pinned Node.js is missing.
 *
 * 1. Links node_modules/.bin/plumbline, so that `npx plumbline` finds the command of its own checkout, and
 *    node_modules/.bin/node, the pinned Node.js.
 * 2. Builds the dashboard, where Vite is installed; `npm ci --omit=dev` has none and takes what was built before.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');

/**
 * @param {string} name In node_modules/.bin.
 * @param {string} target From there.
 */
function link(name, target) {
  const file = join(modules, '.bin', name);
  mkdirSync(join(modules, '.bin'), { recursive: true });
  rmSync(file, { force: true });
  symlinkSync(target, file);
}

function linkCommands() {
  // On Windows npm writes command shims in place of links, and `npm run plumbline` is the way.
  if (process.platform === 'win32') return;
  link('plumbline', '../../src/cli/plumbline.mjs');
  // npm 10 removes the link again when it drops the packages of other platforms, which carry a "node" as well.
  const platform = `${process.platform}-${process.arch}`;
  const found = [`node-${platform}`, `node-bin-${platform}`].find((name) =>
    existsSync(join(modules, name, 'bin/node')),
  );
  if (found) link('node', `../${found}/bin/node`);
}

function buildDashboard() {
  if (!existsSync(join(modules, 'vite')) || !existsSync(join(root, 'src', 'dashboard', 'index.html'))) return;
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

linkCommands();
buildDashboard();
