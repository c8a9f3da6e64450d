/** A bench's other processes: started from a file beside this one, asked one thing at a time, gone with their parent. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Child {
  /** Sends a message and waits for the answer to it. @throws with what the child says went wrong. */
  ask<Answer>(message: object): Promise<Answer>;
  stop(): Promise<void>;
}

interface Answered {
  readonly answer?: unknown;
  readonly error?: string;
}

export function startChild(file: string, execArgv: readonly string[] = []): Child {
  const child = fork(join(import.meta.dirname, file), { execArgv: [...execArgv], serialization: 'advanced' });
  return {
    async ask<Answer>(message: object): Promise<Answer> {
      const over = new AbortController();
      const { signal } = over;
      child.send(message);
      try {
        const [{ answer, error }] = (await Promise.race([
          once(child, 'message', { signal }),
          failed(child, file, signal),
        ])) as [Answered];
        if (error !== undefined) throw new Error(`${file}: ${error}`);
        return answer as Answer;
      } finally {
        // Whichever did not happen is no longer listened for.
        over.abort();
      }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function failed(child: ChildProcess, file: string, signal: AbortSignal): Promise<never> {
  const [code, killedBy] = await once(child, 'exit', { signal });
  throw new Error(`${file} ended (${killedBy ?? code}).`);
}

/** The child's side: answers each message with what `handle` gives, in order; ends when the parent lets go. */
export function answerParent(handle: (message: never) => Promise<unknown>, end: () => Promise<void>): void {
  let last: Promise<unknown> = Promise.resolve();
  process.on('message', (message) => {
    last = last
      .then(() => handle(message as never))
      .then(
        (answer) => process.send?.({ answer }),
        (error: Error) => process.send?.({ error: error.stack ?? error.message }),
      );
  });
  process.on('disconnect', () => {
    void last.then(end).finally(() => process.exit(0));
  });
}

/** Processor time of this process so far, in µs. */
export function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
