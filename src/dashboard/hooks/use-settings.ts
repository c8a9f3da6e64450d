import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SettingsAnswer } from '../../api/schemas/organisation.ts';
import { sendJson } from '../api.ts';
import { settingsQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { settingsTexts as texts } from '../texts/en/settings.tsx';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

type Change = Partial<SettingsAnswer>;

/** Sends what was touched, and offers to put back what was. What is refused stands in `error`. @param before As the reader knows them. */
export function useSettings(before: SettingsAnswer) {
  const client = useQueryClient();
  const send = ({ change, seen }: { change: Change; seen: Change }) =>
    sendJson<SettingsAnswer>('PATCH', '/settings', { ...change, seen });
  // Days, weeks and rates may be others: everything is asked for again.
  const readAgain = () => client.invalidateQueries();
  const undo = useMutation({
    mutationFn: send,
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (is, { change, seen }) => {
      client.setQueryData(settingsQuery.queryKey, is);
      offerUndo(texts.changed, () => undo.mutate({ change: seen, seen: change }));
    },
    onSettled: readAgain,
  });
  const save = (change: Change, onSaved: () => void) => {
    const names = Object.keys(change) as (keyof SettingsAnswer)[];
    const seen = Object.fromEntries(names.map((name) => [name, before[name]]));
    mutation.mutate({ change, seen }, { onSuccess: onSaved });
  };
  return { save, error: mutation.error, isPending: mutation.isPending };
}
