import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StoreError } from '../errors.ts';

/** Whom PostgreSQL runs as when we are root, since it refuses to run as root itself. */
export interface DatabaseUser {
  readonly ids: { readonly uid: number; readonly gid: number };
}

const NAME = 'plumbline-postgres';

/** Runs as root? Never on Windows. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * A system user that nothing else runs as, made when there is none yet. Where a cluster exists already, its owner stays.
 *
 * @returns null when we are not root: PostgreSQL then runs as we do.
 * @throws StoreError `no-database-user` where the machine offers no way to make one.
 */
export function databaseUser(clusterFolder: string): DatabaseUser | null {
  if (!isRoot()) return null;
  const owner = statSync(clusterFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { ids: { uid: owner.uid, gid: owner.gid } };
  return findUser() ?? createUser();
}

function findUser(): DatabaseUser | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${NAME}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { ids: { uid: Number(uid), gid: Number(gid) } } : null;
}

function createUser(): DatabaseUser {
  const ways: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false', NAME],
    ],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', NAME]],
  ];
  for (const [command, args] of ways) {
    // Another process may be making the same user, or hold the lock on /etc/passwd: whether it is there decides, not who made it.
    spawnSync(command, args, { env: { PATH: '/usr/sbin:/sbin:/usr/bin:/bin' }, timeout: 20_000 });
    const found = findUser();
    if (found) return found;
  }
  throw new StoreError(
    'no-database-user',
    `PostgreSQL does not run as root and no user could be made for it; make a system user named ${NAME}, run as an ordinary user, or set DATABASE_URL.`,
  );
}

/**
 * Whether somebody who is neither owner nor in the group may enter this folder and everything above it. Folders that do not
 * exist yet are made by us and count as open.
 */
export function isOpenToOthers(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = statSync(at, { throwIfNoEntry: false });
    if (found?.isDirectory() && (found.mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
