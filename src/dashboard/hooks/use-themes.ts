import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DecideLinksAnswer } from '../../api/schemas/tasks.ts';
import type { ThemeAnswer, ThemeGoalAnswer, UndoThemeGoalAnswer } from '../../api/schemas/themes.ts';
import { sendJson } from '../api.ts';
import { judgedKeys } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { counts } from '../texts/en/counts.ts';
import { themesTexts as texts } from '../texts/en/overview.tsx';
import { takeBack } from './use-bulk.tsx';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

function useReadAgain() {
  const client = useQueryClient();
  return () => {
    for (const key of [...judgedKeys, 'tasks', 'cycles']) void client.invalidateQueries({ queryKey: [key] });
  };
}

const pathOf = (theme: Pick<ThemeAnswer, 'id'>) => `/themes/${encodeURIComponent(theme.id)}`;

/** Writes the goal down that a theme may be, and offers to take it back. */
export function useThemeGoal(theme: ThemeAnswer) {
  const onSettled = useReadAgain();
  const onError = (error: unknown) => showRefused(error);
  const undo = useMutation({
    mutationFn: ({ goal, decisionIds }: ThemeGoalAnswer) =>
      sendJson<UndoThemeGoalAnswer>('POST', `${pathOf(theme)}/goal/undo`, { goalKey: goal.key, decisionIds }),
    onSuccess: ({ isGoalGone }, { goal }) =>
      notifications.show({
        autoClose: 3000,
        message: isGoalGone ? commonTexts.takenBack : texts.stays(goal.key),
      }),
    onError,
    onSettled,
  });
  return useMutation({
    mutationFn: () => sendJson<ThemeGoalAnswer>('POST', `${pathOf(theme)}/goal`, { kind: 'objective' }),
    onSuccess: (made) =>
      offerUndo(texts.isGoal(`${made.goal.key} “${made.goal.title}”`, made.decided), () => undo.mutate(made)),
    onError,
    onSettled,
  });
}

/** Puts all tasks of a theme off, and offers to take it back. */
export function usePutThemeOff(theme: ThemeAnswer) {
  const onSettled = useReadAgain();
  const onError = (error: unknown) => showRefused(error);
  const undo = useMutation({
    mutationFn: (decisionIds: readonly number[]) => takeBack('/decisions', decisionIds),
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError,
    onSettled,
  });
  return useMutation({
    mutationFn: (word: { because: string; revisitOn?: string }) =>
      sendJson<DecideLinksAnswer>('POST', `${pathOf(theme)}/not-now`, word),
    onSuccess: ({ decided, decisionIds }) =>
      offerUndo(texts.putOff(theme.name, counts.tasks(decided)), () => undo.mutate(decisionIds)),
    onError,
    onSettled,
  });
}
