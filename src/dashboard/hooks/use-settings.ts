import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SettingsAnswer } from '../../api/schemas/organisation.ts';
import { sendJson } from '../api.ts';
import { commonTexts } from '../texts/en/common.ts';
import { settingsTexts as texts } from '../texts/en/settings.tsx';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

/** Sends what was touched, and offers to put back what was. What is refused stands in `error`. */
export function useSettings(before: SettingsAnswer) {
  const client = useQueryClient();
  const send = (change: Partial<SettingsAnswer>) => sendJson<SettingsAnswer>('PATCH', '/settings', change);
  // Days, weeks and rates may be others: everything is asked for again.
  const readAgain = () => client.invalidateQueries();
  const undo = useMutation({
    mutationFn: send,
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
  return useMutation({
    mutationFn: send,
    onSuccess: (_, change) => {
      const names = Object.keys(change) as (keyof SettingsAnswer)[];
      const was = Object.fromEntries(names.map((name) => [name, before[name]]));
      offerUndo(texts.changed, () => undo.mutate(was));
    },
    onSettled: readAgain,
  });
}
