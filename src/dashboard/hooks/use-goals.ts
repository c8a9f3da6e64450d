import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  AddCycleBody,
  ChangeCycleBody,
  CycleChangedAnswer,
  CyclesAnswer,
  GoalsCopiedAnswer,
} from '../../api/schemas/cycles.ts';
import type { AddGoalBody, ChangeGoalBody, GoalChangedAnswer } from '../../api/schemas/goals.ts';
import { sendJson } from '../api.ts';
import { judgedKeys } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { closeTexts, cyclesTexts, goalFormTexts, goalsTexts } from '../texts/en/goals.tsx';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

/** Writes a goal down, and offers to take it back. What is wrong with it stands in `error`. */
export function useAddGoal() {
  const client = useQueryClient();
  const say = useSayDone();
  return useMutation({
    mutationFn: (body: AddGoalBody) => sendJson<GoalChangedAnswer>('POST', '/goals', body),
    onSuccess: ({ key, changeId }) => say(goalFormTexts.added(key), changeId),
    onSettled: () => readAgain(client),
  });
}

/** Changes, closes or opens a goal, and offers to take it back. What is wrong with it stands in `error`. */
export function useChangeGoal(goalKey: string) {
  const client = useQueryClient();
  const say = useSayDone();
  return useMutation({
    mutationFn: (body: ChangeGoalBody) => sendJson<GoalChangedAnswer>('PATCH', pathOf('goals', goalKey), body),
    onSuccess: ({ key, changeId }, body) =>
      say(changeId ? sayChanged(key, body) : goalFormTexts.nothingToSave(key), changeId),
    // What stands now is read before it is told that it is another: whoever saves again saves beside it.
    onError: () => client.invalidateQueries({ queryKey: ['goal'] }),
    onSettled: () => readAgain(client),
  });
}

function sayChanged(key: string, { closedOn }: ChangeGoalBody): string {
  if (closedOn === undefined) return goalFormTexts.saved(key);
  return closedOn === null ? closeTexts.opened(key) : closeTexts.closed(key);
}

/** Puts goals that stand side by side in order. */
export function useOrderGoals() {
  const client = useQueryClient();
  const say = useSayDone();
  return useMutation({
    mutationFn: ({ parentKey, keys }: { moved: string; parentKey: string | null; keys: readonly string[] }) =>
      sendJson<{ changeId: number | null }>('POST', '/goals/order', { parentKey, keys }),
    onSuccess: ({ changeId }, { moved }) => say(goalsTexts.ordered(moved), changeId),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

/** Takes a change of goals or cycles back. */
export function useUndoGoalChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changeId: number) => sendJson('POST', `/goals/changes/${changeId}/undo`, {}),
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

/** Makes a cycle. What is wrong with it stands in `error`. */
export function useAddCycle() {
  const client = useQueryClient();
  const say = useSayDone();
  return useMutation({
    mutationFn: (body: AddCycleBody) => sendJson<CycleChangedAnswer>('POST', '/cycles', body),
    onSuccess: ({ changeId }, { name }) => say(cyclesTexts.made(name), changeId),
    onSettled: () => readAgain(client),
  });
}

type Which = Pick<CyclesAnswer['items'][number], 'id' | 'name'>;

/** Changes, closes or opens a cycle; what is wrong with it stands in `error`. */
export function useChangeCycle({ id, name }: Which) {
  const client = useQueryClient();
  const say = useSayDone();
  return useMutation({
    mutationFn: (body: ChangeCycleBody) => sendJson<CycleChangedAnswer>('PATCH', pathOf('cycles', id), body),
    onSuccess: ({ changeId }, { closedOn, name: given = name }) => {
      const opened = closedOn === null ? cyclesTexts.opened(given) : cyclesTexts.closed(given);
      say(closedOn === undefined ? cyclesTexts.changed(given) : opened, changeId);
    },
    onSettled: () => readAgain(client),
  });
}

/** Takes away a cycle without goals. */
export function useRemoveCycle({ id, name }: Which) {
  const client = useQueryClient();
  const say = useSayDone();
  return useMutation({
    mutationFn: () => sendJson<CycleChangedAnswer>('DELETE', pathOf('cycles', id)),
    onSuccess: ({ changeId }) => say(cyclesTexts.removed(name), changeId),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

/** Writes the open goals of a cycle down anew in another one. */
export function useCopyGoals({ id }: Which) {
  const client = useQueryClient();
  const say = useSayDone();
  return useMutation({
    mutationFn: (into: Which) =>
      sendJson<GoalsCopiedAnswer>('POST', `${pathOf('cycles', id)}/copies`, { into: into.id }),
    onSuccess: ({ copied, changeId }, into) => say(cyclesTexts.copied(copied.length, into.name), changeId),
    onSettled: () => readAgain(client),
  });
}

/** Says what was done, with the way back where there is one. */
function useSayDone() {
  const undo = useUndoGoalChange();
  return (sentence: string, changeId: number | null) => {
    if (changeId === null) notifications.show({ autoClose: 3000, message: sentence });
    else offerUndo(sentence, () => undo.mutate(changeId));
  };
}

function pathOf(what: 'goals' | 'cycles', id: string): string {
  return `/${what}/${encodeURIComponent(id)}`;
}

function readAgain(client: QueryClient): void {
  for (const key of [...judgedKeys, 'goal-history', 'cycles', 'tasks', 'check-ins'])
    void client.invalidateQueries({ queryKey: [key] });
}
