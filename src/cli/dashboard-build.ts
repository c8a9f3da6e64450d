import { spawn } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Terminal } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(ROOT, 'dist', 'dashboard');
/** What the dashboard is built from. */
const SOURCES = ['src/dashboard/**/*', 'src/api/schemas/*', 'src/domain/**/*.ts', 'package-lock.json'];

/**
 * The folder of the built dashboard; builds it first where it is missing or older than its sources.
 *
 * @returns null where there is none and it cannot be built: the API runs alone, and a line says why.
 */
export async function ensureDashboard(terminal: Terminal): Promise<string | null> {
  if (!isStale()) return BUILT;
  const vite = join(ROOT, 'node_modules', '.bin', 'vite');
  if (!existsSync(vite)) {
    if (existsSync(join(BUILT, 'index.html'))) return BUILT;
    terminal.say(
      'The dashboard is not built and Vite is not installed: only the API is served. Run npm ci && npm run build.',
    );
    return null;
  }
  terminal.say('Building the dashboard, some ten seconds …');
  const startedAt = Date.now();
  const fault = await build(vite);
  if (fault !== null) {
    terminal.say(`The dashboard could not be built; only the API is served.\n${fault}`);
    return null;
  }
  terminal.say(`Built the dashboard in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
  return BUILT;
}

function isStale(): boolean {
  const index = join(BUILT, 'index.html');
  if (!existsSync(index)) return true;
  const builtAt = statSync(index).mtimeMs;
  return SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).some(
    (file) => statSync(join(ROOT, file)).mtimeMs > builtAt,
  );
}

/** @returns What Vite said, where it failed. */
function build(vite: string): Promise<string | null> {
  const args = ['build', 'src/dashboard', '--outDir', BUILT, '--emptyOutDir', '--logLevel', 'warn'];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vite, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : said.trim()));
  });
}
