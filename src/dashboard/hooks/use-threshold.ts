import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PrecisionAnswer } from '../../api/schemas/precision.ts';
import { sendJson } from '../api.ts';
import { judgedKeys } from '../queries.ts';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

type Threshold = PrecisionAnswer['thresholds'][number];

/** Puts a threshold back to where it was set (null), and offers to undo that. */
export function useThreshold({ name, set, inForce }: Threshold) {
  const client = useQueryClient();
  const readAgain = () => {
    for (const key of [...judgedKeys, 'tasks']) void client.invalidateQueries({ queryKey: [key] });
  };
  const send = (to: number | null) => sendJson('PUT', '/links/thresholds', { name, to });
  const undo = useMutation({
    mutationFn: () => send(inForce),
    onSuccess: () => notifications.show({ autoClose: 3000, message: 'Taken back.' }),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
  return useMutation({
    mutationFn: send,
    onSuccess: () => offerUndo(`Links stand without asking from ${set.toFixed(2)} on again.`, () => undo.mutate()),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
}
