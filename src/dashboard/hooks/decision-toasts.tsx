import { notifications } from '@mantine/notifications';
import type { DecideLinksAnswer, DecideLinksBody } from '../../api/schemas/tasks.ts';
import { listWords } from '../../domain/flag-words.ts';
import { ApiProblem } from '../api.ts';
import { UndoToast } from '../components/undo-toast.tsx';
import { commonTexts } from '../texts/en/common.ts';
import { counts } from '../texts/en/counts.ts';
import { decidedTexts as texts } from '../texts/en/decide.ts';
import type { DecidedTask } from './said.ts';
import { undoMs } from './undo-window.ts';

const namedMax = 5;

/** What was decided, with its undo, for ten seconds. Answers with a way to take the toast away. */
export function showDecided(
  tasks: readonly DecidedTask[],
  body: DecideLinksBody,
  answer: DecideLinksAnswer,
  onUndo: () => void,
  onEnd: () => void,
): () => void {
  const id = notifications.show({
    autoClose: undoMs,
    onClose: onEnd,
    message: <UndoToast sentence={describe(tasks, body, answer)} onUndo={onUndo} />,
  });
  return () => notifications.hide(id);
}

/** Which tasks the service would not change, and why: by name, not as a number. */
export function nameFailures(tasks: readonly DecidedTask[], failures: DecideLinksAnswer['failed']): void {
  const names = failures.slice(0, namedMax).map((failure) => {
    const task = tasks.find((candidate) => candidate.id === failure.taskId);
    return texts.failure(task ? nameOf(task) : failure.taskId, failure.detail);
  });
  const rest = failures.length > namedMax ? texts.andOthers(failures.length - namedMax) : '';
  showRed(texts.notChanged(counts.tasks(failures.length)), `${names.join(' ')}${rest}`);
}

/** The whole call failed: nothing was changed. */
export function showFailure(error: unknown, tasks: readonly DecidedTask[]): void {
  const detail = error instanceof ApiProblem ? error.detail : texts.wentWrong;
  showRed(texts.notChanged(nameAll(tasks, tasks.length)), detail);
}

export function showTakenBack(): void {
  notifications.show({ autoClose: 3000, message: commonTexts.takenBack });
}

function showRed(title: string, message: string): void {
  // Stays until it is read: an error that goes by itself was not told.
  notifications.show({ color: 'red', autoClose: false, title, message });
}

function describe(tasks: readonly DecidedTask[], body: DecideLinksBody, answer: DecideLinksAnswer): string {
  const what = nameAll(tasks, answer.decided);
  const goals = new Set(body.items.map((item) => item.goalKey));
  if (body.items.some((item) => item.says) || (tasks.length === 1 && goals.size > 1)) return describeChoice(what, body);
  const goal = (goals.size === 1 ? body.items[0]?.goalKey : undefined) ?? texts.theirGoals;
  return body.says === 'accepted' ? texts.linked(what, goal) : texts.notLinked(what, goal);
}

/** "ONB-57 linked to KR1.2, not to KR3.1." */
function describeChoice(what: string, { says: all, items }: DecideLinksBody): string {
  const keysOf = (word: 'accepted' | 'rejected') =>
    listWords(items.flatMap(({ says = all, goalKey }) => (says === word && goalKey ? [goalKey] : [])));
  const [linked, not] = [keysOf('accepted'), keysOf('rejected')];
  if (!linked) return texts.notLinked(what, not);
  return not ? texts.linkedNotTo(what, linked, not) : texts.linked(what, linked);
}

function nameAll(tasks: readonly DecidedTask[], count: number): string {
  const [only] = tasks;
  return tasks.length === 1 && only ? nameOf(only) : counts.tasks(count);
}

function nameOf({ key, title }: Pick<DecidedTask, 'key' | 'title'>): string {
  return key ?? texts.named(title.length > 40 ? `${title.slice(0, 39)}…` : title);
}
