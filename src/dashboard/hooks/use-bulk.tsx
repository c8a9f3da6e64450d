import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DecideTasksBody } from '../../api/schemas/decisions.ts';
import type { DecideLinksAnswer, DecideLinksBody } from '../../api/schemas/tasks.ts';
import { sendJson } from '../api.ts';
import { UndoToast } from '../components/undo-toast.tsx';
import { judgedKeys } from '../queries.ts';
import { counts } from '../texts/en/counts.ts';
import { nameFailures, showFailure, showTakenBack } from './decision-toasts.tsx';
import type { DecidedTask } from './said.ts';
import { undoMs } from './undo-window.ts';
import { rememberUndo } from './use-decide.ts';

/** One word on many tasks: on what they serve, or on whether they need to serve anything. */
export type BulkWord =
  | {
      readonly path: '/links';
      readonly body: Omit<DecideLinksBody, 'items'>;
      readonly goalKeyOf: (id: string) => string | undefined;
    }
  | { readonly path: '/decisions'; readonly body: Omit<DecideTasksBody, 'items'> };

/** As many as one call decides. */
const atOnce = 500;

/**
 * Says one thing of many tasks, call after call, and offers to take all of it back. Rows keep their place and show what became of them.
 * Where a call fails, what was said before it stands and can be taken back.
 */
export function useBulk(nameOf: (id: string) => DecidedTask) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const readAgain = () => {
    for (const key of [...judgedKeys, 'tasks']) void client.invalidateQueries({ queryKey: [key] });
  };
  const decide = async (ids: readonly string[], word: BulkWord, says: (count: string) => string) => {
    const decided: number[] = [];
    const failed: DecideLinksAnswer['failed'] = [];
    try {
      for (let at = 0; at < ids.length; at += atOnce) {
        setProgress({ done: at, total: ids.length });
        const answer = await sendJson<DecideLinksAnswer>('POST', word.path, bodyOf(word, ids.slice(at, at + atOnce)));
        decided.push(...answer.decisionIds);
        failed.push(...answer.failed);
      }
    } catch (error) {
      showFailure(error, ids.slice(decided.length).map(nameOf));
    }
    setProgress(null);
    const count = counts.tasks(ids.length === 1 ? 1 : decided.length);
    if (decided.length > 0) offerUndo(says(count), () => undo(word.path, decided, readAgain));
    if (failed.length > 0) nameFailures(ids.map(nameOf), failed);
    readAgain();
  };
  return { decide, progress };
}

function bodyOf(word: BulkWord, ids: readonly string[]): DecideLinksBody | DecideTasksBody {
  const items = ids.map((taskId) =>
    word.path === '/links' ? { taskId, goalKey: word.goalKeyOf(taskId) } : { taskId },
  );
  return { ...word.body, items } as DecideLinksBody | DecideTasksBody;
}

function offerUndo(sentence: string, undo: () => Promise<void>): void {
  const act = () => {
    forget();
    notifications.hide(id);
    void undo();
  };
  const forget = rememberUndo(act);
  const id = notifications.show({
    autoClose: undoMs,
    onClose: forget,
    message: <UndoToast sentence={sentence} onUndo={act} />,
  });
}

/** However many there are, call after call. */
export async function takeBack(path: BulkWord['path'], decisionIds: readonly number[]): Promise<void> {
  for (let at = 0; at < decisionIds.length; at += atOnce)
    await sendJson('POST', `${path}/undo`, { decisionIds: decisionIds.slice(at, at + atOnce) });
}

async function undo(path: BulkWord['path'], decisionIds: readonly number[], readAgain: () => void): Promise<void> {
  try {
    await takeBack(path, decisionIds);
    showTakenBack();
  } catch (error) {
    showFailure(error, []);
  } finally {
    readAgain();
  }
}
