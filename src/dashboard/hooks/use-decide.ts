import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { DecideLinksAnswer, DecideLinksBody } from '../../api/schemas/tasks.ts';
import { sendJson } from '../api.ts';
import { judgedKeys } from '../queries.ts';
import { nameFailures, showDecided, showFailure, showTakenBack } from './decision-toasts.tsx';
import { changeSaid, type DecidedTask } from './said.ts';
import { openUndoWindow } from './undo-window.ts';

let undoLast: (() => void) | undefined;

/** Takes back the last decision while its toast stands; the `u` key. */
export function undoLastDecision(): void {
  undoLast?.();
}

/** Makes this what `u` takes back. @returns How to forget it again. */
export function rememberUndo(undo: () => void): () => void {
  undoLast = undo;
  return () => {
    if (undoLast === undo) undoLast = undefined;
  };
}

/**
 * Accepts, rejects or sets links. Shown at once; what the service refuses is taken back and named. One call decides
 * many tasks; each gets its suggested goal unless one is given.
 */
export function useDecide() {
  const client = useQueryClient();
  return useCallback(
    (tasks: readonly DecidedTask[], says: 'accepted' | 'rejected', goalKey?: string) =>
      decide(client, tasks, {
        says,
        items: tasks.map((task) => ({ taskId: task.id, goalKey: goalKey ?? task.suggestion?.goal.key })),
      }),
    [client],
  );
}

/** The same for words of which each has its own goal, and may say something of its own. */
export function useDecideItems() {
  const client = useQueryClient();
  return useCallback((tasks: readonly DecidedTask[], body: DecideLinksBody) => decide(client, tasks, body), [client]);
}

async function decide(client: QueryClient, tasks: readonly DecidedTask[], body: DecideLinksBody): Promise<void> {
  changeSaid((map) => {
    for (const { taskId, goalKey, says = body.says } of body.items)
      map.set(taskId, { says, goalKey: goalKey ?? null, isSaved: false });
  });
  const settle = makeSettle(client, body);
  try {
    const answer = await sendJson<DecideLinksAnswer>('POST', '/links', body);
    confirm(body, answer);
    if (answer.decided === 0) settle();
    else offerUndo(tasks, body, answer, settle);
    if (answer.failed.length > 0) nameFailures(tasks, answer.failed);
    readAgain(client, judgedKeys);
  } catch (error) {
    settle();
    showFailure(error, tasks);
  }
}

/** Ends the time in which rows keep their place: forgets what was said here and reads what is so. */
function makeSettle(client: QueryClient, body: DecideLinksBody): () => void {
  const closeWindow = openUndoWindow();
  return () => {
    closeWindow();
    changeSaid((map) => {
      for (const { taskId } of body.items) map.delete(taskId);
    });
    readAgain(client, [...judgedKeys, 'tasks']);
  };
}

function confirm(body: DecideLinksBody, answer: DecideLinksAnswer): void {
  const failedIds = new Set(answer.failed.map((failure) => failure.taskId));
  changeSaid((map) => {
    for (const { taskId } of body.items) {
      const current = map.get(taskId);
      if (failedIds.has(taskId)) map.delete(taskId);
      else if (current) map.set(taskId, { ...current, isSaved: true });
    }
  });
}

function offerUndo(
  tasks: readonly DecidedTask[],
  body: DecideLinksBody,
  answer: DecideLinksAnswer,
  settle: () => void,
): void {
  let isOver = false;
  const end = (): boolean => {
    if (isOver) return false;
    isOver = true;
    if (undoLast === undo) undoLast = undefined;
    return true;
  };
  const undo = async () => {
    if (!end()) return;
    hide();
    try {
      await sendJson('POST', '/links/undo', { decisionIds: answer.decisionIds });
      showTakenBack();
    } catch (error) {
      showFailure(error, tasks);
    } finally {
      settle();
    }
  };
  undoLast = undo;
  const hide = showDecided(tasks, body, answer, undo, () => {
    if (end()) settle();
  });
}

function readAgain(client: QueryClient, keys: readonly string[]): void {
  for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
}
