import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sendJson } from '../api.ts';
import { stoppedTexts as texts } from '../texts/en/people.tsx';
import { showRefused } from './use-decide-proposal.tsx';

/** Has digests sent to a person's address again; one that comes back stops it again. */
export function useMailAgain({ id, name }: { readonly id: string; readonly name: string }) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendJson<void>('POST', `/people/${encodeURIComponent(id)}/mail-again`),
    onSuccess: () => notifications.show({ autoClose: 3000, message: texts.resumed(name) }),
    onError: (error) => showRefused(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['people'] }),
  });
}
