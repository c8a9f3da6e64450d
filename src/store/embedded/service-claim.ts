import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';

export interface ServiceClaim {
  readonly pid: number;
  /** When the process began, as the system counts it; null where the system does not say. */
  readonly birth: string | null;
  /** When it became the service; ISO. */
  readonly since: string;
}

/**
 * Which process is the service of a data folder, written beside the data: the lock that says so is gone for as long as the database's
 * server is, and whoever starts the server again must not take the service's place meanwhile.
 *
 * @returns null where nobody is, where who was has ended however it ended, and where we are.
 */
export function findLivingService(dataFolder: string): ServiceClaim | null {
  const claim = readClaim(dataFolder);
  if (claim === null || claim.pid === process.pid || !isAlive(claim.pid)) return null;
  const seen = lookAt(claim.pid);
  if (seen === null) return isBeforeBoot(dataFolder) ? null : claim;
  return !seen.hasEnded && seen.birth === claim.birth ? claim : null;
}

/** We are. Only whoever holds the lock writes. */
export function writeServiceClaim(dataFolder: string, since: Date): void {
  const claim: ServiceClaim = {
    pid: process.pid,
    birth: lookAt(process.pid)?.birth ?? null,
    since: since.toISOString(),
  };
  writeFileSync(fileOf(dataFolder), `${JSON.stringify(claim)}\n`, { mode: 0o600 });
}

/** We are no more. */
export function dropServiceClaim(dataFolder: string): void {
  rmSync(fileOf(dataFolder), { force: true });
}

function fileOf(dataFolder: string): string {
  return join(dataFolder, 'service.json');
}

/** A file that is damaged says nothing: the lock decides then. */
function readClaim(dataFolder: string): ServiceClaim | null {
  try {
    const { pid, birth, since } = JSON.parse(readFileSync(fileOf(dataFolder), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? { pid, birth, since } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Where nothing tells when a process began, its number may be another's after a restart of the machine. */
function isBeforeBoot(dataFolder: string): boolean {
  const writtenAt = statSync(fileOf(dataFolder), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return writtenAt < Date.now() - uptime() * 1000;
}

/**
 * From Linux's own file on it: behind the name in brackets its state, and as the 20th from there when it began, which tells it from a
 * later one of its number. null elsewhere.
 */
function lookAt(pid: number): { readonly birth: string; readonly hasEnded: boolean } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { birth: fields[19] ?? '', hasEnded: /^[ZX]/.test(fields[0] ?? '') };
  } catch {
    return null;
  }
}
