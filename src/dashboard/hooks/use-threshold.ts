import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PrecisionAnswer } from '../../api/schemas/precision.ts';
import { sendJson } from '../api.ts';
import { formatDecimal } from '../format.ts';
import { judgedKeys } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { precisionTexts as texts } from '../texts/en/precision.ts';
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
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
  return useMutation({
    mutationFn: send,
    onSuccess: () => offerUndo(texts.standAgain(formatDecimal(set, 2)), () => undo.mutate()),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
}
