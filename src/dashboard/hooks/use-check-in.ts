import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CheckInAnswer, CheckInBody } from '../../api/schemas/check-ins.ts';
import { sendJson } from '../api.ts';
import { checkInTexts as texts } from '../texts/en/check-ins.ts';
import { commonTexts } from '../texts/en/common.ts';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

/** Says how a key result stands, and offers to take it back. */
export function useCheckIn() {
  const client = useQueryClient();
  const undo = useUndoCheckIn();
  return useMutation({
    mutationFn: (body: CheckInBody) => sendJson<CheckInAnswer>('POST', '/check-ins', body),
    onSuccess: ({ checkInId }, { goalKey }) => offerUndo(texts.sent(goalKey), () => undo.mutate(checkInId)),
    onSettled: () => readAgain(client),
  });
}

/** Takes a check-in back; the one before it counts again. */
export function useUndoCheckIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (checkInId: number) => sendJson('POST', '/check-ins/undo', { checkInIds: [checkInId] }),
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

function readAgain(client: QueryClient): void {
  for (const key of ['goal', 'goals', 'check-ins']) void client.invalidateQueries({ queryKey: [key] });
}
