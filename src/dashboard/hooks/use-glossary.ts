import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AddEntryBody, ChangeEntryBody, GlossaryChangedAnswer } from '../../api/schemas/glossary.ts';
import { sendJson } from '../api.ts';
import { judgedKeys } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { glossaryEntryTexts as texts } from '../texts/en/glossary.ts';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

/** Enters a short form, and offers to take it back. What is wrong with it stands in `error`. */
export function useAddEntry() {
  const client = useQueryClient();
  const undo = useUndoChange();
  return useMutation({
    mutationFn: (body: AddEntryBody) => sendJson<GlossaryChangedAnswer>('POST', '/glossary', body),
    onSuccess: ({ changeId }, { short }) => offerUndo(texts.added(short), () => undo.mutate(changeId)),
    onSettled: () => readAgain(client),
  });
}

/** Rewords, keeps or dismisses an entry, and offers to take it back. What is refused stands in `error`. */
export function useChangeEntry({ id, short }: { readonly id: number; readonly short: string }) {
  const client = useQueryClient();
  const undo = useUndoChange();
  return useMutation({
    mutationFn: (body: ChangeEntryBody) => sendJson<GlossaryChangedAnswer>('PATCH', `/glossary/${id}`, body),
    onSuccess: ({ changeId }, body) => offerUndo(sayChanged(body, short), () => undo.mutate(changeId)),
    onSettled: () => readAgain(client),
  });
}

function useUndoChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changeId: number) => sendJson('POST', `/glossary/changes/${changeId}/undo`, {}),
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

function sayChanged({ state, long }: ChangeEntryBody, short: string): string {
  if (long !== undefined) return texts.reworded(short);
  return state === 'dismissed' ? texts.dismissed(short) : texts.kept(short);
}

function readAgain(client: QueryClient): void {
  for (const key of [...judgedKeys, 'glossary']) void client.invalidateQueries({ queryKey: [key] });
}
