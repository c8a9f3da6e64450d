import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { DecideCarryingAnswer, DecideCarryingBody, TaskDetail } from '../../api/schemas/tasks.ts';
import { sendJson } from '../api.ts';
import { judgedKeys } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { carryingTexts, decidedTexts } from '../texts/en/decide.ts';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

type Which = Pick<TaskDetail, 'id' | 'key' | 'title'>;

/** Says whether a parent carries its goals down, and offers to take it back. */
export function useCarrying(task: Which) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (decisionId: number) => sendJson('POST', `${pathOf(task)}/undo`, { decisionId }),
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
  return useMutation({
    mutationFn: (says: DecideCarryingBody['says']) =>
      sendJson<DecideCarryingAnswer>('POST', pathOf(task), { says } satisfies DecideCarryingBody),
    onSuccess: ({ decisionId }, says) => offerUndo(sayDecided(task, says), () => undo.mutate(decisionId)),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

function pathOf({ id }: Which): string {
  return `/tasks/${encodeURIComponent(id)}/carries`;
}

function sayDecided({ key, title }: Which, says: DecideCarryingBody['says']): string {
  const name = key ?? decidedTexts.named(title);
  return says === 'carries' ? carryingTexts.carries(name) : carryingTexts.carriesNothing(name);
}

function readAgain(client: QueryClient): void {
  for (const key of [...judgedKeys, 'tasks']) void client.invalidateQueries({ queryKey: [key] });
}
