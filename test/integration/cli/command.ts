import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const COMMAND = join(ROOT, 'src/cli/plumbline.mjs');
/** What Node made of our TypeScript is kept from one command to the next: it is half of what a short one takes. */
const COMPILED = join(ROOT, 'node_modules/.cache/node-compile');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A data folder that goes with the file that made it, wherever it came to lie. */
export interface Home {
  readonly folder: string;
  /** Runs a command to its end. `input` goes to its standard input. */
  run(args: readonly string[], input?: string): Promise<Ended>;
  /** Runs one that stays up. */
  begin(args: readonly string[]): Running;
  /** The database server's own process, as it writes it down; null where none is. */
  serverPid(): number | null;
  remove(): void;
}

export interface Running {
  readonly child: ChildProcess;
  /** Waits for a line of its output. @throws when it ends before. */
  says(what: RegExp): Promise<string>;
  ends(): Promise<Ended>;
}

export function makeHome(): Home {
  const parent = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
  chmodSync(parent, 0o755);
  const folder = join(parent, 'data');
  let moved: string | null = null;
  const begin = (args: readonly string[], input?: string): Running => {
    const running = follow(
      spawn(process.execPath, [COMMAND, ...args], {
        cwd: parent,
        env: environment(folder),
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    );
    running.child.stdin?.on('error', () => undefined);
    if (input !== undefined) running.child.stdin?.end(input);
    else running.child.stdin?.end();
    return running;
  };
  return {
    folder: parent,
    begin,
    async run(args, input) {
      const ended = await begin(args, input).ends();
      moved ??= /(\/var\/lib\/plumbline\/[0-9a-f]+)/.exec(ended.err)?.[1] ?? null;
      return ended;
    },
    serverPid() {
      for (const place of [folder, moved].filter((one) => one !== null)) {
        try {
          return Number(readFileSync(join(place, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
        } catch {
          // Not there: the next, or none.
        }
      }
      return null;
    },
    remove() {
      for (const place of [parent, moved].filter((one) => one !== null))
        rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Only what a shell has; no setting of the machine leaks in. */
function environment(folder: string): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    LANG,
    TMPDIR,
    NODE_COMPILE_CACHE: COMPILED,
    PLUMBLINE_DATA: folder,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_TIME_ZONE: 'Europe/Berlin',
    PLUMBLINE_LOG_LEVEL: 'error',
    PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
  };
}

function follow(child: ChildProcess): Running {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const gone = once(child, 'close');
  return {
    child,
    async ends() {
      const [code] = (await gone) as [number | null];
      return { code, out, err };
    },
    async says(what) {
      for (;;) {
        const [line] = what.exec(out) ?? [];
        if (line !== undefined) return line;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended before it said ${what}:\n${err}`);
        await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), gone]);
      }
    },
  };
}

/** The one line an error is, without what PostgreSQL's place says first. */
export function errorLines({ err }: Ended): string[] {
  return err
    .trim()
    .split('\n')
    .filter((line) => line !== '' && !line.includes('/var/lib/plumbline/'));
}
