import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { DecideLinksAnswer, DecideLinksBody, TaskRow } from '../../api/schemas/tasks.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { UndoToast } from '../components/undo-toast.tsx';
import { plural } from '../format.ts';
import { judgedKeys } from '../queries.ts';
import { openUndoWindow, undoMs } from './undo-window.ts';

type DecidedTask = Pick<TaskRow, 'id' | 'key' | 'title' | 'suggestion'>;

/** What was just said about a task: shown in its place until the list is read again. */
export interface Said {
  readonly says: 'accepted' | 'rejected';
  readonly goalKey: string | null;
  readonly isSent: boolean;
}

let said: ReadonlyMap<string, Said> = new Map();
let undoLast: (() => void) | undefined;
const listeners = new Set<() => void>();

function change(update: (map: Map<string, Said>) => void): void {
  const next = new Map(said);
  update(next);
  said = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** What was said about tasks in the last seconds, by task id. */
export function useSaid(): ReadonlyMap<string, Said> {
  return useSyncExternalStore(subscribe, () => said);
}

/** Takes back the last decision while its toast stands; the `u` key. */
export function undoLastDecision(): void {
  undoLast?.();
}

/**
 * Accepts, rejects or sets links. Shown at once; what the service refuses is taken back and named. One call decides
 * many tasks; each gets its suggested goal unless one is given.
 */
export function useDecide() {
  const client = useQueryClient();
  return useCallback(
    async (tasks: readonly DecidedTask[], says: 'accepted' | 'rejected', goalKey?: string) => {
      const body: DecideLinksBody = {
        says,
        items: tasks.map((task) => ({ taskId: task.id, goalKey: goalKey ?? task.suggestion?.goal.key })),
      };
      change((map) => {
        for (const item of body.items) map.set(item.taskId, { says, goalKey: item.goalKey ?? null, isSent: false });
      });
      const closeWindow = openUndoWindow();
      const settle = () => {
        closeWindow();
        change((map) => {
          for (const item of body.items) map.delete(item.taskId);
        });
        for (const key of [...judgedKeys, 'tasks']) void client.invalidateQueries({ queryKey: [key] });
      };
      try {
        const answer = await sendJson<DecideLinksAnswer>('POST', '/links', body);
        showAnswer(tasks, body, answer, settle);
        for (const key of judgedKeys) void client.invalidateQueries({ queryKey: [key] });
      } catch (error) {
        settle();
        showFailure(error, tasks);
      }
    },
    [client],
  );
}

function showAnswer(
  tasks: readonly DecidedTask[],
  body: DecideLinksBody,
  answer: DecideLinksAnswer,
  settle: () => void,
): void {
  const failedIds = new Set(answer.failed.map((failure) => failure.taskId));
  change((map) => {
    for (const item of body.items) {
      const current = map.get(item.taskId);
      if (failedIds.has(item.taskId)) map.delete(item.taskId);
      else if (current) map.set(item.taskId, { ...current, isSent: true });
    }
  });
  if (answer.decided === 0) settle();
  else offerUndo(tasks, body, answer, settle);
  if (answer.failed.length > 0) nameFailures(tasks, answer.failed);
}

function offerUndo(
  tasks: readonly DecidedTask[],
  body: DecideLinksBody,
  answer: DecideLinksAnswer,
  settle: () => void,
): void {
  const id = `decided-${answer.decisionIds[0]}`;
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    if (undoLast === undo) undoLast = undefined;
    settle();
  };
  const undo = async () => {
    if (isOver) return;
    isOver = true;
    if (undoLast === undo) undoLast = undefined;
    notifications.hide(id);
    try {
      await sendJson('POST', '/links/undo', { decisionIds: answer.decisionIds });
      announce('Taken back.');
    } catch (error) {
      showFailure(error, tasks);
    } finally {
      settle();
    }
  };
  undoLast = undo;
  notifications.show({
    id,
    autoClose: undoMs,
    onClose: end,
    message: <UndoToast sentence={describe(tasks, body, answer)} onUndo={undo} />,
  });
}

function describe(tasks: readonly DecidedTask[], body: DecideLinksBody, answer: DecideLinksAnswer): string {
  const goals = new Set(body.items.map((item) => item.goalKey));
  const goal = goals.size === 1 && body.items[0]?.goalKey ? body.items[0].goalKey : 'their goals';
  const [only] = tasks;
  const what = tasks.length === 1 && only ? nameOf(only) : plural(answer.decided, 'task');
  return body.says === 'accepted'
    ? `${what} linked to ${goal}.`
    : `${what} not linked to ${goal}; it will not be suggested again.`;
}

function nameFailures(tasks: readonly DecidedTask[], failures: DecideLinksAnswer['failed']): void {
  const names = failures.slice(0, 5).map((failure) => {
    const task = tasks.find((candidate) => candidate.id === failure.taskId);
    return `${task ? nameOf(task) : failure.taskId}: ${failure.detail}`;
  });
  const rest = failures.length > 5 ? ` And ${formatRest(failures.length - 5)}.` : '';
  notifications.show({
    color: 'red',
    autoClose: false,
    title: `${plural(failures.length, 'task')} not changed`,
    message: `${names.join(' ')}${rest}`,
  });
}

function formatRest(n: number): string {
  return `${plural(n, 'other')} like these`;
}

function showFailure(error: unknown, tasks: readonly DecidedTask[]): void {
  const detail = error instanceof ApiProblem ? error.detail : 'Something went wrong on this page. Try again.';
  const [only] = tasks;
  const what = tasks.length === 1 && only ? nameOf(only) : plural(tasks.length, 'task');
  notifications.show({ color: 'red', autoClose: false, title: `${what} not changed`, message: detail });
}

function announce(message: string): void {
  notifications.show({ autoClose: 3000, message });
}

function nameOf(task: Pick<DecidedTask, 'key' | 'title'>): string {
  return task.key ?? `“${task.title.length > 40 ? `${task.title.slice(0, 39)}…` : task.title}”`;
}
