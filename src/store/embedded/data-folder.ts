import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StoreError } from '../errors.ts';
import { isOpenToOthers, isRoot } from './database-user.ts';

/** Root's data folders, where the wanted one cannot be entered by the user the database runs as. */
const ROOTS_FOLDER = '/var/lib/plumbline';

/**
 * Where the data really goes, and one line to show when that is not where it was wanted: as root below a closed folder
 * (a checkout in root's home) it is `/var/lib/plumbline/<hash of the checkout>`. The folder is made if it is missing.
 *
 * @param wanted The configured folder, or the default `<checkout>/.plumbline`.
 * @throws StoreError `not-writable`, `disk-full`.
 */
export function openDataFolder(wanted: string): { folder: string; notice: string | null } {
  const folder = isRoot() && !canBeEntered(wanted) ? join(ROOTS_FOLDER, hashOf(wanted)) : resolve(wanted);
  describingDisk(folder, () => {
    makeFolder(folder, 0o700);
    // Root's database runs as somebody else, who passes through but cannot list.
    if (isRoot()) chmodSync(folder, 0o711);
  });
  const notice =
    folder === resolve(wanted)
      ? null
      : `Data is kept in ${folder}: ${resolve(wanted)} is closed to the database's user.`;
  return { folder, notice };
}

/** Node's own recursive way says "no such file" on a read-only disk. */
function makeFolder(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT') throw error;
    makeFolder(dirname(folder), 0o755);
    makeFolder(folder, mode);
  }
}

function canBeEntered(wanted: string): boolean {
  if (isOpenToOthers(wanted)) return true;
  // Made by an earlier run or still empty: ours to open. Anything else (root's own home) stays as closed as it is.
  return isOpenToOthers(dirname(resolve(wanted))) && isOurs(wanted);
}

function isOurs(folder: string): boolean {
  const names = readdirSync(folder);
  return names.length === 0 || basename(folder) === '.plumbline' || names.includes('database-password');
}

function hashOf(wanted: string): string {
  const folder = resolve(wanted);
  const named = basename(folder) === '.plumbline' ? dirname(folder) : folder;
  return createHash('sha256').update(named).digest('hex').slice(0, 16);
}

/**
 * A secret kept in the data folder, mode 0600, made on first use. Two processes that make it at once end with the same one.
 *
 * @param make What to write when there is none.
 * @returns The file's text without surrounding space.
 */
export function readOrMakeSecret(file: string, make = () => randomBytes(32).toString('base64url')): string {
  return describingDisk(dirname(file), () => {
    makeFolder(dirname(file), 0o700);
    if (!statSync(file, { throwIfNoEntry: false })) makeSecret(file, make());
    return readFileSync(file, 'utf8').trim();
  });
}

function makeSecret(file: string, secret: string): void {
  const partial = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(partial, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
    // A link either appears whole or finds another's there; a plain write could be read half done.
    linkSync(partial, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Runs it; a full, read-only or foreign disk becomes one clear line about `folder`. */
export function describingDisk<T>(folder: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw diskError(folder, codeOf(error) ?? '', error) ?? error;
  }
}

/** The line for a failed write, from an errno name or a program's own words; null when it was something else. */
export function diskError(folder: string, said: string, cause?: unknown): StoreError | null {
  if (/ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(said)) {
    return new StoreError(
      'disk-full',
      `The disk that holds ${folder} is full; free some space and start again.`,
      cause,
    );
  }
  if (/EROFS|Read-only file system/.test(said)) {
    return new StoreError(
      'not-writable',
      `${folder} is on a read-only disk; set PLUMBLINE_DATA to a folder that can be written.`,
      cause,
    );
  }
  if (/EACCES|EPERM|EEXIST|ENOTDIR|Permission denied/.test(said)) {
    return new StoreError(
      'not-writable',
      `${folder} cannot be written by this user; run as its owner or set PLUMBLINE_DATA to another folder.`,
      cause,
    );
  }
  return null;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
