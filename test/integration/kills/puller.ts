import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../helpers/wait.ts';
import type { ChildSays, PullOrder } from './sync-child.ts';

export interface Life {
  /** Asked again and again: it ends a moment after this is so. */
  readonly isLived: () => boolean;
  /** The moment. */
  readonly ms: number;
}

/** Processes that pull, each until it is done or killed. */
export interface Puller {
  /**
   * @param life null lets it live until it is done.
   * @returns Whether it was done.
   */
  pull(order: PullOrder, life: Life | null): Promise<boolean>;
  close(): void;
}

interface Waiting {
  readonly process: ChildProcess;
  readonly isReady: Promise<unknown>;
}

/** @param quiet Waits for what a killed process left under way. */
export function openPuller(quiet: () => Promise<void>): Puller {
  let next = startChild();
  /** One that is loaded and waits; another begins to load meanwhile. */
  const takeChild = async (): Promise<ChildProcess> => {
    const child = next;
    await child.isReady;
    next = startChild();
    return child.process;
  };
  return {
    async pull(order, life) {
      const child = await takeChild();
      child.send(order);
      let said: ChildSays | null = null;
      child.once('message', (what: ChildSays) => {
        said = what;
      });
      await waitFor('the pull', () => said !== null || life?.isLived() === true, 240_000);
      if (said === null) await delay(life?.ms);
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await quiet();
      const last = said as ChildSays | null;
      if (typeof last === 'object' && last !== null) throw new Error(last.failed);
      return last === 'done';
    },
    close: () => next.process.kill('SIGKILL'),
  };
}

function startChild(): Waiting {
  const process = fork(join(import.meta.dirname, 'sync-child.ts'));
  return { process, isReady: once(process, 'message') };
}
